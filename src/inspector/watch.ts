/** Times the stages of one scan by the clock that is passed in, and tells which stage begins. */
import type { Stage } from "./inspect-options.ts";

export interface Watch {
  /** Runs a stage; time of the same stage adds up. */
  stage<T>(stage: Stage, run: () => T): T;
  /** Runs a part whose time counts for another stage than the running one. */
  within<T>(stage: Stage, run: () => T): T;
  /** Milliseconds of a stage so far, without what `within` gave to others. */
  spent(stage: Stage): number;
  total(): number;
}

/** `onStage` hears of a stage when it begins. */
export const createWatch = (clock: () => number, onStage: ((stage: Stage) => void) | undefined): Watch => {
  const begun = clock();
  const times = new Map<Stage, number>();
  let running: Stage | null = null;
  let since = begun;
  /** Closes the running stretch and opens one for `next`. */
  const turn = (next: Stage | null): void => {
    const now = clock();
    if (running !== null) times.set(running, (times.get(running) ?? 0) + now - since);
    running = next;
    since = now;
  };
  const within = <T>(stage: Stage, run: () => T): T => {
    const before = running;
    turn(stage);
    try {
      return run();
    } finally {
      turn(before);
    }
  };
  return {
    stage: (stage, run) => {
      onStage?.(stage);
      return within(stage, run);
    },
    within,
    spent: (stage) => times.get(stage) ?? 0,
    total: () => clock() - begun,
  };
};

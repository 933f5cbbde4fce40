/**
 * Signs of life of a scan between its questions to the disk: with them who watches can tell long work from work that
 * does not end.
 */
let notice: (() => void) | null = null;

/** Tells `hear` of each step that `run` makes. `run` is synchronous; the scans of a thread follow one another. */
export const observeProgress = <T>(hear: () => void, run: () => T): T => {
  const before = notice;
  notice = hear;
  try {
    return run();
  } finally {
    notice = before;
  }
};

/** A step is made: a thousand statements, a model, a migration, a route, a rule. Takes no time to speak of when nobody hears it. */
export const makeStep = (): void => notice?.();

/**
 * Asks the desk every other second for its newest runs. The answer tells which runs have ended; its absence tells that
 * the desk is lost.
 */
import { noteRuns, type SeenRuns } from "../../src/contract/run-endings.ts";
import { fetchRuns, type DeskRun } from "../desk/desk-client.ts";
import type { DeskLink } from "../desk/desk-link.ts";

export interface DeskNews {
  readonly onEnded: (run: DeskRun) => void;
  /** Resolves when there is a desk again. */
  readonly onLost: () => Promise<void>;
}

const everyMs = 2000;
const newest = 50;

/** Returns how to stop. */
export const watchDesk = (link: DeskLink, { onEnded, onLost }: DeskNews): (() => void) => {
  let seen: SeenRuns | null = null;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const look = async (): Promise<void> => {
    const address = link.address();
    if (address === null) return;
    try {
      const news = noteRuns(seen, await fetchRuns(address, newest));
      seen = news.seen;
      for (const run of news.ended) onEnded(run);
    } catch {
      if (!stopped) await onLost();
    }
  };
  const lookOn = (): void => {
    if (!stopped) timer = setTimeout(() => void look().finally(lookOn), everyMs);
  };
  void look().finally(lookOn);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
};

/** Gathers lines and hands them on in batches: often enough to be live, seldom enough to be one transaction each. */
import type { OutputLine } from "../task.ts";

const longestBatch = 500;
const waitMs = 50;

export interface LineBatch {
  add(line: OutputLine): void;
  /** Hands on what waits. */
  flush(): void;
}

export const createLineBatch = (onLines: (lines: readonly OutputLine[]) => void): LineBatch => {
  let waiting: OutputLine[] = [];
  let timer: NodeJS.Timeout | undefined;

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const lines = waiting;
    waiting = [];
    onLines(lines);
  };

  return {
    add(line) {
      waiting.push(line);
      if (waiting.length >= longestBatch) flush();
      else timer ??= setTimeout(flush, waitMs);
    },
    flush,
  };
};

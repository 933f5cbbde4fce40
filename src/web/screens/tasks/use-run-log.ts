import { useEffect, useState } from "react";
import type { LogLine } from "../../../contract/shapes/task-run.ts";
import { call, RefusedByDesk } from "../../data/client.ts";

export interface RunLog {
  readonly lines: readonly LogLine[];
  readonly ended: boolean;
  readonly error: Error | null;
}

const pageSize = 5_000;
const followMs = 400;
const retryMs = 2_000;
const empty: RunLog = { lines: [], ended: false, error: null };

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * The log of a run, followed from its first line to its end. Each request asks for what comes after the last line that
 * is already here, so a lost connection or a restarted desk costs nothing and repeats nothing.
 */
export const useRunLog = (id: number): RunLog => {
  const [log, setLog] = useState(empty);
  useEffect(() => {
    const stop = new AbortController();
    const follow = async (): Promise<void> => {
      let after = 0;
      setLog(empty);
      while (!stop.signal.aborted) {
        try {
          const page = await call("readTaskRunLog", { id, after, limit: pageSize }, stop.signal);
          after = page.next;
          const ended = page.ended && page.lines.length < pageSize;
          setLog((before) => ({ lines: page.lines.length === 0 ? before.lines : [...before.lines, ...page.lines], ended, error: null }));
          if (ended) return;
          if (page.lines.length < pageSize) await pause(followMs);
        } catch (cause) {
          if (stop.signal.aborted) return;
          const error = cause instanceof Error ? cause : new Error(String(cause));
          setLog((before) => ({ ...before, error }));
          if (error instanceof RefusedByDesk) return;
          await pause(retryMs);
        }
      }
    };
    void follow();
    return () => stop.abort();
  }, [id]);
  return log;
};

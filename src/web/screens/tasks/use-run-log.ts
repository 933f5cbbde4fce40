import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { LogLine, TaskRun } from "../../../contract/shapes/task-run.ts";
import { call, RefusedByDesk } from "../../data/client.ts";
import { openChannel, type Channel } from "../../data/socket.ts";

export interface RunLog {
  readonly lines: readonly LogLine[];
  readonly ended: boolean;
  readonly error: Error | null;
}

const pageSize = 5_000;
/** How often the log is asked for while a socket tells of new lines, and while none does. */
const surePollMs = 5_000;
const pollMs = 400;
const retryMs = 2_000;
/** Lines that come in a burst are fetched together. */
const gatherMs = 60;
const empty: RunLog = { lines: [], ended: false, error: null };

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Lets a loop sleep until something happens or its time is over; what happened before it slept counts. */
const createBell = () => {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    ring(): void {
      rung = true;
      wake?.();
    },
    async wait(ms: number): Promise<void> {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      wake = undefined;
      rung = false;
    },
  };
};

interface RunMessage extends Pick<TaskRun, "id" | "status" | "progress"> {
  readonly seq: number;
}

const isRunMessage = (message: unknown): message is RunMessage =>
  typeof message === "object" && message !== null && "id" in message && "progress" in message && "seq" in message;

/**
 * The log of a run, followed from its first line to its end. Each request asks for what comes after the last line that
 * is already here, so a lost connection or a restarted desk costs nothing and repeats nothing. A socket that names the
 * same number says when to ask; without one the log is asked for a few times a second.
 */
export const useRunLog = (slug: string, id: number): RunLog => {
  const [log, setLog] = useState(empty);
  const client = useQueryClient();
  useEffect(() => {
    const stop = new AbortController();
    const bell = createBell();
    let after = 0;
    let open = false;
    let channel: Channel | undefined;
    const listen = (): Channel =>
      openChannel({
        address: () => `/ws/task-runs/${slug}/?run=${id}&after=${after}`,
        onMessage(message) {
          if (!isRunMessage(message) || message.id !== id) return;
          const { status, progress, seq } = message;
          client.setQueryData<TaskRun>(["run", id], (run) => (run?.completed_at === null ? { ...run, status, progress } : run));
          const ended = status !== "requested" && status !== "running";
          if (seq > after || ended) bell.ring();
        },
        onState(isOpen) {
          open = isOpen;
          bell.ring();
        },
      });
    const follow = async (): Promise<void> => {
      setLog(empty);
      while (!stop.signal.aborted) {
        try {
          const page = await call("readTaskRunLog", { id, after, limit: pageSize }, stop.signal);
          if (stop.signal.aborted) return;
          after = page.next;
          const ended = page.ended && page.lines.length < pageSize;
          setLog((before) => ({ lines: page.lines.length === 0 ? before.lines : [...before.lines, ...page.lines], ended, error: null }));
          if (ended) {
            channel?.close();
            void client.invalidateQueries({ queryKey: ["run", id] });
            return;
          }
          if (page.lines.length < pageSize) {
            channel ??= listen();
            await bell.wait(open ? surePollMs : pollMs);
            await pause(gatherMs);
          }
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
    return () => {
      stop.abort();
      channel?.close();
      bell.ring();
    };
  }, [client, slug, id]);
  return log;
};

/**
 * Watches a process from its start to its end: hands on its output, ends it when its time is over, and leaves no
 * process of its tree behind.
 *
 *   running ── exit ───────────────▶ draining ── streams ended, or 500 ms ──▶ ended
 *      └── time over, stop() ──▶ killed ── exit ──▶ draining
 *
 * The first reason to end wins. The end is `exit` and a short drain, not `close`: a daemon that inherited the pipes
 * would hold `close` back for ever.
 */
import type { EndReason, ProcessIdentity } from "../task.ts";
import { findTree, killTree } from "./kill-tree.ts";
import type { CommandProcess } from "./spawn-command.ts";

export interface SuperviseOptions {
  readonly child: CommandProcess;
  readonly identity: ProcessIdentity;
  /** By a clock that stands still while the machine sleeps. */
  readonly timeoutMs: number;
  readonly onOutput: (stream: "stdout" | "stderr", chunk: Buffer) => void;
}

export interface Ended {
  readonly reason: EndReason;
  readonly durationMs: number;
  /** Processes that outlived the command and were ended after it. */
  readonly leftBehind: number;
}

export interface Supervision {
  readonly ended: Promise<Ended>;
  /** Ends the whole tree; harmless after the end. */
  stop(reason: EndReason): void;
}

const drainMs = 500;
/** A process that does not even die of SIGKILL (it hangs in the kernel) is given up after this. */
const giveUpMs = 5000;

/** Longest wait for killed processes to be torn down by the kernel. */
const goneMs = 300;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const streamsEnded = (child: CommandProcess): Promise<void> =>
  Promise.all(
    [child.stdout, child.stderr].map(
      (stream) =>
        new Promise<void>((resolve) => {
          if (stream.destroyed || stream.readableEnded) resolve();
          else stream.once("close", resolve).once("end", resolve).once("error", resolve);
        }),
    ),
  ).then(() => undefined);

const toReason = (code: number | null, signal: string | null): EndReason =>
  code === null ? { kind: "signalled", signal: signal ?? "unknown" } : { kind: "exited", exitCode: code };

export const supervise = (options: SuperviseOptions): Supervision => {
  const { child } = options;
  const { pid, token, startTime } = options.identity;
  const startedAt = performance.now();
  const drained = streamsEnded(child);
  const exit = Promise.withResolvers<void>();
  let reason: EndReason | null = null;
  let hasExited = false;
  let leftBehind = 0;
  let giveUp: NodeJS.Timeout | undefined;

  const stop = (why: EndReason): void => {
    if (reason !== null) return;
    reason = why;
    killTree({ pid, token, startTime, leaderIsOurs: !hasExited });
    giveUp = setTimeout(exit.resolve, giveUpMs);
  };

  const timeLimit = setTimeout(() => stop({ kind: "timed-out", afterMs: options.timeoutMs }), options.timeoutMs);
  child.stdout.on("data", (chunk: Buffer) => options.onOutput("stdout", chunk));
  child.stderr.on("data", (chunk: Buffer) => options.onOutput("stderr", chunk));
  for (const emitter of [child, child.stdout, child.stderr]) emitter.on("error", () => undefined);
  child.once("exit", (code, signal) => {
    hasExited = true;
    const wasStopped = reason !== null;
    reason ??= toReason(code, signal);
    const survivors = killTree({ pid, token, startTime, leaderIsOurs: false });
    if (!wasStopped) leftBehind = survivors;
    exit.resolve();
  });

  /** What a busy machine has not torn down yet, or what was forked in the blink of a pass. */
  const allGone = async (): Promise<void> => {
    const tree = { pid, token, startTime, leaderIsOurs: !hasExited };
    for (const end = performance.now() + goneMs; performance.now() < end && findTree(tree).length > 0; await pause(5)) killTree(tree);
  };

  const finish = async (): Promise<Ended> => {
    await exit.promise;
    const durationMs = performance.now() - startedAt;
    clearTimeout(timeLimit);
    clearTimeout(giveUp);
    const drain = Promise.withResolvers<void>();
    const timer = setTimeout(drain.resolve, drainMs);
    await Promise.race([drained, drain.promise]);
    clearTimeout(timer);
    await allGone();
    child.stdout.destroy();
    child.stderr.destroy();
    return { reason: reason ?? { kind: "signalled", signal: "unknown" }, durationMs, leftBehind };
  };

  return { ended: finish(), stop };
};

/**
 * A run, from request to outcome:
 *
 *   checking ──▶ counting files ──▶ spawned ──▶ running ──▶ draining ──▶ counting files ──▶ ended
 *      │ invalid        │ cancelled     │ not-started
 *      └────────────────┴───────────────┴──────────────────────────────────────────────▶ ended
 *
 * The observer is told of the process before any line; the first line is what is executed, the last how it ended.
 * A run never rejects, leaves no process and no scratch folder behind, and says what it changed.
 */
import { constants } from "node:os";
import { createCommandLog, type CommandLog } from "./log/command-log.ts";
import { spawnCommand, type CommandProcess } from "./process/spawn-command.ts";
import { supervise, type Ended, type Supervision } from "./process/supervise.ts";
import { databaseFilesOf, enclose, type Enclosed } from "./sandbox/enclose.ts";
import { tierOf } from "./sandbox/sandbox.ts";
import { explainFailure, toClosingLine } from "./explain-failure.ts";
import { makeScratchFolder, removeScratchFolder } from "./scratch-folder.ts";
import { compareSnapshots, takeSnapshot, type Snapshot } from "./snapshot.ts";
import type { ActiveRun, EndReason, ProcessIdentity, RunObserver, RunOutcome, RunRequest } from "./task.ts";
import { findRequestFault } from "./validate-request.ts";

const progressEveryMs = 1000;
/** The end is reached at 100 only, so the share of the time limit stops before. */
const mostWhileRunning = 95;

/** What the end of a run knows that its reason alone does not. */
interface Ending {
  readonly reason: EndReason;
  readonly durationMs: number;
  readonly changedFiles: readonly string[] | null;
}

/** State that `cancel` and the course of the run share. */
interface Course {
  readonly request: RunRequest;
  readonly observer: RunObserver;
  readonly log: CommandLog;
  cancelled: boolean;
  supervision: Supervision | null;
}

/** A sandbox that speaks for the command tells a signal by its exit code, as a shell does. */
const throughSandbox = (reason: EndReason, { speaksForCommand }: Enclosed): EndReason => {
  if (!speaksForCommand || reason.kind !== "exited") return reason;
  const found = Object.entries(constants.signals).find(([, number]) => number === reason.exitCode - 128);
  return found === undefined ? reason : { kind: "signalled", signal: found[0] };
};

const notRun = (reason: EndReason): Ending => ({ reason, durationMs: 0, changedFiles: null });

/** Honest progress: the share of the time limit that has passed. */
const followProgress = (observer: RunObserver, timeoutMs: number): NodeJS.Timeout => {
  const startedAt = performance.now();
  let told = 0;
  return setInterval(() => {
    const share = Math.floor(((performance.now() - startedAt) / timeoutMs) * 100);
    const percent = Math.min(mostWhileRunning, share);
    if (percent > told) observer.onProgress(percent);
    told = percent;
  }, progressEveryMs);
};

const watch = async (course: Course, child: CommandProcess, identity: ProcessIdentity): Promise<Ended> => {
  const { request, observer, log } = course;
  const supervision = supervise({
    child,
    identity,
    timeoutMs: request.timeoutMs,
    onOutput(stream, chunk) {
      if (stream === "stdout" && request.takeOutput !== undefined) request.takeOutput(chunk, (percent) => observer.onProgress(percent));
      else log.push(stream, chunk);
    },
  });
  course.supervision = supervision;
  if (course.cancelled) supervision.stop({ kind: "cancelled" });
  const progress = request.takeOutput === undefined ? followProgress(observer, request.timeoutMs) : undefined;
  const ended = await supervision.ended;
  clearInterval(progress);
  return ended;
};

const spawnAndWatch = async (course: Course, scratch: string): Promise<Ending> => {
  const { request } = course;
  const root = request.projectRoot ?? request.workspacePath;
  const databases = databaseFilesOf(request);
  const before = await takeSnapshot(root, databases);
  if (course.cancelled) return notRun({ kind: "cancelled" });
  const enclosed = await enclose(request, request.sandbox, scratch);
  try {
    return await followTo(course, enclosed, { root, databases, before });
  } finally {
    enclosed.forwarding?.close();
  }
};

/** What is compared before and after. */
interface Compared {
  readonly root: string;
  /** Database files, wherever they lie. */
  readonly databases: readonly string[];
  readonly before: Snapshot;
}

const followTo = async (course: Course, enclosed: Enclosed, { root, databases, before }: Compared): Promise<Ending> => {
  const { request, observer, log } = course;
  const spawned = await spawnCommand({ ...enclosed, token: request.token });
  if (spawned.kind === "not-started") {
    return notRun({ kind: "not-started", message: `The command could not be started: ${spawned.message}.` });
  }
  observer.onSpawn(spawned.identity, enclosed.shownArgv);
  log.say(`Executing \`${request.command.raw}\``);
  const ended = await watch(course, spawned.child, spawned.identity);
  const changedFiles = compareSnapshots(root, before, await takeSnapshot(root, databases));
  return { reason: throughSandbox(ended.reason, enclosed), durationMs: ended.durationMs, changedFiles };
};

const inScratch = async (course: Course): Promise<Ending> => {
  const { request } = course;
  const fault = await findRequestFault(request);
  if (fault !== null) return notRun({ kind: "invalid", message: fault });
  if (course.cancelled) return notRun({ kind: "cancelled" });
  try {
    return await spawnAndWatch(course, await makeScratchFolder(request.token));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    course.supervision?.stop({ kind: "not-started", message });
    await course.supervision?.ended;
    return notRun({ kind: "not-started", message: `The command could not be started: ${message}` });
  } finally {
    await removeScratchFolder(request.token);
  }
};

const carryOut = async (course: Course): Promise<RunOutcome> => {
  const { request, observer, log } = course;
  const { reason, durationMs, changedFiles } = await inScratch(course);
  if (course.supervision === null) log.say(`Executing \`${request.command.raw}\``);
  const { outputLines, redacted } = log.endOutput();
  const error = explainFailure(reason, request.command, log.lastErrors());
  log.say(toClosingLine(reason, error));
  log.flush();
  observer.onProgress(100);
  return { reason, error, durationMs: Math.round(durationMs), outputLines, redacted, changedFiles, protection: tierOf(request.sandbox) };
};

/** Starts a command; the observer hears of everything in order. */
export const startRun = (request: RunRequest, observer: RunObserver): ActiveRun => {
  const log = createCommandLog({ secrets: request.secrets, onLines: (lines) => observer.onLines(lines), now: Date.now });
  const course: Course = { request, observer, log, cancelled: false, supervision: null };
  return {
    ended: carryOut(course),
    cancel: () => {
      course.cancelled = true;
      course.supervision?.stop({ kind: "cancelled" });
    },
  };
};

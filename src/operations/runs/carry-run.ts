/**
 * Carries one run from `requested` to its end. The first reason to end wins: the store accepts one end only, so a
 * cancel that comes too late, or a server that lost the run, changes nothing.
 */
import type { ProtectionReport } from "../../contract/shapes/protection.ts";
import type { CommandMetadata } from "../../contract/shapes/task-run.ts";
import { assertNever } from "../../kit/assert-never.ts";
import { startRun } from "../../runner/run.ts";
import type { ActiveRun, EndReason, RunOutcome } from "../../runner/task.ts";
import type { TaskRunRecord } from "../../store/task-runs.ts";
import type { Prepared } from "./prepare-run.ts";
import type { RunJournal } from "./run-journal.ts";

const changedShown = 50;

/** Metadata of a run that has not started: every key is there, unknown ones are null. */
export const toNewCommand = (known: {
  readonly raw: string;
  readonly safePrefix: string;
  readonly folder: string;
  readonly protection: ProtectionReport;
}): CommandMetadata => ({
  raw: known.raw,
  safe_prefix: known.safePrefix,
  workspace_path: known.folder,
  exit_code: null,
  duration_seconds: null,
  output_lines: null,
  timed_out: false,
  argv: null,
  interpreter: null,
  protection: known.protection.tier,
  protection_gaps: known.protection.gaps,
  protection_hint: known.protection.hint,
  changed_files: null,
  changed: [],
  redacted: 0,
});

type Ready = Extract<Prepared, { readonly kind: "ready" }>;

/** Starts what was prepared; answers null when the run ended instead of starting. */
export const beginRun = async (run: TaskRunRecord, prepared: Prepared, journal: RunJournal): Promise<ActiveRun | null> => {
  if (prepared.kind === "invalid") {
    await endInvalid(run, prepared.message, journal);
    return null;
  }
  const command = { ...run.command, workspace_path: prepared.request.workspacePath, interpreter: prepared.request.interpreter };
  if (!(await journal.start(command))) return null;
  return launch(prepared, command, journal);
};

const launch = ({ request, collector }: Ready, command: CommandMetadata, journal: RunJournal): ActiveRun => {
  let argv: readonly string[] | null = null;
  const active = startRun(request, {
    onSpawn(identity, spawned) {
      argv = spawned;
      journal.spawned(JSON.stringify(identity), { ...command, argv: [...spawned] });
    },
    onLines: (lines) => journal.lines(lines),
    onProgress: (percent) => journal.progress(percent),
  });
  const ended = active.ended.then(async (outcome) => {
    const status = statusOf(outcome.reason);
    const fault = (await collector?.close(status === "succeeded")) ?? null;
    const ended = toEndedCommand(command, argv, outcome);
    if (fault === null) await journal.end({ status, command: ended });
    else await journal.end({ status: "failed", command: { ...ended, error: fault } });
    return outcome;
  });
  return { ended, cancel: () => active.cancel() };
};

const endInvalid = async (run: TaskRunRecord, message: string, journal: RunJournal): Promise<void> => {
  journal.say(message);
  await journal.end({ status: "failed", command: { ...run.command, error: message } });
};

const statusOf = (reason: EndReason): "succeeded" | "failed" | "cancelled" => {
  switch (reason.kind) {
    case "exited":
      return reason.exitCode === 0 ? "succeeded" : "failed";
    case "cancelled":
      return "cancelled";
    case "signalled":
    case "timed-out":
    case "invalid":
    case "not-started":
      return "failed";
    default:
      return assertNever(reason);
  }
};

/** For an end that the runner found no words for. */
const toReasonText = ({ reason }: RunOutcome): string => {
  switch (reason.kind) {
    case "exited":
      return `Command finished with exit code ${reason.exitCode}.`;
    case "signalled":
      return `Command was ended by signal ${reason.signal}.`;
    case "timed-out":
      return `Command was stopped after its time limit of ${reason.afterMs / 1000} s.`;
    case "cancelled":
      return "Command was cancelled.";
    case "invalid":
    case "not-started":
      return reason.message;
    default:
      return assertNever(reason);
  }
};

const toEndedCommand = (command: CommandMetadata, argv: readonly string[] | null, outcome: RunOutcome): CommandMetadata => {
  const { reason, error, changedFiles } = outcome;
  return {
    ...command,
    argv: argv === null ? null : [...argv],
    exit_code: reason.kind === "exited" ? reason.exitCode : null,
    duration_seconds: Math.round(outcome.durationMs) / 1000,
    output_lines: outcome.outputLines,
    timed_out: reason.kind === "timed-out",
    protection: outcome.protection,
    changed_files: changedFiles?.length ?? null,
    changed: [...(changedFiles ?? [])].slice(0, changedShown),
    redacted: outcome.redacted,
    ...(statusOf(reason) === "succeeded" ? {} : { error: error ?? toReasonText(outcome) }),
  };
};

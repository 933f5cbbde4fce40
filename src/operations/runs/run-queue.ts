/**
 * The queue of runs. At most two run at a time per workspace; the others wait as `requested`, oldest first.
 *
 * requested → running → succeeded | failed | cancelled; requested → failed | cancelled. A run is stored before
 * anybody is told of it and starts only after that; it ends once, in the store.
 */
import type { Clock } from "../../kit/clock.ts";
import { delay } from "../../kit/delay.ts";
import { messageOf } from "../../kit/message-of.ts";
import { randomText } from "../../kit/random-text.ts";
import { redactText } from "../../runner/redaction/redactor.ts";
import type { FoundProtection } from "../../runner/sandbox/find-protection.ts";
import type { ActiveRun, AllowedCommand } from "../../runner/task.ts";
import type { Store } from "../../store/open-store.ts";
import type { Owner } from "../../store/owner.ts";
import type { RunOptions, TaskRunRecord } from "../../store/task-runs.ts";
import type { WorkspaceRecord } from "../../store/workspaces.ts";
import type { DeskEvents } from "../desk/events.ts";
import type { LiveScans } from "../live/live-scans.ts";
import type { SamplePython } from "../samples/sample-python.ts";
import type { ScanQueue } from "../scans/scan-queue.ts";
import type { StatusBoard } from "../status/status-board.ts";
import { beginRun, toNewCommand } from "./carry-run.ts";
import { commandFolderOf, prepareRun } from "./prepare-run.ts";
import { createRunJournal, type RunJournal } from "./run-journal.ts";

export interface RunQueue {
  /** Stores the run, for good; it starts soon after. */
  add(workspace: WorkspaceRecord, command: AllowedCommand, asked: AskedRun): Promise<TaskRunRecord>;
  /** Ends a run of this process that waits or runs. False when this process does not carry it. */
  cancel(runId: number): Promise<boolean>;
  /** Resolves when the run has ended in the store; at once for a run that is not carried here. */
  ended(runId: number): Promise<void>;
  /** Cancels what waits and runs in a workspace. */
  cancelAll(workspaceId?: number): Promise<void>;
  close(): Promise<void>;
}

export interface AskedRun {
  readonly options: RunOptions;
  readonly notes: string;
}

export interface RunQueueOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly owner: Owner;
  readonly events: DeskEvents;
  readonly statuses: StatusBoard;
  readonly scans: ScanQueue;
  readonly live: LiveScans;
  readonly samplePython: SamplePython;
  readonly protection: FoundProtection;
  /** Hidden from commands. */
  readonly dataFolder: string;
  /** Replaces the time limit of every preset. */
  readonly timeoutMs: number | null;
  readonly onError: (error: unknown) => void;
}

interface Carried {
  readonly run: TaskRunRecord;
  readonly slug: string;
  readonly journal: RunJournal;
  readonly finished: Promise<void>;
  readonly finish: () => void;
  state: "waiting" | "running";
  active: ActiveRun | null;
  cancelled: boolean;
}

const atATime = 2;

export const createRunQueue = (options: RunQueueOptions): RunQueue => {
  const { store, clock, statuses, scans } = options;
  const carried = new Map<number, Carried>();
  let closed = false;

  const pump = (workspaceId: number): void => {
    const here = [...carried.values()].filter(({ run }) => run.workspaceId === workspaceId);
    const free = atATime - here.filter(({ state }) => state === "running").length;
    for (const next of here.filter(({ state }) => state === "waiting").slice(0, Math.max(0, free))) {
      next.state = "running";
      void carry(next);
    }
  };

  /** From here on the run ends, whatever happens. */
  const carry = async (next: Carried): Promise<void> => {
    const { run, journal } = next;
    try {
      const prepared = await prepare(next);
      next.active = await beginRun(run, prepared, journal);
      if (next.cancelled) next.active?.cancel();
      await next.active?.ended;
    } catch (error) {
      options.onError(error);
      const message = redactText(`DJDesk could not carry the run: ${messageOf(error)}`);
      journal.say(message);
      await journal.end({ status: "failed", command: { ...run.command, error: message } });
    } finally {
      carried.delete(run.id);
      await noteEnd(next).catch(options.onError);
      next.finish();
      pump(run.workspaceId);
    }
  };
  const prepare = async ({ run, slug, journal }: Carried) => {
    const workspace = await store.workspaces.byId(run.workspaceId);
    let known = workspace === null ? null : await statuses.digestOf(workspace);
    if (workspace !== null && (known === null || scans.secretsOf(workspace.id) === null)) {
      if (!scans.isBusy(workspace.id)) await scans.request({ id: workspace.id, slug }, ["schema", "migrations"]);
      // Without facts a run cannot start, and without the secrets of the settings it could print them.
      await scans.settled(workspace.id);
      known = await statuses.digestOf(workspace);
    }
    return prepareRun(run, {
      workspace,
      digest: known?.digest ?? null,
      timeoutMs: options.timeoutMs,
      secrets: scans.secretsOf(run.workspaceId) ?? [],
      sandbox: options.protection.sandbox,
      dataFolder: options.dataFolder,
      live: options.live,
      samplePython: () => options.samplePython.interpreter((text) => journal.say(text)),
    });
  };
  const noteEnd = async ({ run, slug }: Carried): Promise<void> => {
    const ended = await store.taskRuns.byId(run.id);
    await options.live.ended(run);
    if (ended === null) return;
    const { error, duration_seconds: seconds } = ended.command;
    const level = ended.status === "succeeded" ? "success" : ended.status === "failed" ? "error" : "warning";
    const message = `\`${ended.command.raw}\` ${ended.status}${seconds === null ? "" : ` after ${seconds.toFixed(1)} s`}${error === undefined ? "" : `: ${error}`}`;
    await store.activity.add(run.workspaceId, { at: clock.now(), level, kind: "task", message });
    statuses.touch(slug);
  };

  const cancelCarried = async (found: Carried, because: string): Promise<void> => {
    found.cancelled = true;
    if (found.state === "running") {
      found.active?.cancel();
      return;
    }
    carried.delete(found.run.id);
    found.journal.say(because);
    await found.journal.end({ status: "cancelled", command: { ...found.run.command, error: because } });
    await options.live.ended(found.run).catch(options.onError);
    found.finish();
  };
  const cancelAll = async (workspaceId?: number): Promise<void> => {
    const here = [...carried.values()].filter(({ run }) => workspaceId === undefined || run.workspaceId === workspaceId);
    await Promise.all(
      here.map((found) => cancelCarried(found, closed ? "DJDesk was closed before the command ran." : "Cancelled before it ran.")),
    );
    await Promise.all(here.map((found) => found.finished));
  };

  return {
    async add(workspace, command, asked) {
      const folder = commandFolderOf(workspace);
      const run = await store.durably(() =>
        store.taskRuns.insert({
          workspaceId: workspace.id,
          preset: command.preset,
          label: command.label,
          notes: asked.notes,
          options: asked.options,
          requestedAt: clock.now(),
          token: randomText(32),
          owner: options.owner,
          command: toNewCommand({ raw: command.raw, safePrefix: command.safePrefix, folder, protection: options.protection.report }),
        }),
      );
      const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
      const journal = createRunJournal(options, run, workspace.slug);
      carried.set(run.id, { run, slug: workspace.slug, journal, finished, finish, state: "waiting", active: null, cancelled: false });
      await options.live.follow(run, workspace.slug).catch(options.onError);
      // The run is stored and will be carried, whatever becomes of the note.
      const note = { at: clock.now(), level: "info", kind: "task", message: `Running \`${command.raw}\`` } as const;
      await store.activity.add(workspace.id, note).catch(options.onError);
      statuses.touch(workspace.slug);
      // The answer goes first: the command starts in a later turn.
      setImmediate(() => pump(workspace.id));
      return run;
    },
    async cancel(runId) {
      const found = carried.get(runId);
      if (found === undefined) return false;
      await cancelCarried(found, "Cancelled before it ran.");
      await found.finished;
      return true;
    },
    ended: (runId) => carried.get(runId)?.finished ?? Promise.resolve(),
    cancelAll,
    async close() {
      closed = true;
      await Promise.race([cancelAll(), delay(4500, false)]);
    },
  };
};

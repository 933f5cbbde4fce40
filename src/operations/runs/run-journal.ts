/**
 * The journal of one run: everything that happens to it is written here, in order, one write after the other. A write
 * that fails (the disk is full, a backup holds the file) is tried again until it works; meanwhile what comes waits.
 * Lines are numbered by the store, told to listeners only once stored, and gathered for a moment so that a command
 * that prints fast costs few writes.
 */
import type { CommandMetadata } from "../../contract/shapes/task-run.ts";
import type { Clock } from "../../kit/clock.ts";
import { delay } from "../../kit/delay.ts";
import { insist } from "../../kit/insist.ts";
import type { NewLine } from "../../store/log-lines.ts";
import type { Store } from "../../store/open-store.ts";
import type { EndedRun, TaskRunRecord } from "../../store/task-runs.ts";
import type { DeskEvents } from "../desk/events.ts";
import type { StatusBoard } from "../status/status-board.ts";

export interface JournalTools {
  readonly store: Store;
  readonly clock: Clock;
  readonly events: DeskEvents;
  readonly statuses: StatusBoard;
  readonly onError: (error: unknown) => void;
}

export interface RunJournal {
  /** False when the run had ended before it could start. Rejects when that cannot be written. */
  start(command: CommandMetadata): Promise<boolean>;
  spawned(processJson: string, command: CommandMetadata): void;
  lines(lines: readonly NewLine[]): void;
  /** A line of DJDesk's own. */
  say(text: string): void;
  progress(percent: number): void;
  /** Writes what is left, then the end. False when it had ended already. */
  end(ended: Omit<EndedRun, "completedAt">): Promise<boolean>;
}

const gatherMs = 40;
const progressEveryMs = 250;

export const createRunJournal = (tools: JournalTools, run: TaskRunRecord, slug: string): RunJournal => {
  const { store, clock, events, statuses } = tools;
  let status = run.status;
  let progress = run.progress;
  let seq = run.lineCount;
  let waiting: NewLine[] = [];
  let gathering = false;
  let lastProgressAt = 0;
  let writes: Promise<void> = Promise.resolve();

  const insisting = { isOver: () => !store.isOpen(), onFailure: tools.onError };
  /** In its turn. */
  const enqueue = (deed: () => Promise<void>): Promise<void> => {
    const done = writes.then(deed);
    writes = done.catch(() => {});
    return done;
  };
  const write = (deed: () => Promise<void>): Promise<void> => enqueue(async () => void (await insist(deed, insisting)));
  const tell = (line: { readonly text: string; readonly at: number } | null): void => {
    const at = line?.at ?? clock.now();
    const event = { id: run.id, status, progress, log_line: line?.text ?? null, timestamp: new Date(at).toISOString(), seq };
    events.publish({ kind: "task-run", slug, event });
  };
  const flush = (): Promise<void> =>
    write(async () => {
      gathering = false;
      if (waiting.length === 0) return;
      const count = waiting.length;
      const appended = await store.logLines.append(run.id, waiting);
      waiting = waiting.slice(count);
      for (const stored of appended) {
        seq = stored.seq;
        tell(stored);
      }
      statuses.touch(slug);
    });
  const gather = (lines: readonly NewLine[]): void => {
    for (const line of lines) waiting.push(line);
    if (gathering) return;
    gathering = true;
    void delay(gatherMs).then(flush);
  };

  return {
    async start(command) {
      let started = false;
      await enqueue(async () => {
        started = await store.taskRuns.start(run.id, clock.now(), command);
        if (!started) return;
        status = "running";
        tell(null);
        statuses.touch(slug);
      });
      return started;
    },
    spawned(processJson, command) {
      void write(() => store.taskRuns.setProcess(run.id, processJson, command));
    },
    lines: gather,
    say: (text) => gather([{ at: clock.now(), stream: "desk", text }]),
    progress(percent) {
      const known = Math.max(progress, Math.min(99, Math.floor(percent)));
      if (known === progress || clock.monotonic() - lastProgressAt < progressEveryMs) return;
      lastProgressAt = clock.monotonic();
      progress = known;
      // One step that is not written down is made up for by the next.
      const step = enqueue(async () => {
        await store.taskRuns.advance(run.id, known);
        tell(null);
        statuses.touch(slug);
      });
      step.catch(tools.onError);
    },
    async end(ended) {
      await flush();
      let first = false;
      await write(async () => {
        first = await store.taskRuns.end(run.id, { ...ended, completedAt: clock.now() });
        if (!first) return;
        status = ended.status;
        progress = 100;
        tell(null);
        statuses.touch(slug);
      });
      return first;
    },
  };
};

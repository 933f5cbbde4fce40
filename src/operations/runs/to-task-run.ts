/** Runs as the wire shows them. */
import type { z } from "zod";
import type { taskRun, TaskRunSummary } from "../../contract/shapes/task-run.ts";
import type { StatusTask } from "../../contract/shapes/status.ts";
import { localTime } from "../../kit/local-time.ts";
import type { StoredLine } from "../../store/log-lines.ts";
import type { Store } from "../../store/open-store.ts";
import type { TaskRunRecord } from "../../store/task-runs.ts";

type TaskRun = z.infer<typeof taskRun>;

/** Lines that a run shows of its log: this many from each end, and how many lie between. */
const shownHead = 1000;
const shownTail = 4000;
const statusTail = 200;

const moment = (at: number): string => new Date(at).toISOString();
const momentOrNull = (at: number | null): string | null => (at === null ? null : moment(at));

const toLogText = (line: Pick<StoredLine, "at" | "text">): string => `[${localTime(line.at)}] ${line.text}`;

export const toTaskRunSummary = (run: TaskRunRecord, slug: string): TaskRunSummary => ({
  id: run.id,
  workspace: slug,
  preset: run.preset,
  label: run.label,
  status: run.status,
  progress: run.progress,
  notes: run.notes,
  requested_at: moment(run.requestedAt),
  started_at: momentOrNull(run.startedAt),
  completed_at: momentOrNull(run.completedAt),
  metadata: { command: run.command },
});

export const toTaskRun = async (store: Store, run: TaskRunRecord, slug: string): Promise<TaskRun> => ({
  ...toTaskRunSummary(run, slug),
  options: run.options,
  log: await readLog(store, run),
});

export const toStatusTask = async (store: Store, run: TaskRunRecord): Promise<StatusTask> => ({
  id: run.id,
  preset: run.preset,
  label: run.label,
  status: run.status,
  progress: run.progress,
  log: (await store.logLines.tail(run.id, statusTail)).map(toLogText).join("\n"),
  requested_at: moment(run.requestedAt),
  completed_at: momentOrNull(run.completedAt),
});

const readLog = async (store: Store, run: TaskRunRecord): Promise<string> => {
  if (run.lineCount <= shownHead + shownTail)
    return (await store.logLines.after(run.id, 0, shownHead + shownTail)).map(toLogText).join("\n");
  const head = await store.logLines.after(run.id, 0, shownHead);
  const tail = await store.logLines.tail(run.id, shownTail);
  const first = tail[0];
  const gap =
    first === undefined
      ? []
      : [toLogText({ at: first.at, text: `… ${first.seq - shownHead - 1} lines left out; GET /api/task-runs/${run.id}/log/ has them …` })];
  return [...head.map(toLogText), ...gap, ...tail.map(toLogText)].join("\n");
};

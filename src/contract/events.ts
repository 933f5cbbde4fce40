/** What the desk tells its doors while it works: small facts, each with the number that a client resumes from. */
import { z } from "zod";
import { moment, percent, type slug } from "./shapes/common.ts";
import { status } from "./shapes/status.ts";
import { runStatus } from "./shapes/task-run.ts";

/** A line or a change of state of a run, on `/ws/task-runs/<workspace>/`. `seq` is the run's last log line. */
export const taskRunEvent = z.object({
  id: z.int(),
  status: runStatus,
  progress: percent,
  log_line: z.string().nullable(),
  timestamp: moment,
  seq: z.int().min(0),
});
export type TaskRunEvent = z.infer<typeof taskRunEvent>;

/** The keys of the status payload that changed, on `/ws/workspaces/<slug>/`. `seq` grows by one with each change of the workspace. */
export const statusEvent = z.object({ seq: z.int().min(0), status: status.partial() });
export type StatusEvent = z.infer<typeof statusEvent>;

export type DeskEvent =
  | { readonly kind: "workspace"; readonly slug: z.infer<typeof slug> }
  | { readonly kind: "task-run"; readonly slug: z.infer<typeof slug>; readonly event: TaskRunEvent };

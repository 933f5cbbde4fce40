import { z } from "zod";
import { taskRunSummary } from "../shapes/task-run.ts";
import { defineOperation } from "./define.ts";
import { runId } from "./read-task-run.ts";

export const listTaskRuns = defineOperation({
  name: "listTaskRuns",
  method: "GET",
  path: "/api/task-runs/",
  input: z.strictObject({
    workspace: z.string().optional(),
    before: runId.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  /** `next`: give it as `before` for the older page; null at the end. */
  output: z.object({ task_runs: z.array(taskRunSummary), next: z.int().nullable() }),
  successStatus: 200,
  effects: "reads",
  errors: ["workspace-not-found", "invalid-input"],
  summary: "History of runs, newest first.",
});

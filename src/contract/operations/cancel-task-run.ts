import { z } from "zod";
import { taskRun } from "../shapes/task-run.ts";
import { defineOperation } from "./define.ts";
import { runId } from "./read-task-run.ts";

export const cancelTaskRun = defineOperation({
  name: "cancelTaskRun",
  method: "POST",
  path: "/api/task-runs/:id/cancel/",
  input: z.strictObject({ id: runId }),
  output: taskRun,
  successStatus: 200,
  effects: "executes",
  errors: ["task-run-not-found", "run-already-ended"],
  summary: "Ends a run that waits or runs, with every process that it started.",
});

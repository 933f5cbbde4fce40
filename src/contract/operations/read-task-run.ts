import { z } from "zod";
import { taskRun } from "../shapes/task-run.ts";
import { defineOperation } from "./define.ts";

/** A run's number in an address; what is no number names no run (404, not 400). */
export const runId = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

export const readTaskRun = defineOperation({
  name: "readTaskRun",
  method: "GET",
  path: "/api/task-runs/:id/",
  input: z.strictObject({ id: runId }),
  output: taskRun,
  successStatus: 200,
  effects: "reads",
  errors: ["task-run-not-found"],
  summary: "One run with its log and metadata.",
});

import { z } from "zod";
import { logLine } from "../shapes/task-run.ts";
import { defineOperation } from "./define.ts";
import { runId } from "./read-task-run.ts";

export const readTaskRunLog = defineOperation({
  name: "readTaskRunLog",
  method: "GET",
  path: "/api/task-runs/:id/log/",
  input: z.strictObject({
    id: runId,
    after: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(5000).default(1000),
  }),
  /** `next`: give it as `after` for what follows; equal to `after` when there is nothing new. */
  output: z.object({ lines: z.array(logLine), next: z.int(), total: z.int(), ended: z.boolean() }),
  successStatus: 200,
  effects: "reads",
  errors: ["task-run-not-found", "invalid-input"],
  summary: "Stored log lines of a run after a number.",
});

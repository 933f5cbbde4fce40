import { z } from "zod";
import { confirmSafe, slug } from "../shapes/common.ts";
import { taskRun } from "../shapes/task-run.ts";
import { defineOperation } from "./define.ts";

export const exportFixture = defineOperation({
  name: "exportFixture",
  method: "POST",
  path: "/api/workspaces/:slug/fixtures/",
  /** Further keys are options of the preset `fixture-slice`: model, pks, filter, limit, reverse, keep, rows, megabytes, plan, database. */
  input: z.looseObject({
    slug,
    confirm_safe: confirmSafe,
  }),
  output: z.object({ task_run: taskRun }),
  successStatus: 201,
  effects: "executes",
  errors: ["invalid-input", "workspace-not-found", "workspace-not-trusted", "no-sandbox"],
  summary: "Queues the export of chosen rows and what they need; with plan=on it only counts them.",
});

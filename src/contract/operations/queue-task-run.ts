import { z } from "zod";
import { confirmSafe } from "../shapes/common.ts";
import { statusWithRun } from "../shapes/status.ts";
import { defineOperation } from "./define.ts";

export const queueTaskRun = defineOperation({
  name: "queueTaskRun",
  method: "POST",
  path: "/api/task-runs/",
  /** Further keys are options of the preset; the operation checks them against the preset's own table. */
  input: z.looseObject({
    workspace: z
      .string({ error: "Name the workspace by its slug." })
      .min(1, "Name the workspace by its slug.")
      .max(100, "A workspace slug has at most 100 characters."),
    preset: z
      .string({ error: "Name a preset; GET /api/presets/ lists them." })
      .min(1, "Name a preset; GET /api/presets/ lists them.")
      .max(100, "A preset key has at most 100 characters."),
    confirm_safe: confirmSafe,
    notes: z.string().max(280, "Notes have at most 280 characters.").default(""),
  }),
  output: statusWithRun,
  successStatus: 201,
  effects: "executes",
  errors: ["invalid-input", "workspace-not-trusted", "no-sandbox"],
  summary: "Queues a preset command; answers at once with the status and the new run.",
});

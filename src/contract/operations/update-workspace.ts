import { z } from "zod";
import { slug } from "../shapes/common.ts";
import { workspace, workspaceSettings } from "../shapes/workspace.ts";
import { defineOperation } from "./define.ts";

export const updateWorkspace = defineOperation({
  name: "updateWorkspace",
  method: "PATCH",
  path: "/api/workspaces/:slug/",
  input: workspaceSettings
    .partial()
    .extend({ slug, name: z.string().min(1).max(100).optional() })
    .strict(),
  output: workspace,
  successStatus: 200,
  effects: "writes-store",
  errors: ["workspace-not-found", "invalid-input", "interpreter-missing"],
  summary: "Sets name, interpreter, settings module, python path or environment of a workspace, and rescans.",
});

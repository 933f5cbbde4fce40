import { z } from "zod";
import { workspace, workspaceSettings } from "../shapes/workspace.ts";
import { defineOperation } from "./define.ts";

export const addWorkspace = defineOperation({
  name: "addWorkspace",
  method: "POST",
  path: "/api/workspaces/",
  input: z.strictObject({
    project_path: z
      .string({ error: "Give the path of the project's folder." })
      .min(1, "Give the path of the project's folder.")
      .max(4096, "A path has at most 4096 characters."),
    name: z.string().max(100, "A name has at most 100 characters.").default(""),
    ...workspaceSettings.partial().shape,
  }),
  output: workspace,
  successStatus: 201,
  effects: "writes-store",
  errors: [
    "invalid-input",
    "path-not-found",
    "path-not-a-folder",
    "path-not-readable",
    "path-protected",
    "not-a-django-project",
    "settings-not-found",
    "interpreter-missing",
    "workspace-exists",
  ],
  summary: "Registers a folder and starts its first scan; runs nothing of it.",
});

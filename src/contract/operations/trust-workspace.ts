import { z } from "zod";
import { slug } from "../shapes/common.ts";
import { workspace } from "../shapes/workspace.ts";
import { defineOperation } from "./define.ts";

export const trustWorkspace = defineOperation({
  name: "trustWorkspace",
  method: "POST",
  path: "/api/workspaces/:slug/trust/",
  input: z.strictObject({ slug }),
  output: workspace,
  successStatus: 200,
  effects: "writes-store",
  errors: ["workspace-not-found", "path-not-found"],
  summary: "Says that this folder's code may run; bound to its real path, device and inode.",
});

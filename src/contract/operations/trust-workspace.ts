import { z } from "zod";
import { slug } from "../shapes/common.ts";
import { workspace } from "../shapes/workspace.ts";
import { defineOperation } from "./define.ts";

export const trustWorkspace = defineOperation({
  name: "trustWorkspace",
  method: "POST",
  path: "/api/workspaces/:slug/trust/",
  input: z.strictObject({
    slug,
    /** `none`: its code may run even where there is no sandbox around it. Asked for where that is so. */
    protection: z.literal("none", { error: "Send protection=none to agree to runs without a sandbox, or leave it out." }).optional(),
  }),
  output: workspace,
  successStatus: 200,
  effects: "writes-store",
  errors: ["workspace-not-found", "path-not-found", "invalid-input"],
  summary: "Says that this folder's code may run; bound to its real path, device and inode.",
});

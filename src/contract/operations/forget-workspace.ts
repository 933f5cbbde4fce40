import { z } from "zod";
import { slug } from "../shapes/common.ts";
import { defineOperation } from "./define.ts";

export const forgetWorkspace = defineOperation({
  name: "forgetWorkspace",
  method: "DELETE",
  path: "/api/workspaces/:slug/",
  input: z.strictObject({ slug }),
  output: z.object({ forgotten: slug }),
  successStatus: 200,
  effects: "writes-store",
  errors: ["workspace-not-found"],
  summary: "Forgets a workspace with its scans and runs; touches no file of the project.",
});

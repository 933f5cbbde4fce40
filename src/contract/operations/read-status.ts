import { z } from "zod";
import { slug } from "../shapes/common.ts";
import { status } from "../shapes/status.ts";
import { defineOperation } from "./define.ts";

export const readStatus = defineOperation({
  name: "readStatus",
  method: "GET",
  path: "/api/workspaces/:slug/status/",
  input: z.strictObject({ slug }),
  output: status,
  successStatus: 200,
  effects: "reads",
  errors: ["workspace-not-found"],
  summary: "All that the dashboard shows of a workspace, from what is stored.",
});

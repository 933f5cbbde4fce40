import { z } from "zod";
import { slug } from "../shapes/common.ts";
import { logFile } from "../shapes/project-log.ts";
import { defineOperation } from "./define.ts";

export const listLogFiles = defineOperation({
  name: "listLogFiles",
  method: "GET",
  path: "/api/workspaces/:slug/log-files/",
  input: z.strictObject({ slug }),
  output: z.object({ files: z.array(logFile) }),
  successStatus: 200,
  effects: "reads",
  errors: ["workspace-not-found"],
  summary: "The log files that the settings name, with their sizes.",
});

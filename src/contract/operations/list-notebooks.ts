import { z } from "zod";
import { slug } from "../shapes/common.ts";
import { notebookSummary } from "../shapes/notebook.ts";
import { defineOperation } from "./define.ts";

export const listNotebooks = defineOperation({
  name: "listNotebooks",
  method: "GET",
  path: "/api/workspaces/:slug/notebooks/",
  input: z.strictObject({ slug }),
  output: z.object({ notebooks: z.array(notebookSummary) }),
  successStatus: 200,
  effects: "reads",
  errors: ["workspace-not-found"],
  summary: "The notebooks that can be made of a workspace's facts.",
});

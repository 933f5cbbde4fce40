import { z } from "zod";
import { slug } from "../shapes/common.ts";
import { notebook, notebookKey, notebookSummary } from "../shapes/notebook.ts";
import { defineOperation } from "./define.ts";

export const readNotebook = defineOperation({
  name: "readNotebook",
  method: "GET",
  path: "/api/workspaces/:slug/notebook/",
  input: z.strictObject({
    slug,
    key: notebookKey,
    /** Only this app's models and migrations; all of the project's own when empty. */
    app: z.string().max(200).default(""),
  }),
  output: z.object({ ...notebookSummary.shape, notebook }),
  successStatus: 200,
  effects: "reads",
  errors: ["workspace-not-found", "no-facts-yet", "invalid-input"],
  summary: "A Jupyter notebook made of the facts of the last scan; nothing of the project is run for it.",
});

import { z } from "zod";
import { defineOperation } from "./define.ts";

export const suggestFolders = defineOperation({
  name: "suggestFolders",
  method: "GET",
  path: "/api/folders/",
  input: z.strictObject({ prefix: z.string().max(4096).default("") }),
  output: z.object({ folders: z.array(z.object({ path: z.string(), is_django_project: z.boolean() })) }),
  successStatus: 200,
  effects: "reads",
  errors: ["invalid-input"],
  summary: "Folders that begin with what was typed, for completion; at most 50.",
});

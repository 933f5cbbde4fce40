import { z } from "zod";
import { workspace } from "../shapes/workspace.ts";
import { defineOperation } from "./define.ts";

export const listWorkspaces = defineOperation({
  name: "listWorkspaces",
  method: "GET",
  path: "/api/workspaces/",
  input: z.strictObject({}),
  output: z.object({ workspaces: z.array(workspace) }),
  successStatus: 200,
  effects: "reads",
  errors: [],
  summary: "All registered workspaces, in the order of their names.",
});

import { z } from "zod";
import { slug } from "../shapes/common.ts";
import { liveReport } from "../shapes/live.ts";
import { defineOperation } from "./define.ts";

export const readLive = defineOperation({
  name: "readLive",
  method: "GET",
  path: "/api/workspaces/:slug/live/",
  input: z.strictObject({ slug }),
  output: liveReport,
  successStatus: 200,
  effects: "reads",
  errors: ["workspace-not-found", "no-facts-yet"],
  summary: "Where the source and the running project disagree, of the last completed live scan.",
});

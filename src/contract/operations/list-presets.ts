import { z } from "zod";
import { preset } from "../shapes/preset.ts";
import { defineOperation } from "./define.ts";

export const listPresets = defineOperation({
  name: "listPresets",
  method: "GET",
  path: "/api/presets/",
  input: z.strictObject({ workspace: z.string().optional() }),
  output: z.object({ presets: z.array(preset) }),
  successStatus: 200,
  effects: "reads",
  errors: ["workspace-not-found"],
  summary: "The commands that can be run, each with its options.",
});

import { z } from "zod";
import { slug } from "../shapes/common.ts";
import { settingsFacts } from "../shapes/facts.ts";
import { defineOperation } from "./define.ts";

export const readSettings = defineOperation({
  name: "readSettings",
  method: "GET",
  path: "/api/workspaces/:slug/settings/",
  /** `module`: one of the project's `settings_candidates`. */
  input: z.strictObject({ slug, module: z.string().min(1).max(300) }),
  output: z.object({ settings_module: z.string(), settings: settingsFacts }),
  successStatus: 200,
  effects: "reads",
  errors: ["workspace-not-found", "no-facts-yet", "invalid-input", "settings-not-found", "path-not-found"],
  summary: "The settings as another settings module of the project makes them, read now; secrets masked.",
});

import type { CommandDefinition } from "../command.ts";
import { checkOptions } from "./check.ts";

/** System checks with those for production. */
export const checkDeploy: CommandDefinition = {
  key: "check-deploy",
  label: "Run deployment checks",
  description: "Runs the system checks together with those that matter in production.",
  command: ["check", "--deploy"],
  options: checkOptions,
  effects: "reads-source",
  timeoutMs: 60_000,
};

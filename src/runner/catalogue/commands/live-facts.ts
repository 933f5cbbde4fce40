import type { CommandDefinition } from "../command.ts";

/** What the running project says of itself; a scan of the kind `live` is a run of this. */
export const liveFacts: CommandDefinition = {
  key: "live-facts",
  label: "Ask the running project",
  description: "Asks the project's own Python for its apps, models, migrations, urls and settings, and compares them with the source.",
  command: ["djdesk_live"],
  isOwn: true,
  options: [],
  effects: "reads-database",
  timeoutMs: 120_000,
};

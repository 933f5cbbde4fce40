import type { CommandDefinition, GivenOptions } from "../command.ts";
import { database, dottedName, migrationName } from "../options.ts";

const faults = (given: GivenOptions) =>
  given.has("migration") && !given.has("app_label") ? { app_label: ["Name the app that the migration belongs to."] } : {};

/** What `migrate` would do, operation by operation; applies nothing. */
export const migratePlan: CommandDefinition = {
  key: "migrate-plan",
  label: "Plan migrations",
  description: "Lists the operations that migrate would execute, without executing them.",
  command: ["migrate", "--plan", "--no-input"],
  options: [
    database,
    {
      name: "app_label",
      label: "App",
      help: "Label of the app; all apps when empty.",
      kind: "text",
      spelling: { as: "positional" },
      rule: dottedName,
      suggests: "apps",
    },
    {
      name: "migration",
      label: "Migration",
      help: "Plan up to this migration; `zero` plans taking all back.",
      kind: "text",
      spelling: { as: "positional" },
      rule: migrationName,
      suggests: "migrations",
    },
  ],
  effects: "reads-database",
  timeoutMs: 60_000,
  faults,
};

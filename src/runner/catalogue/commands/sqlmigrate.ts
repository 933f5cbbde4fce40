import type { CommandDefinition } from "../command.ts";
import { database, dottedName, flag, migrationName } from "../options.ts";

/** The SQL of one migration, not executed. */
export const sqlmigrate: CommandDefinition = {
  key: "sqlmigrate",
  label: "Show SQL of a migration",
  description: "Prints the SQL that a migration would execute.",
  command: ["sqlmigrate"],
  options: [
    flag("backwards", "--backwards", "Backwards", "The SQL that takes the migration back."),
    database,
    {
      name: "app_label",
      label: "App",
      help: "Label of the app.",
      kind: "text",
      spelling: { as: "positional" },
      rule: dottedName,
      required: true,
      suggests: "apps",
    },
    {
      name: "migration",
      label: "Migration",
      help: "Name of the migration or its beginning, such as `0001`.",
      kind: "text",
      spelling: { as: "positional" },
      rule: migrationName,
      required: true,
      suggests: "migrations",
    },
  ],
  effects: "reads-database",
  timeoutMs: 60_000,
};

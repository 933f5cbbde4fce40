import type { CommandDefinition } from "../command.ts";
import { database, dottedName, flag } from "../options.ts";

/** Models as Django would write them for the tables of a database. */
export const inspectdb: CommandDefinition = {
  key: "inspectdb",
  label: "Inspect database",
  description: "Prints models for the tables that a database holds.",
  command: ["inspectdb"],
  options: [
    flag("include_views", "--include-views", "Views too", "Also prints models for database views."),
    flag("include_partitions", "--include-partitions", "Partitions too", "Also prints models for partition tables."),
    database,
    {
      name: "table",
      label: "Tables",
      help: "Names of tables; all tables when empty.",
      kind: "list",
      spelling: { as: "positional" },
      rule: dottedName,
    },
  ],
  effects: "reads-database",
  timeoutMs: 60_000,
};

import type { CommandDefinition, CommandOption, GivenOptions } from "../command.ts";
import { anyValue, database, dottedName, flag } from "../options.ts";

const labels: CommandOption = {
  name: "labels",
  label: "Apps or models",
  help: "App labels or `app.Model` names to print.",
  kind: "list",
  spelling: { as: "positional" },
  rule: dottedName,
  required: true,
  suggests: "models",
};

/** Django takes primary keys for one model only. */
const faults = (given: GivenOptions) => {
  const wanted = given.get("labels") ?? [];
  const oneModel = wanted.length === 1 && wanted.every((label) => label.includes("."));
  return given.has("pks") && !oneModel ? { pks: ["Primary keys can be given for one `app.Model` only."] } : {};
};

/** Rows as JSON on standard output. */
export const dumpdata: CommandDefinition = {
  key: "dumpdata",
  label: "Dump data",
  description: "Prints the rows of apps or models as JSON, with passwords and keys masked.",
  command: ["dumpdata"],
  options: [
    {
      name: "format",
      label: "Format",
      help: "JSON is the only one.",
      kind: "choice",
      spelling: { as: "option", flag: "--format" },
      rule: anyValue,
      choices: ["json"],
    },
    {
      name: "indent",
      label: "Indent",
      help: "Spaces for each level; all on one line when empty.",
      kind: "number",
      spelling: { as: "option", flag: "--indent" },
      rule: { pattern: /^[0-8]$/, description: "a number from 0 to 8" },
    },
    {
      name: "exclude",
      label: "Leave out",
      help: "App labels or `app.Model` names to leave out.",
      kind: "list",
      spelling: { as: "option", flag: "--exclude" },
      rule: dottedName,
      suggests: "models",
    },
    flag("natural_foreign", "--natural-foreign", "Natural foreign keys", "Refers to rows by their natural keys."),
    flag("natural_primary", "--natural-primary", "Natural primary keys", "Leaves primary keys out where a natural key exists."),
    flag("all", "--all", "Base manager", "Also rows that a custom default manager hides."),
    {
      name: "pks",
      label: "Primary keys",
      help: "Only rows with these primary keys, of one model.",
      kind: "list",
      spelling: { as: "joined", flag: "--pks" },
      rule: {
        pattern: /^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,99}$/,
        description: "a primary key of letters, digits, dashes, dots, colons and underscores",
      },
    },
    database,
    labels,
  ],
  effects: "reads-database",
  timeoutMs: 60_000,
  faults,
};

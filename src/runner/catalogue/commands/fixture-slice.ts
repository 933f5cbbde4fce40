import type { CommandDefinition, CommandOption, GivenOptions, ValueRule } from "../command.ts";
import { database, dottedName, flag } from "../options.ts";

const list = (name: string, label: string, help: string): CommandOption => ({
  name,
  label,
  help,
  kind: "list",
  spelling: { as: "joined", flag: `--${name}` },
  rule: dottedName,
});

const number = (name: string, label: string, help: string, rule: ValueRule): CommandOption => ({
  name,
  label,
  help,
  kind: "number",
  spelling: { as: "option", flag: `--${name}` },
  rule,
});

const options: readonly CommandOption[] = [
  {
    name: "model",
    label: "Models",
    help: "`app.Model` names whose rows are chosen.",
    kind: "list",
    spelling: { as: "option", flag: "--model" },
    rule: { pattern: /^[A-Za-z_]\w{0,99}\.[A-Za-z_]\w{0,99}$/, description: "the name of a model: app.Model" },
    required: true,
    suggests: "models",
  },
  {
    name: "pks",
    label: "Primary keys",
    help: "Only rows with these primary keys, of one model.",
    kind: "list",
    spelling: { as: "joined", flag: "--pks" },
    rule: {
      pattern: /^[A-Za-z0-9_@][A-Za-z0-9_.:@+-]{0,199}$/,
      description: "a primary key of letters, digits, dashes, dots, colons, @ and underscores",
    },
  },
  {
    name: "filter",
    label: "Filter",
    help: "Only rows that fit, of one model, in Django's words: status=paid&total__gte=10.",
    kind: "text",
    spelling: { as: "option", flag: "--filter" },
    rule: { pattern: /^[A-Za-z_]\w*=[^&]*(&[A-Za-z_]\w*=[^&]*)*$/, description: "field=value, several joined by &" },
  },
  number("limit", "At most", "So many rows of each chosen model, by primary key.", {
    pattern: /^[1-9]\d{0,5}$/,
    description: "a number from 1 to 999999",
  }),
  {
    ...list("reverse", "Also pointing", "`app.Model` names whose rows come along when they point at chosen ones."),
    suggests: "models",
  },
  list("keep", "Keep as they are", "Kinds of values, models or `app.Model.field` names that are not anonymised."),
  number("rows", "Row limit", "The export is refused beyond it; 10000 when empty.", {
    pattern: /^([1-9]\d{0,4}|100000)$/,
    description: "a number from 1 to 100000",
  }),
  number("megabytes", "Size limit", "In MiB; 16 when empty.", {
    pattern: /^([1-9]|1\d|2[0-4])$/,
    description: "a number from 1 to 24",
  }),
  flag("plan", "--plan", "Plan only", "Counts what would be exported, and writes nothing."),
  database,
];

const faults = (given: GivenOptions) => {
  const isOne = (given.get("model") ?? []).length === 1;
  const forOne = ["pks", "filter"].filter((name) => given.has(name) && !isOne);
  return {
    ...Object.fromEntries(forOne.map((name) => [name, ["It chooses rows of one model: name just one."]])),
    ...(given.has("pks") && given.has("filter") ? { filter: ["Give primary keys or a filter, not both."] } : {}),
  };
};

/** Chosen rows and what they need, as a fixture in DJDesk's data folder. */
export const fixtureSlice: CommandDefinition = {
  key: "fixture-slice",
  label: "Export a fixture slice",
  description: "Exports chosen rows and what they need, anonymised, and loads them into a scratch database to see that they do.",
  command: ["djdesk_slice"],
  isOwn: true,
  options,
  effects: "reads-database",
  timeoutMs: 300_000,
  faults,
};

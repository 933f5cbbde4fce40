/** Options and value rules that several commands share. */
import type { CommandOption, ValueRule } from "./command.ts";

/** A dotted Python name: an app label, `app.Model`, a tag. Never begins with a dash. */
export const dottedName: ValueRule = {
  pattern: /^[A-Za-z_][A-Za-z0-9_.]{0,99}$/,
  description: "a name of letters, digits, dots and underscores that begins with a letter (at most 100 characters)",
};

/** A migration's name or its beginning (`0001`), or `zero`. */
export const migrationName: ValueRule = {
  pattern: /^[A-Za-z0-9_]{1,150}$/,
  description: "the name of a migration or its beginning: letters, digits and underscores",
};

/** A database alias of `DATABASES`. */
const databaseAlias: ValueRule = {
  pattern: /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/,
  description: "an alias of DATABASES: letters, digits, dots, underscores and dashes",
};

/** For flags and choices, whose values are compared and not matched. */
export const anyValue: ValueRule = { pattern: /^/, description: "one of the choices" };

export const flag = (name: string, spelling: string, label: string, help: string): CommandOption => ({
  name,
  label,
  help,
  kind: "flag",
  spelling: { as: "flag", flag: spelling },
  rule: anyValue,
});

export const database: CommandOption = {
  name: "database",
  label: "Database",
  help: "Alias of the database; `default` when empty.",
  kind: "text",
  spelling: { as: "option", flag: "--database" },
  rule: databaseAlias,
  suggests: "databases",
};

export const appLabels: CommandOption = {
  name: "app_label",
  label: "Apps",
  help: "App labels; all apps when empty.",
  kind: "list",
  spelling: { as: "positional" },
  rule: dottedName,
  suggests: "apps",
};

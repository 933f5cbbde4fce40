import type { CommandDefinition, CommandOption } from "../command.ts";
import { anyValue, appLabels, database, dottedName } from "../options.ts";

/** What `check` and `check --deploy` both take. */
export const checkOptions: readonly CommandOption[] = [
  {
    name: "tag",
    label: "Tags",
    help: "Only checks with these tags, such as `models` or `security`.",
    kind: "list",
    spelling: { as: "option", flag: "--tag" },
    rule: dottedName,
    suggests: "tags",
  },
  {
    name: "fail_level",
    label: "Fail level",
    help: "The lowest level of a message that makes the command fail; ERROR when empty.",
    kind: "choice",
    spelling: { as: "option", flag: "--fail-level" },
    rule: anyValue,
    choices: ["CRITICAL", "ERROR", "WARNING", "INFO", "DEBUG"],
  },
  { ...database, help: "Also runs the checks of this database; none when empty." },
  appLabels,
];

/** Django's system checks. */
export const check: CommandDefinition = {
  key: "check",
  label: "Run system checks",
  description: "Runs Django's system checks over the whole project.",
  command: ["check"],
  options: [
    {
      name: "deploy",
      label: "Deployment checks",
      help: "Adds the checks that matter only in production.",
      kind: "flag",
      spelling: { as: "flag", flag: "--deploy" },
      rule: anyValue,
    },
    ...checkOptions,
  ],
  effects: "reads-source",
  timeoutMs: 60_000,
};

import type { CommandDefinition } from "../command.ts";
import { anyValue, appLabels, database, flag } from "../options.ts";

/** Which migrations are applied and which are not. */
export const showmigrations: CommandDefinition = {
  key: "showmigrations",
  label: "Diff migrations",
  description: "Lists every migration of every app and whether it is applied.",
  command: ["showmigrations"],
  options: [
    flag("list", "--list", "By app", "One list for each app (the default)."),
    flag("plan", "--plan", "As a plan", "All migrations in the order in which Django applies them."),
    {
      name: "verbosity",
      label: "Verbosity",
      help: "2 adds the dependencies to a plan and the time of applying to a list.",
      kind: "choice",
      spelling: { as: "option", flag: "--verbosity" },
      rule: anyValue,
      choices: ["0", "1", "2", "3"],
    },
    database,
    appLabels,
  ],
  effects: "reads-database",
  timeoutMs: 60_000,
  faults: (given) => (given.has("list") && given.has("plan") ? { plan: ["Choose either the list by app or the plan."] } : {}),
};

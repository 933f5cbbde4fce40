import type { CommandDefinition } from "../command.ts";
import { anyValue, flag } from "../options.ts";

/** Settings that differ from Django's own; secrets are masked before a line is stored. */
export const diffsettings: CommandDefinition = {
  key: "diffsettings",
  label: "Compare settings",
  description: "Shows the settings that differ from Django's defaults, with secrets masked.",
  command: ["diffsettings"],
  options: [
    flag("all", "--all", "All settings", "Also those that have Django's default."),
    {
      name: "output",
      label: "Format",
      help: "`hash` marks the defaults with ###, `unified` shows old and new as a diff.",
      kind: "choice",
      spelling: { as: "option", flag: "--output" },
      rule: anyValue,
      choices: ["hash", "unified"],
    },
  ],
  effects: "reads-source",
  timeoutMs: 60_000,
};

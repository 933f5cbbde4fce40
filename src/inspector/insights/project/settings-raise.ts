/** Settings that stop with an exception in the surroundings that are known: commonly for want of an environment variable. */
import type { InsightRule } from "../rule.ts";

export const settingsRaise: InsightRule = {
  code: "settings-raise",
  judge: ({ facts }) => {
    const files = new Set(facts.settings.values.flatMap(({ origin }) => origin.map(({ file }) => file)));
    return facts.unread
      .filter(({ code, file }) => code === "raises-when-imported" && files.has(file))
      .map(({ file, line, message }) => ({
        severity: "info",
        title: `${file} raises an exception`,
        message,
        file,
        line,
        fix: "Where it asks for an environment variable, give it with `--env NAME=VALUE`, or name other settings with `--settings`.",
      }));
  },
};

/** The project names settings that do not exist, or names none: nothing but files can be read then. */
import { listNames } from "../list-names.ts";
import type { InsightRule } from "../rule.ts";
import { isReusableApp } from "./reusable-app.ts";

export const settingsNotFound: InsightRule = {
  code: "settings-not-found",
  judge: (judged) => {
    const { facts, location } = judged;
    if (location.settingsFile !== null || isReusableApp(judged)) return [];
    const others = location.candidates.length > 0 ? ` Found: ${listNames(location.candidates)}.` : "";
    if (location.settingsModule !== null)
      return [
        {
          severity: "danger",
          title: `The settings module ${location.settingsModule} does not exist`,
          message: `${location.settingsFrom ?? "The project"} names it, but there is no such module on the import path, so apps, models and urls are not known.${others}`,
          file: facts.project.manage_py,
          line: null,
          fix: "Name an existing module with `--settings`, or add the folder that holds it with `--pythonpath`.",
        },
      ];
    return [
      {
        severity: "danger",
        title: "No settings module was found",
        message: `Looked for ${location.lookedFor.join("; ")}.`,
        file: facts.project.manage_py,
        line: null,
        fix: "Name the module with `--settings`.",
      },
    ];
  },
};

/** The project names settings that do not exist or cannot be read, or names none: nothing but files can be read then. */
import { listNames } from "../list-names.ts";
import { posix } from "node:path";
import type { UnreadFacts } from "../../../contract/shapes/facts.ts";
import type { InsightRule, Judged } from "../rule.ts";
import { isReusableApp } from "./reusable-app.ts";

/** The entry of the module's file, or where it was not found of a folder that it may lie in, which may not be read. */
const hiddenAt = ({ facts, location }: Judged): UnreadFacts | undefined => {
  const names = (location.settingsModule ?? "").split(".");
  const above = location.importRoots.flatMap((root) => names.map((_, index) => posix.join(root, ...names.slice(0, index + 1))));
  const places = location.settingsFile === null ? above : [location.settingsFile];
  return facts.unread.find(({ file, code }) => code === "permission-denied" && places.includes(posix.resolve(facts.project.root, file)));
};

export const settingsNotFound: InsightRule = {
  code: "settings-not-found",
  judge: (judged) => {
    const { facts, location } = judged;
    const hidden = hiddenAt(judged);
    if (hidden !== undefined)
      return [
        {
          severity: "danger",
          title: `The settings module ${location.settingsModule ?? ""} could not be read`,
          message: `The user who runs DJDesk may not read ${hidden.file}, so apps, models and urls are not known.`,
          file: facts.project.manage_py,
          line: null,
          fix: `Let that user read ${hidden.file}.`,
        },
      ];
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

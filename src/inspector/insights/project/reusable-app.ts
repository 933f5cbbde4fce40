/** A folder with apps and without a project: what the settings of a project say of them is not known. */
import { listNames } from "../list-names.ts";
import type { InsightRule, Judged } from "../rule.ts";

/** Neither manage.py nor settings, but apps of its own. */
export const isReusableApp = ({ facts, location }: Judged): boolean =>
  location.managePy === null && location.settingsFile === null && facts.apps.some((app) => app.first_party);

export const reusableApp: InsightRule = {
  code: "reusable-app",
  judge: (judged) => {
    if (!isReusableApp(judged)) return [];
    const { apps } = judged.facts;
    const { settingsModule, settingsFrom } = judged.location;
    const own = apps.filter((app) => app.first_party);
    const needed = apps.filter((app) => !app.first_party).map(({ name }) => name);
    const imported =
      needed.length === 0 ? "" : `, and so ${needed.length === 1 ? "is" : "are"} ${listNames(needed, 9)}, whose models are imported there`;
    const named = settingsModule === null ? "" : ` ${settingsFrom ?? "Something"} names ${settingsModule}, which is not here.`;
    return [
      {
        severity: "info",
        title: `Read without a project: ${listNames(own.map(({ label }) => label))}`,
        message: `There is no manage.py and no settings module.${named} ${listNames(own.map(({ name }) => name))} ${own.length === 1 ? "is" : "are"} taken as installed${imported}. What only settings say is not known: databases, urls, the user model, the class of primary keys that Django adds.`,
        file: own[0]?.file ?? null,
        line: null,
        fix: "Name the settings of a project that has the app with `--settings`, and the folder that holds them with `--pythonpath`.",
      },
    ];
  },
};

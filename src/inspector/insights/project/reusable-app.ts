/** A folder with apps and without a project: what the settings of a project say of them is not known. */
import { listNames } from "../list-names.ts";
import type { InsightRule, Judged } from "../rule.ts";

/** Neither manage.py nor settings, but apps of its own. */
export const isReusableApp = ({ facts, location }: Judged): boolean =>
  location.managePy === null && location.settingsFile === null && facts.apps.some((app) => app.first_party);

const whatIsThere = ({ location, facts }: Judged): string => {
  const { settingsModule, settingsFrom } = location;
  if (settingsModule === null) return "There is no manage.py and no settings module.";
  const missing = `There is no manage.py, and ${settingsModule}, which ${settingsFrom ?? "something"} names, is not here`;
  return facts.settings.values.length > 0 ? `${missing}: what a published release of it says is told in its place.` : `${missing}.`;
};

/** What is taken as installed, and why; then what is not known. */
const whatIsTaken = ({ facts }: Judged): string => {
  const own = facts.apps.filter((app) => app.first_party).map(({ name }) => name);
  const taken = `${listNames(own)} ${own.length === 1 ? "is" : "are"} taken as installed`;
  if (facts.settings.values.length > 0) return `${taken}.`;
  const needed = facts.apps.filter((app) => !app.first_party).map(({ name }) => name);
  const imported =
    needed.length === 0 ? "" : `, and so ${needed.length === 1 ? "is" : "are"} ${listNames(needed, 9)}, whose models are imported there`;
  return `${taken}${imported}. What only settings say is not known: databases, urls, the user model, the class of primary keys that Django adds.`;
};

export const reusableApp: InsightRule = {
  code: "reusable-app",
  judge: (judged) => {
    if (!isReusableApp(judged)) return [];
    const own = judged.facts.apps.filter((app) => app.first_party);
    return [
      {
        severity: "info",
        title: `Read without a project: ${listNames(own.map(({ label }) => label))}`,
        message: `${whatIsThere(judged)} ${whatIsTaken(judged)}`,
        file: own[0]?.file ?? null,
        line: null,
        fix: "Name the settings of a project that has the app with `--settings`, and the folder that holds them with `--pythonpath`.",
      },
    ];
  },
};

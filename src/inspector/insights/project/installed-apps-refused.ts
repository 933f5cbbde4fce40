/** INSTALLED_APPS that Django refuses before it loads an app: no list, or the same app twice. */
import type { Finding, InsightRule } from "../rule.ts";

export const installedAppsRefused: InsightRule = {
  code: "installed-apps-refused",
  judge: ({ facts }) => {
    const setting = facts.settings.values.find(({ name }) => name === "INSTALLED_APPS");
    if (setting === undefined || setting.certainty !== "certain") return [];
    const { value } = setting;
    const origin = setting.origin[0];
    const refuse = (title: string, message: string, fix: string): Finding => ({
      severity: "danger",
      title,
      message: `${message}, so no command starts and no page is served.`,
      file: origin?.file ?? null,
      line: origin?.line ?? null,
      fix,
    });
    if (!Array.isArray(value))
      return [
        refuse("INSTALLED_APPS is not a list", "Django takes a list or a tuple of names only", "Write it as a list, even of one name."),
      ];
    /** The label of an entry: two spellings of one app have the same. */
    const labelOf = (entry: unknown): unknown =>
      facts.apps.find(({ name, config_class }) => name === entry || config_class === entry)?.label ?? entry;
    const labels = value.map(labelOf);
    const twice = labels.filter((label, index) => labels.indexOf(label) < index);
    return [...new Set(twice)].map((name) =>
      refuse(
        `${String(name)} is in INSTALLED_APPS twice`,
        "Django refuses two apps with the same label",
        "Take one of the entries out; look in the files that add to the list, too.",
      ),
    );
  },
};

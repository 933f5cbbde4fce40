/**
 * Models whose primary key Django adds by itself while DEFAULT_AUTO_FIELD is not set: check models.W042 (Django 3.2 to 5.2).
 * Silent about apps with a configuration of their own, which may choose the same class.
 */
import { count, listNames } from "../list-names.ts";
import type { InsightRule } from "../rule.ts";

/** Since Django 6.0 the default is BigAutoField and the check is gone. */
const warns = (version: string | null): boolean => {
  const [major = 0, minor = 0] = (version ?? "").split(".").map(Number);
  return (major === 3 && minor >= 2) || major === 4 || major === 5;
};

export const missingDefaultAutoField: InsightRule = {
  code: "missing-default-auto-field",
  judge: ({ facts, location }) => {
    if (!warns(facts.project.django_version) || facts.settings.INSTALLED_APPS === null) return [];
    if (facts.settings.values.some(({ name, origin }) => name === "DEFAULT_AUTO_FIELD" && origin.length > 0)) return [];
    const apps = new Set(
      facts.apps.filter((app) => app.first_party && app.config_class === "django.apps.config.AppConfig").map((app) => app.label),
    );
    const implicit = facts.models.filter(
      (model) =>
        apps.has(model.app) &&
        !model.abstract &&
        !model.proxy &&
        !model.auto_created &&
        model.certainty === "certain" &&
        model.fields.some(
          (field) => field.name === "id" && field.class === "AutoField" && field.line === null && field.inherited_from === null,
        ),
    );
    if (implicit.length === 0) return [];
    return [
      {
        severity: "info",
        title: `DEFAULT_AUTO_FIELD is not set`,
        message: `${count(implicit.length, "model")} (${listNames(implicit.map((model) => model.label))}) ${implicit.length === 1 ? "gets" : "get"} an automatic primary key of the type AutoField, whose numbers end at 2,147,483,647; Django warns about it (models.W042).`,
        file: settingsFileOf(location.settingsFile, location.root),
        line: null,
        fix: 'Set `DEFAULT_AUTO_FIELD = "django.db.models.AutoField"` to keep it so, or `BigAutoField` and run makemigrations.',
      },
    ];
  },
};

const settingsFileOf = (file: string | null, root: string): string | null =>
  file !== null && file.startsWith(`${root}/`) ? file.slice(root.length + 1) : file;

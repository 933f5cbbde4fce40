/** A project's app with tables to make and no migrations package: `makemigrations` passes it by without a word. */
import { count } from "../list-names.ts";
import type { Finding, InsightRule, Judged } from "../rule.ts";

const needsTable = (judged: Judged, label: string): number =>
  judged.facts.models.filter(
    (model) =>
      model.app === label &&
      model.managed === true &&
      !model.abstract &&
      !model.proxy &&
      !model.auto_created &&
      model.swapped === null &&
      model.certainty === "certain",
  ).length;

export const missingMigrationsPackage: InsightRule = {
  code: "missing-migrations-package",
  judge: (judged) =>
    judged.facts.apps.flatMap((app): Finding[] => {
      const migrations = judged.facts.migrations.apps[app.label];
      if (!app.first_party || app.path === null || migrations === undefined || migrations.module !== null) return [];
      if (migrations.leaf_nodes === null || judged.facts.settings.values.some(({ name }) => name === "MIGRATION_MODULES")) return [];
      const models = needsTable(judged, app.label);
      if (models === 0) return [];
      return [
        {
          severity: "warning",
          title: `${app.label} has no migrations package`,
          message: `${count(models, "model")} of ${app.label} ${models === 1 ? "needs a table" : "need tables"}, but ${app.path}/migrations/__init__.py is missing, so \`makemigrations\` skips the app unless it is named.`,
          file: app.file,
          line: app.line,
          fix: `Run \`python manage.py makemigrations ${app.label}\`, which makes the package.`,
        },
      ];
    }),
};

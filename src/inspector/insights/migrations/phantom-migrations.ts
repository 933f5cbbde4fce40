/** Migrations that the database has and the disk has not: another branch ran them, or their files were deleted. */
import { count, listNames } from "../list-names.ts";
import type { InsightRule } from "../rule.ts";

export const phantomMigrations: InsightRule = {
  code: "phantom-migrations",
  judge: ({ facts }) => {
    const own = new Set(facts.apps.filter((app) => app.first_party).map((app) => app.label));
    return Object.entries(facts.migrations.phantom)
      .filter(([label, names]) => own.has(label) && names.length > 0)
      .map(([label, names]) => ({
        severity: "warning",
        title: `${label}: ${count(names.length, "applied migration")} without a file`,
        message: `The database says that ${listNames(names)} ${names.length === 1 ? "was" : "were"} applied, but no such file is on disk: a branch that is not checked out ran ${names.length === 1 ? "it" : "them"}, or the files were deleted. The tables may differ from what the migrations on disk describe.`,
        file: null,
        line: null,
        fix: "Check out the branch that has the files and migrate back from there, or restore them.",
      }));
  },
};

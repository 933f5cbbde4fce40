/** A migration depends on one that does not exist: every command that loads migrations ends in NodeNotFoundError. */
import { missingParents } from "../../link/migrations/missing-parents.ts";
import type { InsightRule } from "../rule.ts";

export const missingMigrationDependency: InsightRule = {
  code: "missing-migration-dependency",
  judge: ({ facts, location }) => {
    const installed = location.settingsFile === null || facts.settings.INSTALLED_APPS === null ? null : facts.apps;
    return missingParents(facts.migrations.apps, installed).map((missing) => {
      const app = missing.parent.slice(0, missing.parent.indexOf("."));
      const isAbsent = missing.reason === "app-not-installed";
      return {
        severity: "danger",
        title: `${missing.app}.${missing.name} depends on ${missing.parent}, which does not exist`,
        message: `${isAbsent ? `No app with the label ${app} is in INSTALLED_APPS` : `The app ${app} has no migration of that name`}, so \`migrate\`, \`makemigrations\` and the test runner stop at it.`,
        file: missing.file,
        line: null,
        fix: isAbsent
          ? `Add the app to INSTALLED_APPS, or take the dependency out.`
          : `Restore that migration, or name the one that took its place.`,
      };
    });
  },
};

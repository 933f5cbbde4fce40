/** Two leaves in one app: `migrate` and `makemigrations` refuse to work until they are merged. */
import type { InsightRule } from "../rule.ts";
import { listNames } from "../list-names.ts";

export const conflictingLeaves: InsightRule = {
  code: "conflicting-leaves",
  judge: ({ facts }) =>
    Object.entries(facts.migrations.conflicts).map(([app, leaves]) => {
      const last = facts.migrations.apps[app]?.migrations.find((migration) => migration.name === leaves.at(-1));
      return {
        severity: "danger",
        title: `${app} has ${leaves.length} migrations that nothing follows`,
        message:
          `${listNames(leaves, 5)} both end the history of ${app}, so Django refuses to migrate. It happens when two branches each add a migration.`.replace(
            "both end",
            leaves.length === 2 ? "both end" : "all end",
          ),
        file: last?.file ?? null,
        line: null,
        fix: `Run \`python manage.py makemigrations --merge ${app}\`, or rename one and make it depend on the other.`,
      };
    }),
};

/** Migrations that need each other: every command that loads migrations ends in CircularDependencyError. */
import { findCycle } from "../../link/migrations/find-cycle.ts";
import type { InsightRule } from "../rule.ts";

export const circularMigrationDependency: InsightRule = {
  code: "circular-migration-dependency",
  judge: ({ facts }) => {
    const cycle = findCycle(facts.migrations.apps);
    if (cycle === null) return [];
    const [first = ""] = cycle;
    const dot = first.indexOf(".");
    const file = facts.migrations.apps[first.slice(0, dot)]?.migrations.find(({ name }) => name === first.slice(dot + 1))?.file ?? null;
    return [
      {
        severity: "danger",
        title: `Migrations depend on each other: ${[...cycle, first].join(" → ")}`,
        message: "None of them can come first, so `migrate`, `makemigrations` and the test runner stop.",
        file,
        line: null,
        fix: "Take one of these dependencies out; a foreign key that needs it can be added by a migration of its own.",
      },
    ];
  },
};

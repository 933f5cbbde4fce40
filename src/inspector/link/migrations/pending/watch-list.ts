/**
 * Which migrations are worth a warning before they are applied: those that the database lacks, where it could be read;
 * else the newest of each app of the project, which are the most likely to wait. None where the database is still empty:
 * what is done to tables without rows risks nothing.
 */
import type { AppliedFacts } from "../../../../contract/shapes/facts.ts";
import { compareApplied } from "../compare-applied.ts";
import { createMigrationGraph } from "../migration-graph.ts";
import { keyText, type LinkedAppMigrations } from "../migration.ts";

/** `app.name` → the database is known not to have it. */
export type WatchList = ReadonlyMap<string, boolean>;

const newest = (apps: readonly LinkedAppMigrations[], own: ReadonlySet<string>): WatchList => {
  const graph = createMigrationGraph(apps, new Set());
  return new Map(
    apps
      .filter((app) => own.has(app.label))
      .flatMap((app) => {
        const leaves = new Set(graph.leaves(app.label));
        const follows = app.migrations.filter(
          (one) => leaves.has(one.name) && (one.dependencies ?? []).some((key) => key.app === app.label),
        );
        return follows.filter((one) => (one.replaces ?? []).length === 0).map((one): [string, boolean] => [keyText(one), false]);
      }),
  );
};

/** `own`: labels of the project's apps. */
export const watchList = (apps: readonly LinkedAppMigrations[], applied: AppliedFacts | undefined, own: ReadonlySet<string>): WatchList => {
  if (applied === undefined || applied.source === "unknown") return newest(apps, own);
  if (applied.rows.length === 0) return new Map();
  const { pending } = compareApplied(apps, applied.rows);
  return new Map([...pending].flatMap(([app, names]) => names.map((name): [string, boolean] => [keyText({ app, name }), true])));
};

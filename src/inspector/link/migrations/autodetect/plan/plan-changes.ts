/**
 * What the operations of each app come to: sorted, cut into migrations, optimized, as the autodetector does with those of
 * all apps at once. Another app counts only where a dependency leads to one of its operations: otherwise an app's
 * operations always make one migration.
 */
import type { Dependency, Operation } from "./operation.ts";
import { fulfils } from "./operation.ts";
import { optimize } from "./optimize.ts";
import { sortOperations } from "./sort-operations.ts";
import { splitMigrations } from "./split-migrations.ts";
import type { Rules } from "./reduce.ts";

export interface AppOperations {
  readonly operations: readonly Operation[];
  /** Why they are not all known; null when they are. */
  readonly because: string | null;
}

export interface Planning {
  readonly isDjango: Rules["isDjango"];
  /** Operations of an app. */
  readonly of: (app: string) => AppOperations;
  /** Has an app whose operations are not all known the model that the dependency waits for? */
  readonly mayCreate: (dependency: Dependency) => boolean;
}

export type Plan = { readonly operations: readonly Operation[] } | { readonly because: string };

/** Beyond this an answer would take too long. */
const MOST_OPERATIONS = 500;

const dependencies = (app: string, operations: readonly Operation[]): readonly Dependency[] =>
  operations.flatMap((one) => one.dependencies.filter((dependency) => dependency.app !== app));

/** Whether one of the app's operations waits, or may wait, for an operation of another app. */
const waitsForOthers = (planning: Planning, app: string, operations: readonly Operation[]): boolean =>
  dependencies(app, operations).some((dependency) => {
    const other = planning.of(dependency.app);
    return other.operations.some((one) => fulfils(one, dependency)) || (other.because !== null && planning.mayCreate(dependency));
  });

/** The app, and all apps that its operations lead to. */
const reachable = (planning: Planning, start: string): ReadonlyMap<string, AppOperations> => {
  const found = new Map<string, AppOperations>();
  const waiting = [start];
  for (let app = waiting.pop(); app !== undefined; app = waiting.pop()) {
    if (found.has(app)) continue;
    const known = planning.of(app);
    found.set(app, known);
    waiting.push(...dependencies(app, known.operations).map((dependency) => dependency.app));
  }
  return found;
};

const count = (apps: ReadonlyMap<string, AppOperations>): number =>
  [...apps.values()].reduce((sum, { operations }) => sum + operations.length, 0);

const whyUnknown = (app: string, apps: ReadonlyMap<string, AppOperations>): string | null => {
  for (const [label, { because }] of apps)
    if (because !== null)
      return label === app ? because : `new models of ${label} come first, and of that app it is not known what changed`;
  if (count(apps) > MOST_OPERATIONS) return "there are too many changes to tell in how many steps they are made";
  const doubts = [...apps.values()].flatMap(({ operations }) => operations.flatMap(({ doubt }) => doubt ?? []));
  const isOne = apps.size === 1 && new Set([...apps.values()].flatMap(({ operations }) => operations.map(({ model }) => model))).size === 1;
  return isOne ? null : (doubts[0] ?? null);
};

const migrationsOf = (
  planning: Planning,
  app: string,
  apps: ReadonlyMap<string, AppOperations>,
): readonly (readonly Operation[])[] | null => {
  const sorted = new Map<string, readonly Operation[]>();
  for (const [label, { operations }] of apps) {
    const ordered = sortOperations(label, operations, planning.isDjango(5));
    if (ordered === null) return null;
    if (ordered.length > 0) sorted.set(label, ordered);
  }
  if (apps.size === 1) return [sorted.get(app) ?? []];
  const migrations = splitMigrations(sorted);
  return migrations === null ? null : (migrations.get(app) ?? []);
};

export const planChanges = (planning: Planning, app: string): Plan => {
  const own = planning.of(app);
  if (own.because !== null) return { because: own.because };
  if (own.operations.length === 0) return { operations: [] };
  const apps = waitsForOthers(planning, app, own.operations) ? reachable(planning, app) : new Map([[app, own]]);
  const because = whyUnknown(app, apps);
  if (because !== null) return { because };
  const migrations = migrationsOf(planning, app, apps);
  if (migrations === null) return { because: "its changes depend on each other in a circle, for which Django finds no order" };
  const operations = migrations.flatMap((migration) => optimize(migration, { app, isDjango: planning.isDjango }));
  const nameless = operations.find(({ describe }) => describe === null);
  return nameless === undefined
    ? { operations }
    : { because: nameless.doubt ?? `${nameless.op} of ${nameless.model} is not known in full` };
};

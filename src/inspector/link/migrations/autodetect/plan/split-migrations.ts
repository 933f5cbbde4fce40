/** `_build_migration_list`: each app's operations in as many migrations as dependencies between apps ask for. */
import { fulfils, type Dependency, type Operation } from "./operation.ts";

type Operations = ReadonlyMap<string, readonly Operation[]>;

interface Round {
  readonly waiting: Map<string, readonly Operation[]>;
  readonly migrations: Map<string, (readonly Operation[])[]>;
  /** Whether a part of an app's operations may become a migration. */
  readonly mayChop: boolean;
}

type State = "pending" | "unsure" | "satisfied";

const stateOf = ({ waiting, migrations, mayChop }: Round, dependency: Dependency): State => {
  if ((waiting.get(dependency.app) ?? []).some((other) => fulfils(other, dependency))) return "pending";
  return dependency.isSwappable || migrations.has(dependency.app) || mayChop ? "satisfied" : "unsure";
};

const isReady = (round: Round, app: string, one: Operation): boolean =>
  one.dependencies.every((dependency) => dependency.app === app || stateOf(round, dependency) === "satisfied");

/** The first operations that could be a migration now; none when they are not to be one. */
const chop = (round: Round, app: string): readonly Operation[] => {
  const operations = round.waiting.get(app) ?? [];
  const end = operations.findIndex((one) => !isReady(round, app, one));
  const chopped = end < 0 ? operations : operations.slice(0, end);
  return end < 0 || round.mayChop ? chopped : [];
};

const makeMigration = ({ waiting, migrations }: Round, app: string, chopped: readonly Operation[]): void => {
  waiting.set(app, (waiting.get(app) ?? []).slice(chopped.length));
  migrations.set(app, [...(migrations.get(app) ?? []), chopped]);
};

/** The apps' operations must be sorted. Null when no order serves, where Django fails. */
export const splitMigrations = (sorted: Operations): ReadonlyMap<string, readonly (readonly Operation[])[]> | null => {
  const waiting = new Map(sorted);
  const migrations: Round["migrations"] = new Map();
  const labels = [...sorted.keys()].sort((left, right) => (left < right ? -1 : 1));
  const count = (): number => [...waiting.values()].reduce((sum, operations) => sum + operations.length, 0);
  let mayChop = false;
  for (let left = count(); left > 0;) {
    for (const app of labels) {
      const chopped = chop({ waiting, migrations, mayChop }, app);
      if (chopped.length === 0) continue;
      makeMigration({ waiting, migrations, mayChop }, app, chopped);
      mayChop = false;
    }
    const now = count();
    if (now === left && mayChop) return null;
    if (now === left) mayChop = true;
    left = now;
  }
  return migrations;
};

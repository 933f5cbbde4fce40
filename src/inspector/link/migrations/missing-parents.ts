/** Dependencies on migrations that do not exist: with one of them Django's loader ends in NodeNotFoundError. */
import type { AppFacts, AppMigrations } from "../../../contract/shapes/facts.ts";

export interface MissingParent {
  readonly app: string;
  /** The migration that asks. */
  readonly name: string;
  readonly file: string;
  /** `app.name` of what is not there. */
  readonly parent: string;
  readonly reason: "no-such-migration" | "app-not-installed";
}

type InstalledApp = Pick<AppFacts, "label" | "name">;
type Apps = Readonly<Record<string, AppMigrations>>;

/** What a squash replaces may be gone from disk. */
const existing = (apps: Apps): ReadonlySet<string> =>
  new Set(
    Object.entries(apps).flatMap(([label, { migrations }]) =>
      migrations.flatMap((migration) => [`${label}.${migration.name}`, ...(migration.replaces ?? [])]),
    ),
  );

/**
 * Only what is certain: nothing is said of an app whose migrations are not all read (its leaves are null), nor of one
 * that is not installed unless `installed` is known to its end (else null) and so is every label in it.
 */
export const missingParents = (apps: Apps, installed: readonly InstalledApp[] | null): readonly MissingParent[] => {
  const there = existing(apps);
  const isSure = installed?.every(({ label, name }) => apps[label]?.leaf_nodes != null || name.startsWith("django.contrib.")) === true;
  const reasonFor = (key: string): MissingParent["reason"] | null => {
    const dot = key.indexOf(".");
    const label = key.slice(0, dot);
    const app = apps[label];
    if (app === undefined) return isSure ? "app-not-installed" : null;
    const isEnd = /^__(?:first|latest)__$/u.test(key.slice(dot + 1));
    return isEnd || app.leaf_nodes === null || there.has(key) ? null : "no-such-migration";
  };
  return Object.entries(apps).flatMap(([app, { migrations }]) =>
    migrations.flatMap(({ name, file, dependencies, run_before }) =>
      [...(dependencies ?? []), ...(run_before ?? [])].flatMap((parent): MissingParent[] => {
        const reason = reasonFor(parent);
        return reason === null ? [] : [{ app, name, file, parent, reason }];
      }),
    ),
  );
};

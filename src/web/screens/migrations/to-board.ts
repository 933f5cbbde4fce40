/**
 * The migrations of every app as a board: each with its state in the database, in the order of the files. What the
 * database holds may be unknown; then every migration is `unknown` and nothing is called pending.
 */
import type { AppFacts, MigrationFacts, MigrationsFacts } from "../../../contract/shapes/facts.ts";
import type { LiveReport } from "../../../contract/shapes/live.ts";

export type MigrationState = "applied" | "pending" | "unknown";

export interface BoardMigration {
  readonly migration: MigrationFacts;
  readonly state: MigrationState;
  /** One of several leaves of its app: `migrate` stops here. */
  readonly conflicting: boolean;
}

export interface BoardApp {
  readonly label: string;
  readonly firstParty: boolean;
  readonly migrations: readonly BoardMigration[];
  readonly pending: number | null;
  readonly conflicts: readonly string[];
  /** Applied, but there is no file of that name. */
  readonly phantom: readonly string[];
  /** What `makemigrations` would write; null when not known. */
  readonly drift: readonly string[] | null;
}

/** Trouble first, then the project's own apps, then by label. */
const order = (a: BoardApp, b: BoardApp): number =>
  Number(b.firstParty) - Number(a.firstParty) || weight(b) - weight(a) || a.label.localeCompare(b.label);

const weight = (app: BoardApp): number =>
  (app.conflicts.length > 0 ? 8 : 0) +
  (app.phantom.length > 0 ? 4 : 0) +
  ((app.pending ?? 0) > 0 ? 2 : 0) +
  ((app.drift?.length ?? 0) > 0 ? 1 : 0);

const driftOf = ({ drift }: MigrationsFacts, label: string): readonly string[] | null =>
  drift === null ? null : (drift[label]?.map(({ describe }) => describe) ?? (label in drift ? null : []));

/** `told`: what the running project said, of changes that the source does not know. */
export const toBoard = (
  facts: MigrationsFacts,
  apps: readonly AppFacts[],
  told?: Pick<LiveReport["figures"], "unmigrated">,
): readonly BoardApp[] => {
  const own = new Set(apps.filter((app) => app.first_party).map(({ label }) => label));
  return Object.entries(facts.apps)
    .map(([label, { migrations }]): BoardApp => {
      const pending = facts.pending[label] ?? null;
      const waiting = pending === null ? null : new Set(pending);
      const conflicts = facts.conflicts[label] ?? [];
      return {
        label,
        firstParty: own.has(label),
        migrations: migrations.map((migration) => ({
          migration,
          state: waiting === null ? "unknown" : waiting.has(migration.name) ? "pending" : "applied",
          conflicting: conflicts.includes(migration.name),
        })),
        pending: pending === null ? null : pending.length,
        conflicts,
        phantom: facts.phantom[label] ?? [],
        drift: driftOf(facts, label) ?? told?.unmigrated?.[label] ?? null,
      };
    })
    .sort(order);
};

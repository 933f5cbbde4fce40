/** Sets what is on disk against what a database says is applied. */
import { createMigrationGraph } from "./migration-graph.ts";
import { keyText, type LinkedAppMigrations } from "./migration.ts";

export interface AppliedRow {
  readonly app: string;
  readonly name: string;
}

export interface AppliedComparison {
  /** App label → names on disk in force and not applied, in the order of their names. Only apps whose migrations could be read. */
  readonly pending: ReadonlyMap<string, readonly string[]>;
  /** App label → applied names without a file that no squash on disk replaces. Only apps whose migrations could be read. */
  readonly phantom: ReadonlyMap<string, readonly string[]>;
}

/** Squashes count as Django counts them: applied when all that they replace is. */
export const compareApplied = (apps: readonly LinkedAppMigrations[], rows: readonly AppliedRow[]): AppliedComparison => {
  const graph = createMigrationGraph(apps, new Set(rows.map(keyText)));
  const replaced = new Set(apps.flatMap((app) => app.migrations).flatMap((migration) => (migration.replaces ?? []).map(keyText)));
  const pending = new Map<string, readonly string[]>();
  const phantom = new Map<string, readonly string[]>();
  for (const app of apps) {
    if (!app.isRead) continue;
    const names = new Set(app.migrations.map((migration) => migration.name));
    const waiting = app.migrations.filter((migration) => graph.keys.has(keyText(migration)) && !graph.applied.has(keyText(migration)));
    pending.set(app.label, waiting.map((migration) => migration.name).sort());
    const lost = rows.filter((row) => row.app === app.label && !names.has(row.name) && !replaced.has(keyText(row)));
    if (lost.length > 0) phantom.set(app.label, lost.map((row) => row.name).sort());
  }
  return { pending, phantom };
};

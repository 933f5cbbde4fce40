/** Linked migrations → the `migrations` part of the facts. */
import type { AppFacts, AppliedFacts, AppMigrations, MigrationFacts, MigrationsFacts } from "../../../contract/shapes/facts.ts";
import type { Evaluator } from "../../evaluate/value.ts";
import type { Verdict } from "./autodetect/detect-changes.ts";
import type { Drift } from "./find-drift.ts";
import { compareApplied } from "./compare-applied.ts";
import { createMigrationGraph } from "./migration-graph.ts";
import { findCycle } from "./find-cycle.ts";
import { keyText, type LinkedAppMigrations, type LinkedMigration, type LinkedMigrations } from "./migration.ts";
import { missingParents } from "./missing-parents.ts";
import { summariseArguments } from "./operation-args.ts";
import { makeStep } from "../../progress.ts";

export interface ToMigrationsFactsOptions {
  readonly evaluator: Evaluator;
  readonly linked: LinkedMigrations;
  readonly applied: Readonly<Record<string, AppliedFacts>>;
  readonly drift: Drift;
  /** The apps; null when there may be more. */
  readonly installed: readonly AppFacts[] | null;
  /** Absolute path → path as facts show it. */
  readonly showPath: (path: string) => string;
}

const toMigrationFacts = (migration: LinkedMigration, { evaluator, showPath, drift }: ToMigrationsFactsOptions): MigrationFacts => {
  makeStep();
  return {
    name: migration.name,
    file: showPath(migration.file),
    dependencies: migration.dependencies?.map(keyText) ?? null,
    replaces: migration.replaces?.map(keyText) ?? null,
    run_before: migration.runBefore?.map(keyText) ?? null,
    initial: migration.initial,
    operations:
      migration.operations?.map((operation) => {
        const change = drift.changes.get(operation);
        const facts = { op: operation.op, args: summariseArguments(evaluator, operation), line: operation.line };
        return change === undefined ? facts : { ...facts, change };
      }) ?? null,
  };
};

/** The alias whose state counts as the project's: `default`, or the only one. */
export const decisive = (applied: Readonly<Record<string, AppliedFacts>>): AppliedFacts | undefined =>
  applied["default"] ?? (Object.keys(applied).length === 1 ? Object.values(applied)[0] : undefined);

/** `pending` is null per app whose applied state, or whose migrations, are not known. */
export const toMigrationsFacts = (options: ToMigrationsFactsOptions): MigrationsFacts => {
  const { apps } = options.linked;
  const graph = createMigrationGraph(apps, new Set());
  const shown: Record<string, AppMigrations> = {};
  const conflicts: Record<string, string[]> = {};
  for (const app of apps) {
    const leaves = app.isRead ? graph.leaves(app.label) : null;
    shown[app.label] = {
      module: app.module,
      migrations: app.migrations.map((migration) => toMigrationFacts(migration, options)),
      leaf_nodes: leaves === null ? null : [...leaves],
    };
    if (leaves !== null && leaves.length > 1) conflicts[app.label] = [...leaves];
  }
  const state = decisive(options.applied);
  const compared = state === undefined || state.source === "unknown" ? null : compareApplied(apps, state.rows);
  return {
    apps: shown,
    conflicts,
    ...toDriftFacts(options.drift, loadingFault(shown, options.installed)),
    applied: options.applied,
    pending: Object.fromEntries(apps.map((app) => [app.label, pendingOf(app, compared)])),
    phantom: Object.fromEntries([...(compared?.phantom ?? [])].map(([label, names]) => [label, [...names]])),
  };
};

/** What of the migrations' facts depends on the models; `fault` is why Django cannot load them. */
export const toDriftFacts = ({ verdicts: found }: Drift, fault: string | null): Pick<MigrationsFacts, "drift" | "drift_unknown"> => {
  const because = fault ?? "";
  const verdicts = fault === null ? found : new Map([...found.keys()].map((label) => [label, { changes: null, because }]));
  return {
    drift: driftFacts(verdicts),
    drift_unknown: Object.fromEntries([...verdicts].flatMap(([label, one]) => (one.because === null ? [] : [[label, one.because]]))),
  };
};

/** Where the loader stops at a dependency that does not exist or a circle, `makemigrations` has no verdict on any app. */
export const loadingFault = (apps: MigrationsFacts["apps"], installed: readonly AppFacts[] | null): string | null => {
  const [first] = missingParents(apps, installed);
  const cycle = first === undefined ? findCycle(apps) : null;
  if (first === undefined && cycle === null) return null;
  const fault =
    first === undefined
      ? `${cycle?.join(", ") ?? ""} depend on each other`
      : `${first.app}.${first.name} depends on ${first.parent}, which does not exist`;
  return `${fault}, so Django cannot load the migrations`;
};

/** Null when there was no app to judge. */
const driftFacts = (drift: ReadonlyMap<string, Verdict>): MigrationsFacts["drift"] =>
  drift.size === 0 ? null : Object.fromEntries([...drift].map(([label, { changes }]) => [label, changes === null ? null : [...changes]]));

const pendingOf = (app: LinkedAppMigrations, compared: ReturnType<typeof compareApplied> | null): string[] | null => {
  const names = compared?.pending.get(app.label);
  return names === undefined ? null : [...names];
};

import type { Facts } from "../../contract/shapes/facts.ts";
import type { StatusApp } from "../../contract/shapes/status.ts";

/** One entry per installed app: the project's own first, then by name. A pending count that is not known is null. */
export const toStatusApps = (facts: Facts): readonly StatusApp[] => {
  const models = new Map<string, number>();
  for (const model of facts.models) {
    if (!model.abstract && !model.auto_created) models.set(model.app, (models.get(model.app) ?? 0) + 1);
  }
  const source = facts.migrations.applied["default"]?.source ?? "unknown";
  const apps = facts.apps.map((app) => {
    const pending = facts.migrations.pending[app.label];
    return {
      label: app.name,
      app_label: app.label,
      models: models.get(app.label) ?? 0,
      pending_migrations: pending === undefined ? (source === "unknown" ? null : 0) : (pending?.length ?? null),
      first_party: app.first_party,
      status: statusOf(facts, app.label),
      applied_source: source,
    };
  });
  return apps.sort((a, b) => Number(b.first_party) - Number(a.first_party) || (a.label < b.label ? -1 : 1));
};

/** The most pressing thing about an app's migrations. */
const statusOf = (facts: Facts, label: string): StatusApp["status"] => {
  const { conflicts, drift, pending, applied } = facts.migrations;
  if ((conflicts[label]?.length ?? 0) > 1) return "conflict";
  if ((drift?.[label]?.length ?? 0) > 0) return "unmigrated";
  const names = pending[label];
  if (names === undefined) return (applied["default"]?.source ?? "unknown") === "unknown" && hasMigrations(facts, label) ? "unknown" : "ok";
  if (names === null) return "unknown";
  return names.length > 0 ? "pending" : "ok";
};

const hasMigrations = (facts: Facts, label: string): boolean => (facts.migrations.apps[label]?.migrations.length ?? 0) > 0;

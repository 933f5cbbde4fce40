/**
 * The digest: all that screens, presets and runs need of the facts, small and ready to use. It is made where the facts
 * are (in the scan's thread), so that the server never parses a facts document to answer a poll.
 */
import type { Facts, ProjectFacts } from "../../contract/shapes/facts.ts";
import type { SchemaConnection, SchemaNode, StatusApp } from "../../contract/shapes/status.ts";
import { toSchemaGraph } from "../../inspector/views/schema-graph.ts";
import { findFixtureFolders } from "./fixtures.ts";
import { countProject, type Counts } from "./count-project.ts";
import { toMeasuredInsights, type MeasuredInsight } from "./insights.ts";
import { findLogFiles } from "./log-files.ts";
import type { DatabaseServer } from "../../runner/sandbox/database-server.ts";
import { findDatabaseServers } from "./find-database-servers.ts";
import { findSqliteFiles } from "./settings-of.ts";
import { toStatusApps } from "./status-apps.ts";

export interface Suggestions {
  readonly apps: readonly string[];
  /** App label → migration names. */
  readonly migrations: Readonly<Record<string, readonly string[]>>;
  readonly models: readonly string[];
  readonly databases: readonly string[];
}

export interface Digest {
  readonly project: ProjectFacts;
  readonly insights: readonly MeasuredInsight[];
  readonly measures: Readonly<Record<string, number | null>>;
  readonly apps: readonly StatusApp[];
  readonly schema: { readonly nodes: readonly SchemaNode[]; readonly connections: readonly SchemaConnection[] };
  readonly counts: Counts;
  readonly suggestions: Suggestions;
  /** Absolute paths that the settings' LOGGING writes to. */
  readonly logFiles: readonly string[];
  /** Absolute folders that may hold fixtures, with the app they belong to. */
  readonly fixtureFolders: readonly { readonly app: string; readonly folder: string }[];
  /** Files whose change makes the facts stale, besides the project's source: databases that were read. */
  readonly watchedFiles: readonly string[];
  /** Undefined in digests of older scans. */
  readonly databaseServers?: readonly DatabaseServer[];
}

export const toDigest = (facts: Facts): Digest => {
  const counts = countProject(facts);
  const measured = toMeasuredInsights(facts, counts);
  return {
    project: facts.project,
    ...measured,
    apps: toStatusApps(facts),
    schema: toSchemaGraph(facts),
    counts,
    suggestions: toSuggestions(facts),
    logFiles: findLogFiles(facts),
    fixtureFolders: findFixtureFolders(facts),
    watchedFiles: findSqliteFiles(facts),
    databaseServers: findDatabaseServers(facts),
  };
};

const toSuggestions = (facts: Facts): Suggestions => ({
  apps: facts.apps.map((app) => app.label),
  migrations: Object.fromEntries(
    Object.entries(facts.migrations.apps).map(([label, app]) => [label, app.migrations.map((migration) => migration.name)]),
  ),
  models: facts.models.filter((model) => !model.abstract && !model.auto_created).map((model) => model.label),
  databases: Object.keys(facts.settings.DATABASES ?? { default: "" }),
});

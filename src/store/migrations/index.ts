/** The store's own schema, version by version. A step that shipped is never edited; a change is a new step. */
import { firstTables } from "./0001-first-tables.ts";
import { runsWithoutSandbox } from "./0002-runs-without-sandbox.ts";
import type { SchemaMigration } from "./schema-migration.ts";

export const schemaMigrations: readonly SchemaMigration[] = [firstTables, runsWithoutSandbox];

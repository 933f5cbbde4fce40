/** The store's own schema, version by version. A step that shipped is never edited; a change is a new step. */
import type { RawBuilder } from "kysely";
import { firstTables } from "./0001-first-tables.ts";

export interface SchemaMigration {
  readonly version: number;
  readonly name: string;
  readonly statements: readonly RawBuilder<unknown>[];
}

export const schemaMigrations: readonly SchemaMigration[] = [firstTables];

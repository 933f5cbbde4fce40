import type { RawBuilder } from "kysely";

/** One step of the store's own schema. */
export interface SchemaMigration {
  readonly version: number;
  readonly name: string;
  readonly statements: readonly RawBuilder<unknown>[];
}

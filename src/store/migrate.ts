/** Brings a database to the newest schema: each step in its own transaction, so that a crash leaves it before or after a step. */
import { sql, type Kysely } from "kysely";
import { Refusal } from "../contract/errors.ts";
import { schemaMigrations } from "./migrations/index.ts";
import type { SchemaMigration } from "./migrations/schema-migration.ts";
import type { Tables } from "./tables.ts";

export const migrate = async (
  db: Kysely<Tables>,
  now: () => number,
  steps: readonly SchemaMigration[] = schemaMigrations,
): Promise<void> => {
  const newest = steps.at(-1)?.version ?? 0;
  const found = await versionOf(db);
  if (found > newest) {
    throw new Refusal("store-newer", `The data was written by a newer DJDesk (schema ${found}; this program knows ${newest}).`);
  }
  for (const step of steps) {
    if (step.version > found) await applyStep(db, step, now());
  }
};

/** Another process may have applied the step meanwhile: the version is read again under the write lock. */
const applyStep = (db: Kysely<Tables>, step: SchemaMigration, at: number): Promise<void> =>
  db.transaction().execute(async (transaction) => {
    await sql`CREATE TABLE IF NOT EXISTS schema_migrations (version integer PRIMARY KEY, name text NOT NULL, applied_at integer NOT NULL)`.execute(
      transaction,
    );
    if ((await versionOf(transaction)) >= step.version) return;
    for (const statement of step.statements) await statement.execute(transaction);
    await transaction.insertInto("schema_migrations").values({ version: step.version, name: step.name, applied_at: at }).execute();
  });

/** Version of the schema in the database, 0 when it is empty. */
export const versionOf = async (db: Kysely<Tables>): Promise<number> => {
  const tables = await sql<{ name: string }>`SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'`.execute(
    db,
  );
  if (tables.rows.length === 0) return 0;
  const row = await db
    .selectFrom("schema_migrations")
    .select((e) => e.fn.max("version").as("version"))
    .executeTakeFirst();
  return row?.version ?? 0;
};

import { sql } from "kysely";
import type { SchemaMigration } from "./schema-migration.ts";

/** Workspaces whose user agreed that commands run where there is no sandbox; the samples that come with DJDesk are. */
export const runsWithoutSandbox: SchemaMigration = {
  version: 2,
  name: "runs-without-sandbox",
  statements: [
    sql`ALTER TABLE workspaces ADD COLUMN accepts_no_sandbox integer NOT NULL DEFAULT 0`,
    sql`UPDATE workspaces SET accepts_no_sandbox = 1 WHERE bundled = 1`,
  ],
};

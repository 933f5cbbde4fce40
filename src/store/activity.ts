/** What DJDesk did in a workspace, newest kept. */
import type { Kysely } from "kysely";
import { logLevel, type LogLevel } from "../contract/shapes/status.ts";
import type { Tables } from "./tables.ts";

export interface ActivityRecord {
  readonly at: number;
  readonly level: LogLevel;
  /** `workspace`, `scan`, `task`. */
  readonly kind: string;
  readonly message: string;
}

const kept = 500;

export const createActivity = (db: Kysely<Tables>) => ({
  async add(workspaceId: number, activity: ActivityRecord): Promise<void> {
    const row = await db
      .insertInto("activity")
      .values({ workspace_id: workspaceId, ...activity })
      .returning("id")
      .executeTakeFirstOrThrow();
    if (row.id % 50 === 0) await prune(db, workspaceId);
  },

  /** Newest first. */
  async newest(workspaceId: number, limit: number): Promise<readonly ActivityRecord[]> {
    const rows = await db
      .selectFrom("activity")
      .select(["at", "level", "kind", "message"])
      .where("workspace_id", "=", workspaceId)
      .orderBy("id", "desc")
      .limit(limit)
      .execute();
    return rows.map((row) => ({ ...row, level: logLevel.parse(row.level) }));
  },
});

const prune = async (db: Kysely<Tables>, workspaceId: number): Promise<void> => {
  const row = await db
    .selectFrom("activity")
    .select("id")
    .where("workspace_id", "=", workspaceId)
    .orderBy("id", "desc")
    .offset(kept)
    .limit(1)
    .executeTakeFirst();
  if (row !== undefined) await db.deleteFrom("activity").where("workspace_id", "=", workspaceId).where("id", "<=", row.id).execute();
};

export type Activity = ReturnType<typeof createActivity>;

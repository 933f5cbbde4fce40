/** Scans: jobs with progress, and for the newest ones of a kind what they found. */
import type { Kysely, Selectable } from "kysely";
import { z } from "zod";
import { scan as scanShape, scanKind, type ScanKind } from "../contract/shapes/status.ts";
import type { Owner } from "./owner.ts";
import type { ScanTable, Tables } from "./tables.ts";
import { notBefore } from "./not-before.ts";

export type ScanStatus = z.infer<typeof scanShape>["status"];
export type Measures = Readonly<Record<string, number | null>>;

export interface ScanRecord {
  readonly id: number;
  readonly workspaceId: number;
  readonly kind: ScanKind;
  readonly status: ScanStatus;
  readonly progress: number;
  readonly summary: string;
  readonly requestedAt: number;
  readonly startedAt: number | null;
  readonly completedAt: number | null;
  readonly resultHash: string | null;
  readonly measures: Measures | null;
}

export interface CompletedScan {
  readonly summary: string;
  readonly at: number;
  readonly resultHash: string;
  readonly measures: Measures;
  /** JSON of what screens need; null for kinds that have none. */
  readonly digest: string | null;
  /** Section name → compressed JSON. */
  readonly sections: readonly { readonly section: string; readonly body: Uint8Array }[];
}

/** Rows kept per workspace and kind; results (digest, facts) only of the newest two. */
const keptRows = 200;
const keptResults = 2;

const measuresShape = z.record(z.string(), z.number().nullable());

const toRecord = (row: Selectable<ScanTable>): ScanRecord => ({
  id: row.id,
  workspaceId: row.workspace_id,
  kind: scanKind.parse(row.kind),
  status: scanShape.shape.status.parse(row.status),
  progress: row.progress,
  summary: row.summary,
  requestedAt: row.requested_at,
  startedAt: row.started_at,
  completedAt: row.completed_at,
  resultHash: row.result_hash,
  measures: row.measures_json === null ? null : measuresShape.parse(JSON.parse(row.measures_json)),
});

export const createScans = (db: Kysely<Tables>) => ({
  async insert(workspaceId: number, kind: ScanKind, at: number, owner: Owner): Promise<ScanRecord> {
    const row = await db
      .insertInto("scans")
      .values({
        workspace_id: workspaceId,
        kind,
        status: "pending",
        progress: 0,
        summary: "Waiting for its turn",
        requested_at: at,
        started_at: null,
        completed_at: null,
        result_hash: null,
        measures_json: null,
        owner_json: JSON.stringify(owner),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return toRecord(row);
  },

  async byId(id: number): Promise<ScanRecord | null> {
    const row = await db.selectFrom("scans").selectAll().where("id", "=", id).executeTakeFirst();
    return row === undefined ? null : toRecord(row);
  },

  async start(ids: readonly number[], summary: string, at: number): Promise<void> {
    await db
      .updateTable("scans")
      .set({ status: "running", started_at: notBefore(at), summary })
      .where("id", "in", ids)
      .execute();
  },

  async advance(ids: readonly number[], progress: number, summary: string): Promise<void> {
    await db.updateTable("scans").set({ progress, summary }).where("id", "in", ids).where("status", "=", "running").execute();
  },

  /** Only what has not ended. */
  async fail(ids: readonly number[], reason: string, at: number): Promise<void> {
    await db
      .updateTable("scans")
      .set({ status: "failed", summary: reason, completed_at: notBefore(at) })
      .where("id", "in", ids)
      .where("status", "in", ["pending", "running"])
      .execute();
  },

  /** Stores what was found and drops what is older than is kept. */
  async complete(scan: Pick<ScanRecord, "id" | "workspaceId" | "kind">, completed: CompletedScan): Promise<void> {
    await db.transaction().execute(async (transaction) => {
      await transaction
        .updateTable("scans")
        .set({
          status: "completed",
          progress: 100,
          summary: completed.summary,
          completed_at: notBefore(completed.at),
          result_hash: completed.resultHash,
          measures_json: JSON.stringify(completed.measures),
        })
        .where("id", "=", scan.id)
        .execute();
      if (completed.digest !== null) {
        await transaction.insertInto("scan_results").values({ scan_id: scan.id, digest_json: completed.digest }).execute();
      }
      for (const section of completed.sections) {
        await transaction.insertInto("fact_sections").values({ scan_id: scan.id, section: section.section, body: section.body }).execute();
      }
      await prune(transaction, scan);
    });
  },

  /** What is known of a completed scan has changed without a new one. */
  async replaceResult(id: number, result: Pick<CompletedScan, "summary" | "measures"> & { readonly digest: string }): Promise<void> {
    await db.transaction().execute(async (transaction) => {
      const { summary, measures, digest } = result;
      await transaction
        .updateTable("scans")
        .set({ summary, measures_json: JSON.stringify(measures) })
        .where("id", "=", id)
        .execute();
      await transaction.updateTable("scan_results").set({ digest_json: digest }).where("scan_id", "=", id).execute();
    });
  },

  /** The newest scan of each kind, newest first. */
  async newestOfEachKind(workspaceId: number): Promise<readonly ScanRecord[]> {
    const rows = await db
      .selectFrom("scans")
      .selectAll()
      .where("id", "in", (e) =>
        e
          .selectFrom("scans")
          .select((s) => s.fn.max("id").as("id"))
          .where("workspace_id", "=", workspaceId)
          .groupBy("kind"),
      )
      .orderBy("id", "desc")
      .execute();
    return rows.map(toRecord);
  },

  async newestCompleted(workspaceId: number, kind: ScanKind): Promise<ScanRecord | null> {
    const row = await db
      .selectFrom("scans")
      .selectAll()
      .where("workspace_id", "=", workspaceId)
      .where("kind", "=", kind)
      .where("status", "=", "completed")
      .orderBy("id", "desc")
      .executeTakeFirst();
    return row === undefined ? null : toRecord(row);
  },

  /** Counts of the newest older scan that found something else than `scan` did. */
  async measuresBefore(scan: ScanRecord): Promise<Measures | null> {
    if (scan.resultHash === null) return null;
    const row = await db
      .selectFrom("scans")
      .selectAll()
      .where("workspace_id", "=", scan.workspaceId)
      .where("kind", "=", scan.kind)
      .where("status", "=", "completed")
      .where("id", "<", scan.id)
      .where("result_hash", "!=", scan.resultHash)
      .orderBy("id", "desc")
      .executeTakeFirst();
    return row === undefined ? null : toRecord(row).measures;
  },

  /** JSON text of the digest of a completed scan, when it is still kept. */
  async digestOf(scanId: number): Promise<string | null> {
    const row = await db.selectFrom("scan_results").select("digest_json").where("scan_id", "=", scanId).executeTakeFirst();
    return row?.digest_json ?? null;
  },

  /** Compressed sections of the facts, all or one. */
  async sectionsOf(scanId: number, section?: string): Promise<readonly { readonly section: string; readonly body: Uint8Array }[]> {
    let query = db.selectFrom("fact_sections").select(["section", "body"]).where("scan_id", "=", scanId);
    if (section !== undefined) query = query.where("section", "=", section);
    return query.execute();
  },

  async unfinished(): Promise<readonly { readonly scan: ScanRecord; readonly ownerJson: string }[]> {
    const rows = await db.selectFrom("scans").selectAll().where("status", "in", ["pending", "running"]).execute();
    return rows.map((row) => ({ scan: toRecord(row), ownerJson: row.owner_json }));
  },
});

const prune = async (db: Kysely<Tables>, { workspaceId, kind }: Pick<ScanRecord, "workspaceId" | "kind">): Promise<void> => {
  const ids = await db
    .selectFrom("scans")
    .select("id")
    .where("workspace_id", "=", workspaceId)
    .where("kind", "=", kind)
    .where("status", "=", "completed")
    .orderBy("id", "desc")
    .limit(keptRows + 1)
    .execute();
  const oldestResult = ids[keptResults];
  if (oldestResult !== undefined) {
    const older = db.selectFrom("scans").select("id").where("workspace_id", "=", workspaceId).where("kind", "=", kind);
    await db
      .deleteFrom("scan_results")
      .where("scan_id", "in", older.where("id", "<=", oldestResult.id))
      .execute();
    await db
      .deleteFrom("fact_sections")
      .where("scan_id", "in", older.where("id", "<=", oldestResult.id))
      .execute();
  }
  const oldestRow = ids[keptRows];
  if (oldestRow !== undefined) {
    await db
      .deleteFrom("scans")
      .where("workspace_id", "=", workspaceId)
      .where("kind", "=", kind)
      .where("id", "<=", oldestRow.id)
      .where("status", "in", ["completed", "failed"])
      .execute();
  }
};

export type Scans = ReturnType<typeof createScans>;

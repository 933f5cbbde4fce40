/** Registered folders. */
import { sql, type Kysely, type Selectable } from "kysely";
import { workspaceSettings, type WorkspaceSettings } from "../contract/shapes/workspace.ts";
import type { Tables, WorkspaceTable } from "./tables.ts";

/** What a folder is, apart from its name: trust is bound to it. */
export interface FolderIdentity {
  readonly realPath: string;
  readonly device: string;
  readonly inode: string;
}

export interface WorkspaceRecord {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly projectPath: string;
  readonly identity: FolderIdentity;
  readonly trusted: boolean;
  /** The user agreed, for this folder, that its commands run even where there is no sandbox. */
  readonly acceptsNoSandbox: boolean;
  readonly bundled: boolean;
  /** Relative to the folder; null for a project that never had one: its commands start from the settings module. */
  readonly managePy: string | null;
  readonly settings: WorkspaceSettings;
  readonly createdAt: number;
}

export type NewWorkspace = Omit<WorkspaceRecord, "id">;

const toRecord = (row: Selectable<WorkspaceTable>): WorkspaceRecord => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  projectPath: row.project_path,
  identity: { realPath: row.real_path, device: row.device, inode: row.inode },
  trusted: row.trusted === 1,
  acceptsNoSandbox: row.accepts_no_sandbox === 1,
  bundled: row.bundled === 1,
  managePy: row.manage_py,
  settings: workspaceSettings.parse(JSON.parse(row.settings_json)),
  createdAt: row.created_at,
});

/**
 * Carries what is written over from the log into the file at once: writes of workspaces are few, and who takes the log away
 * takes a run, not a workspace. A write is written, whether or not that succeeds.
 */
const carryOver = async (db: Kysely<Tables>): Promise<void> => {
  await sql`PRAGMA wal_checkpoint(PASSIVE)`.execute(db).catch(() => undefined);
};

export const createWorkspaces = (db: Kysely<Tables>) => ({
  async list(): Promise<readonly WorkspaceRecord[]> {
    const rows = await db.selectFrom("workspaces").selectAll().orderBy("name").orderBy("id").execute();
    return rows.map(toRecord);
  },

  async count(): Promise<number> {
    const row = await db
      .selectFrom("workspaces")
      .select((e) => e.fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow();
    return row.count;
  },

  async bySlug(slug: string): Promise<WorkspaceRecord | null> {
    const row = await db.selectFrom("workspaces").selectAll().where("slug", "=", slug).executeTakeFirst();
    return row === undefined ? null : toRecord(row);
  },

  async byId(id: number): Promise<WorkspaceRecord | null> {
    const row = await db.selectFrom("workspaces").selectAll().where("id", "=", id).executeTakeFirst();
    return row === undefined ? null : toRecord(row);
  },

  /** The workspace of this folder under whatever path: by real path or by device and inode. */
  async byIdentity(identity: FolderIdentity): Promise<WorkspaceRecord | null> {
    const row = await db
      .selectFrom("workspaces")
      .selectAll()
      .where((e) =>
        e.or([e("real_path", "=", identity.realPath), e.and([e("device", "=", identity.device), e("inode", "=", identity.inode)])]),
      )
      .executeTakeFirst();
    return row === undefined ? null : toRecord(row);
  },

  /** Slugs that begin with `base`, to choose a free one from. */
  async slugsLike(base: string): Promise<ReadonlySet<string>> {
    const rows = await db.selectFrom("workspaces").select("slug").where("slug", "like", `${base}%`).execute();
    return new Set(rows.map((row) => row.slug));
  },

  async insert(workspace: NewWorkspace): Promise<WorkspaceRecord> {
    const row = await db
      .insertInto("workspaces")
      .values({
        slug: workspace.slug,
        name: workspace.name,
        project_path: workspace.projectPath,
        real_path: workspace.identity.realPath,
        device: workspace.identity.device,
        inode: workspace.identity.inode,
        trusted: workspace.trusted ? 1 : 0,
        accepts_no_sandbox: workspace.acceptsNoSandbox ? 1 : 0,
        bundled: workspace.bundled ? 1 : 0,
        manage_py: workspace.managePy,
        settings_json: JSON.stringify(workspace.settings),
        created_at: workspace.createdAt,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await carryOver(db);
    return toRecord(row);
  },

  /** Trust is given to one folder: the identity it has now. */
  async trust(id: number, identity: FolderIdentity, acceptsNoSandbox: boolean): Promise<void> {
    await db
      .updateTable("workspaces")
      .set({
        trusted: 1,
        accepts_no_sandbox: acceptsNoSandbox ? 1 : 0,
        real_path: identity.realPath,
        device: identity.device,
        inode: identity.inode,
      })
      .where("id", "=", id)
      .execute();
    await carryOver(db);
  },

  async update(id: number, changes: { readonly name: string; readonly settings: WorkspaceSettings }): Promise<void> {
    await db
      .updateTable("workspaces")
      .set({ name: changes.name, settings_json: JSON.stringify(changes.settings) })
      .where("id", "=", id)
      .execute();
    await carryOver(db);
  },

  /** A manage.py was found, or found elsewhere. */
  async setManagePy(id: number, managePy: string): Promise<void> {
    await db.updateTable("workspaces").set({ manage_py: managePy }).where("id", "=", id).execute();
    await carryOver(db);
  },

  /** Forgets it with its scans, runs, lines and activity. */
  async remove(id: number): Promise<void> {
    await db.deleteFrom("workspaces").where("id", "=", id).execute();
    await carryOver(db);
  },
});

export type Workspaces = ReturnType<typeof createWorkspaces>;

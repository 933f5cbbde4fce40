/**
 * The memory of DJDesk: one SQLite file in the data folder, written ahead (WAL), readable while another process writes.
 *
 * Every acknowledged write survives a killed process. `durably` also waits for the disk, for what must survive a power cut.
 */
import { lstatSync, statSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { Kysely, sql } from "kysely";
import { createActivity, type Activity } from "./activity.ts";
import { prepareDataFolder } from "./data-folder.ts";
import { createNodeSqliteDialect, openNodeSqlite } from "./dialects/node-sqlite.ts";
import { toStoreRefusal } from "./dialects/sqlite-errors.ts";
import { Refusal } from "../contract/errors.ts";
import { createLogLines, type LogLines } from "./log-lines.ts";
import { makeStoreFile } from "./make-store-file.ts";
import { migrate, versionOf } from "./migrate.ts";
import { createScans, type Scans } from "./scans.ts";
import type { Tables } from "./tables.ts";
import { createTaskRuns, type TaskRuns } from "./task-runs.ts";
import { createWorkspaces, type Workspaces } from "./workspaces.ts";

export interface Store {
  readonly workspaces: Workspaces;
  readonly scans: Scans;
  readonly taskRuns: TaskRuns;
  readonly logLines: LogLines;
  readonly activity: Activity;
  isOpen(): boolean;
  /** A number that changes whenever another process wrote. */
  foreignVersion(): number;
  /** Runs writes whose commit waits for the disk. */
  durably<Result>(writes: () => Promise<Result>): Promise<Result>;
  /** The file may have this many pages of 4 KiB at most: as if the disk ended there. */
  limitPages(count: number): void;
  /** Turns an error of the database into the refusal that tells the user about it. */
  toRefusal(thrown: unknown): unknown;
  close(): Promise<void>;
}

export interface OpenStoreOptions {
  readonly dataFolder: string;
  /** Reads the whole file once to see that it is undamaged; for the server, not for a quick command beside it. */
  readonly checkSound: boolean;
  readonly now: () => number;
  readonly patienceMs?: number;
}

const fileName = "djdesk.sqlite3";

export const openStore = async (options: OpenStoreOptions): Promise<Store> => {
  prepareDataFolder(options.dataFolder);
  const path = `${options.dataFolder}/${fileName}`;
  const patienceMs = options.patienceMs ?? 30_000;
  try {
    return await openFile(path, { ...options, patienceMs });
  } catch (error) {
    throw toStoreRefusal(error, path);
  }
};

/** True when a store was ever made in this folder. */
export const hasStore = (dataFolder: string): boolean => lstatSync(`${dataFolder}/${fileName}`, { throwIfNoEntry: false }) !== undefined;

const openFile = async (path: string, options: OpenStoreOptions & { readonly patienceMs: number }): Promise<Store> => {
  if (isMissing(path)) await makeStoreFile(path, options.now);
  const database = openNodeSqlite(path);
  const db = new Kysely<Tables>({ dialect: createNodeSqliteDialect(database, options.patienceMs) });
  try {
    if (options.checkSound) await checkSound(db, path);
    await checkFilled(db, path);
    await sql`PRAGMA journal_mode = WAL`.execute(db);
    await sql`PRAGMA synchronous = NORMAL`.execute(db);
    await migrate(db, options.now);
  } catch (error) {
    database.close();
    throw error;
  }
  return toStore(database, db, path);
};

/** Refuses what stands in the file's place and is none: SQLite would wait on it, or say something else of it. */
const isMissing = (path: string): boolean => {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return true;
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile() === true) return false;
  const what = found === undefined ? "a link that leads nowhere" : found.isDirectory() ? "a folder" : "no file";
  throw new Refusal("store-corrupt", `${path} is ${what}.`);
};

const checkSound = async (db: Kysely<Tables>, path: string): Promise<void> => {
  const result = await sql<{ quick_check: string }>`PRAGMA quick_check(1)`.execute(db);
  const verdict = result.rows[0]?.quick_check ?? "no answer";
  // A line of its own names the database that is meant; there is but one.
  const reason = verdict.replace(/^\*\*\* .*\n/, "").replace(/\.?\s*$/, "");
  if (verdict !== "ok") throw new Refusal("store-corrupt", `${path} is damaged: ${reason.replaceAll("\n", "; ")}.`);
};

/** A store that was made has tables: without them it was emptied, and what it remembered is not to be forgotten in silence. */
const checkFilled = async (db: Kysely<Tables>, path: string): Promise<void> => {
  if ((await versionOf(db)) === 0) throw new Refusal("store-corrupt", `${path} is empty: what it remembered is gone.`);
};

const toStore = (database: DatabaseSync, db: Kysely<Tables>, path: string): Store => {
  const dataVersion = database.prepare("PRAGMA data_version");
  let open = true;
  return {
    workspaces: createWorkspaces(db),
    scans: createScans(db),
    taskRuns: createTaskRuns(db),
    logLines: createLogLines(db),
    activity: createActivity(db),
    isOpen: () => open,
    foreignVersion: () => Number(dataVersion.get()?.["data_version"] ?? 0),
    async durably(writes) {
      await sql`PRAGMA synchronous = FULL`.execute(db);
      try {
        return await writes();
      } finally {
        // What was written is written; a database that stays careful is only slower.
        await sql`PRAGMA synchronous = NORMAL`.execute(db).catch(() => {});
      }
    },
    limitPages: (count) => database.exec(`PRAGMA max_page_count = ${Math.floor(count)}`),
    toRefusal: (thrown) => toStoreRefusal(thrown, path),
    async close() {
      if (!open) return;
      open = false;
      await db.destroy();
      if (database.isOpen) database.close();
    },
  };
};

/**
 * What each database of the project says is applied, as far as that can be known without running anything: from the
 * SQLite file that DATABASES names. Every other engine is unknown until a live scan asks.
 */
import { resolve } from "node:path";
import type { AppliedFacts } from "../../contract/shapes/facts.ts";
import { readSqliteFile, type SqliteReading } from "./read-sqlite-file.ts";

/** One alias of DATABASES; null where the settings could not be evaluated. */
export interface DatabaseSetting {
  readonly alias: string;
  readonly engine: string | null;
  readonly name: string | null;
}

/** What is applied as a database itself said; it holds only while the settings name that database. */
export interface ToldState {
  readonly engine: string | null;
  readonly name: string | null;
  /** Who said it, and when. */
  readonly because: string;
  readonly rows: readonly { readonly app: string; readonly name: string }[];
}

/** By alias. */
export type ToldApplied = Readonly<Record<string, ToldState>>;

export interface ReadAppliedOptions {
  readonly databases: readonly DatabaseSetting[];
  /** Folder in which commands run: relative names are meant from there. Absolute. */
  readonly workingFolder: string;
  /** Absolute path → path as facts show it. */
  readonly showPath: (path: string) => string;
  readonly told?: ToldApplied;
}

const isSqlite = (engine: string): boolean => /(?:^|\.)(?:sqlite3|spatialite)$/.test(engine);
const unknownState = (because: string): AppliedFacts => ({ source: "unknown", because, rows: [] });

const toFacts = (reading: SqliteReading, shown: string): AppliedFacts => {
  if (reading.kind === "rows") return { source: "sqlite-file", because: `Read from ${shown}.`, rows: [...reading.rows] };
  if (reading.kind === "no-table")
    return { source: "sqlite-file", because: `${shown} has no table of migrations yet: none is applied.`, rows: [] };
  if (reading.kind === "missing")
    return { source: "sqlite-file", because: `${shown} does not exist yet: no migration is applied.`, rows: [] };
  return unknownState(`${shown} cannot be read: ${reading.because.replace(/\.$/, "")}.`);
};

const readOne = (database: DatabaseSetting, options: ReadAppliedOptions): AppliedFacts => {
  if (database.engine === null) return unknownState("The engine of this database is not known from the settings.");
  if (!isSqlite(database.engine)) return unknownState(`${database.engine} is no file: a live scan asks the database.`);
  if (database.name === null || database.name === "") return unknownState("The file of this database is not known from the settings.");
  if (/:memory:|mode=memory/.test(database.name)) return unknownState("The database lives in memory only.");
  const uri = /^file:(?:\/\/(?=\/))?([^?]*)/.exec(database.name);
  const path = resolve(options.workingFolder, uri?.[1] ?? database.name);
  return toFacts(readSqliteFile(path), options.showPath(path));
};

/** Alias → what is applied there. */
export const readAppliedMigrations = (options: ReadAppliedOptions): Readonly<Record<string, AppliedFacts>> =>
  Object.fromEntries(options.databases.map((database) => [database.alias, orTold(readOne(database, options), database, options.told)]));

const orTold = (read: AppliedFacts, { alias, engine, name }: DatabaseSetting, told: ToldApplied = {}): AppliedFacts => {
  const found = Object.hasOwn(told, alias) ? told[alias] : undefined;
  if (read.source !== "unknown" || found === undefined) return read;
  const isAnother = (engine !== null && engine !== found.engine) || (name !== null && name !== found.name);
  if (isAnother) return read;
  return { source: "live", because: found.because, rows: found.rows.map((row) => ({ ...row, applied: null })) };
};

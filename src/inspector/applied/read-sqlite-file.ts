/**
 * Reads `django_migrations` from a project's SQLite file without leaving a trace: no lock, no `-shm`, no `-wal`, no
 * journal, nothing rolled back. Without a companion file the database itself is opened as immutable; with a
 * write-ahead log or a hot journal, a private copy is.
 */
import { statSync, type Stats } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { digestOf, observed, settledStamp, type Answered } from "../files/disk.ts";
import { copyPrivately } from "./private-copy.ts";

export interface AppliedRow {
  readonly app: string;
  readonly name: string;
  readonly applied: string | null;
}

export type SqliteReading =
  | { readonly kind: "rows"; readonly rows: readonly AppliedRow[] }
  /** The file is a database without the table: nothing was ever migrated. */
  | { readonly kind: "no-table" }
  | { readonly kind: "missing" }
  | { readonly kind: "failed"; readonly because: string };

const text = (value: unknown): string | null => (typeof value === "string" ? value : typeof value === "number" ? String(value) : null);

const readRows = (database: DatabaseSync): SqliteReading => {
  const table = database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'django_migrations'").get();
  if (table === undefined) return { kind: "no-table" };
  const rows = database.prepare("SELECT app, name, applied FROM django_migrations ORDER BY id").all();
  return {
    kind: "rows",
    rows: rows.flatMap((row) => {
      const [app, name] = [text(row["app"]), text(row["name"])];
      return app === null || name === null ? [] : [{ app, name, applied: text(row["applied"]) }];
    }),
  };
};

const readDatabase = (location: string | URL, readOnly: boolean): SqliteReading => {
  const database = new DatabaseSync(location, { readOnly });
  try {
    return readRows(database);
  } finally {
    database.close();
  }
};

const hasCompanion = (path: string): boolean =>
  ["-wal", "-journal"].some((suffix) => (statSync(path + suffix, { throwIfNoEntry: false })?.size ?? 0) > 0);

const readFile = (path: string): SqliteReading => {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return { kind: "missing" };
  if (!stat.isFile()) return { kind: "failed", because: "it is not a file" };
  if (stat.size === 0 && !hasCompanion(path)) return { kind: "no-table" };
  if (!hasCompanion(path)) {
    const url = pathToFileURL(path);
    url.searchParams.set("immutable", "1");
    return readDatabase(url, true);
  }
  const outcome = copyPrivately(path);
  if (outcome.kind === "failed") return outcome;
  try {
    return readDatabase(outcome.copy.path, false);
  } finally {
    outcome.copy.remove();
  }
};

/** Of the database and its companions; null when `toStamp` gives none for one of them. */
export const stampOfDatabase = (path: string, toStamp: (stat: Stats) => string | null): string | null => {
  const stamps = ["", "-wal", "-journal"].map((suffix) => {
    const stat = statSync(path + suffix, { throwIfNoEntry: false });
    return stat === undefined ? "-" : toStamp(stat);
  });
  return stamps.includes(null) ? null : stamps.join(" / ");
};

/** A reading that failed may succeed next time, whatever the file's stamp says. */
export const askApplied = (path: string): Answered<SqliteReading> => {
  try {
    const stamp = stampOfDatabase(path, settledStamp);
    const value = readFile(path);
    return { value, answer: () => digestOf(value), stamp: value.kind === "failed" ? null : stamp };
  } catch (error) {
    const value: SqliteReading = { kind: "failed", because: error instanceof Error ? error.message : String(error) };
    return { value, answer: () => digestOf(value), stamp: null };
  }
};

/** Never throws: an unreadable or damaged file is `failed` with the reason. `path` is absolute. */
export const readSqliteFile = (path: string): SqliteReading => observed("applied", path, askApplied(path));

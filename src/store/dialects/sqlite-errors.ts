/** What SQLite's result codes mean to a user. */
import { statfsSync } from "node:fs";
import { dirname } from "node:path";
import { Refusal } from "../../contract/errors.ts";
import { codeOf, messageOf } from "../../kit/message-of.ts";

const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;

/** The primary result code of an error of `node:sqlite`, or null for any other. */
const sqliteCodeOf = (thrown: unknown): number | null =>
  typeof thrown === "object" && thrown !== null && "errcode" in thrown && typeof thrown.errcode === "number" ? thrown.errcode & 0xff : null;

export const isBusy = (thrown: unknown): boolean => {
  const code = sqliteCodeOf(thrown);
  return code === BUSY || code === LOCKED;
};

/** The refusal that tells the user what happened to the file, or the error itself when it is a bug. */
export const toStoreRefusal = (thrown: unknown, path: string): unknown => {
  const cause = { cause: thrown };
  switch (sqliteCodeOf(thrown)) {
    case FULL:
      return new Refusal("disk-full", `The disk that holds ${path} is full.`, cause);
    case NOTADB:
    case CORRUPT:
      return new Refusal("store-corrupt", `${path} is damaged: ${messageOf(thrown)}.`, cause);
    case READONLY:
    case CANTOPEN:
      return new Refusal("store-unwritable", `${path} cannot be opened for writing: ${messageOf(thrown)}.`, cause);
    case IOERR:
      if (isDiskFull(path)) return new Refusal("disk-full", `The disk that holds ${path} is full.`, cause);
      return new Refusal("store-unwritable", `${path} cannot be read or written: ${messageOf(thrown)}.`, cause);
    case BUSY:
    case LOCKED:
      return new Refusal("desk-already-open", `${path} has been locked by another program for too long.`, {
        ...cause,
        hint: "Wait until the other program (a backup, a database browser) has finished, then try again.",
      });
    case null:
    default:
      return toFileRefusal(thrown, path);
  }
};

/** The file that an error of the file system is about, where it says so. */
const fileOf = (thrown: unknown): string | null =>
  typeof thrown === "object" && thrown !== null && "path" in thrown && typeof thrown.path === "string" ? thrown.path : null;

/** The same for errors of the file system; one of a file outside of the data folder is none of the store's. */
const toFileRefusal = (thrown: unknown, path: string): unknown => {
  const cause = { cause: thrown };
  const file = fileOf(thrown) ?? path;
  const isOwn = `${file}/`.startsWith(`${dirname(path)}/`);
  switch (codeOf(thrown)) {
    case "ENOSPC":
    case "EDQUOT":
      return new Refusal("disk-full", `The disk that holds ${isOwn ? path : file} is full.`, cause);
    case "EMFILE":
    case "ENFILE":
      return new Refusal("out-of-files", `No more files can be opened: ${messageOf(thrown)}.`, cause);
    case "EIO":
      return new Refusal("store-unwritable", `The disk does not answer: ${messageOf(thrown)}.`, cause);
    case "EACCES":
    case "EPERM":
    case "EROFS":
    case "EISDIR":
      if (!isOwn) return thrown;
      return new Refusal("store-unwritable", `${path} cannot be opened for writing: ${messageOf(thrown)}.`, cause);
    case null:
    default:
      return thrown;
  }
};

/** SQLite calls it an I/O error when its shared-memory file cannot grow. */
const isDiskFull = (path: string): boolean => {
  try {
    return statfsSync(dirname(path)).bavail === 0;
  } catch {
    return false;
  }
};

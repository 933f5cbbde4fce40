/**
 * One server per data folder. The lock is SQLite's own exclusive lock on an empty database: the system releases it
 * when the process dies, however it dies, so no stale pid file is ever in the way.
 */
import { closeSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { Refusal } from "../contract/errors.ts";
import { isBusy, toStoreRefusal } from "./dialects/sqlite-errors.ts";
import { readServerFile } from "./server-file.ts";

export interface ServerLock {
  release(): void;
}

/** Takes the lock or refuses with the address of the server that holds it. */
export const holdLock = (dataFolder: string): ServerLock => {
  const path = `${dataFolder}/server.lock`;
  let database: DatabaseSync;
  try {
    // Who can read it could hold a lock on it.
    closeSync(openSync(path, "a", 0o600));
    database = new DatabaseSync(path, { timeout: 200 });
  } catch (error) {
    throw toStoreRefusal(error, path);
  }
  try {
    database.exec("PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    throw isBusy(error) ? alreadyOpen(dataFolder) : toStoreRefusal(error, path);
  }
  return { release: () => database.close() };
};

const alreadyOpen = (dataFolder: string): Refusal => {
  const running = readServerFile(dataFolder);
  const where = running === null ? "" : ` at ${running.url}`;
  return new Refusal("desk-already-open", `Another DJDesk is already running${where} on the data in ${dataFolder}.`);
};

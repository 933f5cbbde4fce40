/** Makes the file of a store: it has its tables from the moment that it is there. */
import { closeSync, linkSync, openSync, renameSync, rmSync } from "node:fs";
import { Kysely } from "kysely";
import { codeOf } from "../kit/message-of.ts";
import { randomText } from "../kit/random-text.ts";
import { createNodeSqliteDialect, openNodeSqlite } from "./dialects/node-sqlite.ts";
import { migrate } from "./migrate.ts";
import type { Tables } from "./tables.ts";

/** Where another process made it meanwhile, that file stays. */
export const makeStoreFile = async (path: string, now: () => number): Promise<void> => {
  const partial = `${path}.${randomText(8)}`;
  try {
    // Also in a folder that others may look into, what is remembered is the owner's alone; the log files take the same mode.
    closeSync(openSync(partial, "wx", 0o600));
    const db = new Kysely<Tables>({ dialect: createNodeSqliteDialect(openNodeSqlite(partial), 0) });
    try {
      await migrate(db, now);
    } finally {
      await db.destroy();
    }
    putInPlace(partial, path);
  } finally {
    for (const suffix of ["", "-journal"]) rmSync(partial + suffix, { force: true });
  }
};

const putInPlace = (partial: string, path: string): void => {
  try {
    linkSync(partial, path);
  } catch (error) {
    // Some file systems know no links.
    if (["EPERM", "ENOTSUP", "ENOSYS", "EMLINK"].includes(codeOf(error) ?? "")) renameSync(partial, path);
    else if (codeOf(error) !== "EEXIST") throw error;
  }
};

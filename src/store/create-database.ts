import { renameSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

/** Makes an SQLite file from the text of a dump, whole or not at all. */
export const createDatabase = (path: string, dump: string): void => {
  const partial = `${path}.partial`;
  rmSync(partial, { force: true });
  // A dump lists tables by name, not by dependency.
  const database = new DatabaseSync(partial, { enableForeignKeyConstraints: false });
  try {
    database.exec(dump);
  } finally {
    database.close();
  }
  renameSync(partial, path);
};

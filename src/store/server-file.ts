/** `server.json` in the data folder: where the running server listens. Readable by its owner only, gone after a clean end. */
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { toStoreRefusal } from "./dialects/sqlite-errors.ts";
import { serverFile, type ServerFile } from "../contract/shapes/server-file.ts";

const pathOf = (dataFolder: string): string => `${dataFolder}/server.json`;

/** Null when there is none or it cannot be understood. It may be stale after a crash: compare its nonce with `/api/health/`. */
export const readServerFile = (dataFolder: string): ServerFile | null => {
  try {
    return serverFile.parse(JSON.parse(readFileSync(pathOf(dataFolder), "utf8")));
  } catch {
    return null;
  }
};

/** Refuses what cannot be written. */
export const writeServerFile = (dataFolder: string, content: ServerFile): void => {
  const path = pathOf(dataFolder);
  const temporary = `${path}.${process.pid}`;
  try {
    writeFileSync(temporary, `${JSON.stringify(content)}\n`, { mode: 0o600 });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw toStoreRefusal(error, path);
  }
};

/** Removes the file of this server, never that of another. */
export const removeServerFile = (dataFolder: string, nonce: string): void => {
  if (readServerFile(dataFolder)?.nonce === nonce) rmSync(pathOf(dataFolder), { force: true });
};

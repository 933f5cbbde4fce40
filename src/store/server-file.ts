/** `server.json` in the data folder: where the running server listens. Readable by its owner only, gone after a clean end. */
import { rmSync } from "node:fs";
import { serverFile, type ServerFile } from "../contract/shapes/server-file.ts";
import { readOwnFile, writeOwnFile } from "../kit/own-file.ts";
import { toStoreRefusal } from "./dialects/sqlite-errors.ts";

const pathOf = (dataFolder: string): string => `${dataFolder}/server.json`;

/** Null when there is none or it cannot be understood. It may be stale after a crash: compare its nonce with `/api/health/`. */
export const readServerFile = (dataFolder: string): ServerFile | null => {
  try {
    return serverFile.parse(JSON.parse(readOwnFile(pathOf(dataFolder)) ?? ""));
  } catch {
    return null;
  }
};

/** Refuses what cannot be written. */
export const writeServerFile = (dataFolder: string, content: ServerFile): void => {
  const path = pathOf(dataFolder);
  try {
    writeOwnFile(path, `${JSON.stringify(content)}\n`);
  } catch (error) {
    throw toStoreRefusal(error, path);
  }
};

/** Removes the file of this server, never that of another. */
export const removeServerFile = (dataFolder: string, nonce: string): void => {
  if (readServerFile(dataFolder)?.nonce === nonce) rmSync(pathOf(dataFolder), { force: true });
};

/**
 * The key of a server that cannot see who connects: 256 bits in a file that only its owner may read. Whoever can read
 * the file may use the server; removing it takes everybody's access away.
 */
import { statSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { readOwnFile, writeOwnFile } from "../../kit/own-file.ts";
import { toStoreRefusal } from "../../store/dialects/sqlite-errors.ts";

const accessTokenFile = (dataFolder: string): string => `${dataFolder}/access-token`;

const wellFormed = /^[A-Za-z0-9_-]{43}$/;

/** Null when there is none, or when others than its owner may read it. */
export const readAccessToken = (dataFolder: string): string | null => {
  const file = accessTokenFile(dataFolder);
  try {
    if (process.platform !== "win32" && (statSync(file).mode & 0o077) !== 0) return null;
    const token = (readOwnFile(file) ?? "").trim();
    return wellFormed.test(token) ? token : null;
  } catch {
    return null;
  }
};

/** Refuses where it cannot be written. */
export const readOrMakeAccessToken = (dataFolder: string): string => {
  const known = readAccessToken(dataFolder);
  if (known !== null) return known;
  const file = accessTokenFile(dataFolder);
  const token = randomBytes(32).toString("base64url");
  try {
    writeOwnFile(file, `${token}\n`);
  } catch (error) {
    throw toStoreRefusal(error, file);
  }
  return token;
};

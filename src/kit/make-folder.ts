/** Makes a folder and those above it that are missing. */
import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { codeOf } from "./message-of.ts";

/**
 * Only their owner may look into what is made. Throws the system's error. Node's own `recursive` never comes back where
 * the system says of every name that it does not exist, as `/proc` does.
 */
export const makeFolder = (path: string): void => {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another process may have made it meanwhile.
    if (codeOf(error) !== "EEXIST" || !statSync(path).isDirectory()) throw error;
  }
};

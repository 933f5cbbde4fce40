/** Small files of a program's own, whatever stands in their place; only their owner may read them. */
import { chmodSync, closeSync, constants, fstatSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

const mostBytes = 1024 * 1024;

/** The text, null when there is no such file, or no file: a pipe would be waited for, for ever. */
export const readOwnFile = (path: string): string | null => {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch {
    return null;
  }
  try {
    const found = fstatSync(descriptor);
    return found.isFile() && found.size <= mostBytes ? readFileSync(descriptor, "utf8") : null;
  } catch {
    return null;
  } finally {
    closeSync(descriptor);
  }
};

/** The file is there whole, or as it was before. Throws the system's error. */
export const writeOwnFile = (path: string, text: string): void => {
  const temporary = `${path}.${process.pid}`;
  try {
    writeFileSync(temporary, text, { mode: 0o600 });
    chmodSync(temporary, 0o600);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
};

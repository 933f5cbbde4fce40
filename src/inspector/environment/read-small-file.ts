/** Reads of files that a stranger may have written: never a device or a pipe, never more than a megabyte, never a throw. */
import { closeSync, constants, fstatSync, openSync, readdirSync, readSync, realpathSync, statSync } from "node:fs";

const mostBytes = 1 << 20;

/** Text of a small regular file, else null. */
export const readSmallFile = (path: string): string | null => {
  let handle: number | null = null;
  try {
    handle = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const found = fstatSync(handle);
    if (!found.isFile() || found.size > mostBytes) return null;
    const bytes = Buffer.alloc(found.size);
    return bytes.toString("utf8", 0, readSync(handle, bytes, 0, found.size, 0));
  } catch {
    return null;
  } finally {
    if (handle !== null) closeSync(handle);
  }
};

/** Names in a folder, sorted; `[]` when it cannot be read. */
export const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
};

export const isFolder = (path: string): boolean => {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return false;
  }
};

export const isFile = (path: string): boolean => {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    return false;
  }
};

/** True when both folders have the same owner and nobody else may write to the second: `/tmp` is no part of a project. */
export const sharesOwner = (folder: string, other: string): boolean => {
  const [first, second] = [folder, other].map((path) => statSync(path, { throwIfNoEntry: false }));
  return first !== undefined && second !== undefined && first.uid === second.uid && (second.mode & 0o002) === 0;
};

/** The path with every link resolved, or the path itself. */
export const realPath = (path: string): string => {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
};

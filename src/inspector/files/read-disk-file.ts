/**
 * Reads one file so that nothing odd can hold the scan up: no link is followed, a pipe or device is opened without
 * waiting and refused by its type, and a file above the limit is refused by its size before a byte is read.
 */
import { closeSync, constants, fstatSync, openSync, readSync, statSync, type Stats } from "node:fs";
import { dirname } from "node:path";
import type { Unreadable } from "./project-files.ts";

/** Larger than any source file that people write; generated data modules beyond it are listed as `too-large`. */
export const maxFileBytes = 4 * 1024 * 1024;

const errorCode = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : "UNKNOWN");

export const notRegular: Unreadable = { code: "not-a-file", message: "It is a socket, pipe or device, not a file." };

/** What an error of the file system means to the reader of `unread`. */
export const toUnreadable = (error: unknown): Unreadable => {
  const code = errorCode(error);
  if (code === "ENOENT" || code === "ENOTDIR") return { code: "missing", message: "There is no such file." };
  if (code === "EACCES" || code === "EPERM") return { code: "permission-denied", message: "DJDesk has no permission to read it." };
  if (code === "ELOOP") return { code: "loop", message: "Its symbolic links go round in a circle." };
  if (code === "EISDIR") return { code: "not-a-file", message: "It is a folder." };
  if (code === "ENXIO" || code === "ENODEV") return notRegular;
  return { code: "io-error", message: `Reading it failed (${code}).` };
};

export interface DiskFile {
  readonly bytes: Buffer;
  /** Of the moment before reading. */
  readonly stat: Stats;
}

/** The bytes, or why not. `path` itself must not be a symbolic link. */
export const readDiskFile = (path: string): DiskFile | Unreadable => open(path, constants.O_NOFOLLOW ?? 0, maxFileBytes);

/** The same for a file that may be reached by links. */
export const readThroughLinks = (path: string, mostBytes: number): DiskFile | Unreadable => open(path, 0, mostBytes);

const open = (path: string, flags: number, mostBytes: number): DiskFile | Unreadable => {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | flags | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    return toUnreadable(error);
  }
  try {
    const stat = fstatSync(descriptor);
    if (stat.isDirectory()) return { code: "not-a-file", message: "It is a folder." };
    if (!stat.isFile()) return notRegular;
    if (stat.nlink > 1 && isForeign(path, stat)) return { code: "not-a-file", message: foreign };
    if (stat.size > mostBytes) {
      const size = (stat.size / 1024 / 1024).toFixed(1);
      return { code: "too-large", message: `It has ${size} MiB; files above ${mostBytes / 1024 / 1024} MiB are not read.` };
    }
    return { bytes: readAll(descriptor, stat.size), stat };
  } catch (error) {
    return toUnreadable(error);
  } finally {
    closeSync(descriptor);
  }
};

const foreign = "It is a hard link to a file that belongs to another user than its folder.";

/** A name of a file that lies elsewhere too, in the folder of somebody who does not own it. */
const isForeign = (path: string, { uid }: Stats): boolean =>
  process.platform !== "win32" && statSync(dirname(path), { throwIfNoEntry: false })?.uid !== uid;

/** Reads what is there now, at most the limit: a file may grow or shrink under us. */
const readAll = (descriptor: number, size: number): Buffer => {
  const buffer = Buffer.allocUnsafe(size);
  let length = 0;
  while (length < size) {
    const count = readSync(descriptor, buffer, length, size - length, length);
    if (count === 0) break;
    length += count;
  }
  return buffer.subarray(0, length);
};

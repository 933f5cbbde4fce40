/** What this stage asks of files that a stranger may have written: never a device or a pipe, never more than a megabyte, never a throw. */
import { entriesOf, kindAt, ownerOf, realOf, textOf } from "../files/disk.ts";

/** Text of a small regular file, else null. */
export const readSmallFile = (path: string): string | null => textOf(path);

/** Names in a folder, sorted; `[]` when it cannot be read. */
export const namesIn = (folder: string): readonly string[] => {
  const found = entriesOf(folder);
  return "error" in found ? [] : found.entries.map(({ name }) => name);
};

export const isFolder = (path: string): boolean => kindAt(path) === "folder";

export const isFile = (path: string): boolean => kindAt(path) === "file";

/** True when both folders have the same owner and nobody else may write to the second: `/tmp` is no part of a project. */
export const sharesOwner = (folder: string, other: string): boolean => {
  const [first, second] = [folder, other].map(ownerOf);
  return (
    first !== null && first !== undefined && second !== null && second !== undefined && first.user === second.user && !second.isOpenToAll
  );
};

/** The path with every link resolved, or the path itself. */
export const realPath = (path: string): string => {
  const real = realOf(path);
  return "error" in real ? path : real.path;
};

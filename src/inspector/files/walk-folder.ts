/**
 * Walks a folder without recursion, so that ten thousand levels are as good as ten, and in a fixed order.
 */
import { isIgnoredFolder, isIgnoredName } from "./ignored-folders.ts";
import type { DirectoryEntry } from "./project-files.ts";

export interface Walk {
  children(folder: string): readonly DirectoryEntry[];
  /** False keeps the walk out of a folder (a loop, a link that leaves the project). */
  mayEnter(folder: string): boolean;
}

/** Every file below `folder` outside ignored folders, in byte order of the path. */
export const walkFolder = (folder: string, walk: Walk): readonly string[] => {
  const found: string[] = [];
  const pending = [folder];
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    const children = walk.children(current);
    if (current !== folder && isIgnoredFolder(current.slice(current.lastIndexOf("/") + 1), children)) continue;
    const prefix = current === "/" ? "/" : `${current}/`;
    for (const { name, kind } of children) {
      if (kind === "file") found.push(prefix + name);
      if (kind === "folder" && !isIgnoredName(name) && walk.mayEnter(prefix + name)) pending.push(prefix + name);
    }
  }
  return found.sort(byBytes);
};

/** UTF-16 order equals byte order but for surrogates, which file names hardly have; what matters is that it is fixed. */
const byBytes = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

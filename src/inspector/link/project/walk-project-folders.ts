/** The folders near a project's root, nearest first: where manage.py, settings and configuration files may stand. */
import { posix } from "node:path";
import { isIgnoredFolder, isIgnoredName } from "../../files/ignored-folders.ts";
import type { DirectoryEntry, ProjectFiles } from "../../files/project-files.ts";

export interface NearFolder {
  readonly path: string;
  /** 0 for the root itself. */
  readonly depth: number;
  readonly children: readonly DirectoryEntry[];
}

/** Enough for any real project; a folder full of folders (a home folder) ends the walk early. */
const mostFolders = 4000;

/** Breadth first down to `depth`, names in order, without ignored folders and templates of projects (`{{name}}`). */
export const walkProjectFolders = (files: ProjectFiles, root: string, depth: number): readonly NearFolder[] => {
  const found: NearFolder[] = [];
  let level = [root];
  for (let at = 0; at <= depth && level.length > 0; at += 1) {
    const next: string[] = [];
    for (const path of level) {
      const children = files.children(path);
      if (at > 0 && isIgnoredFolder(posix.basename(path), children)) continue;
      if (found.length >= mostFolders) return found;
      found.push({ path, depth: at, children });
      for (const { name, kind } of children)
        if (kind === "folder" && !isIgnoredName(name) && !name.includes("{{")) next.push(posix.join(path, name));
    }
    level = next;
  }
  return found;
};

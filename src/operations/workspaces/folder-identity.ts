/** What a folder is apart from its name: its real path, device and inode, with the moment of its making. */
import { realpathSync, statSync } from "node:fs";
import type { FolderIdentity } from "../../store/workspaces.ts";

/** Null when there is no folder there, or it cannot be reached. */
export const identityOf = (path: string): FolderIdentity | null => {
  try {
    const realPath = realpathSync.native(path);
    const stat = statSync(realPath, { bigint: true });
    // The number of a folder that was removed is soon given to another one.
    return stat.isDirectory() ? { realPath, device: String(stat.dev), inode: `${stat.ino}.${stat.birthtimeNs}` } : null;
  } catch {
    return null;
  }
};

export const isSameFolder = (a: FolderIdentity, b: FolderIdentity): boolean =>
  a.realPath === b.realPath && a.device === b.device && a.inode === b.inode;

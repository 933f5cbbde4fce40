/**
 * Folders that are never a workspace: the system's own, home itself, DJDesk's data, and network names of Windows.
 * Names are judged by their text first, so that nothing is asked of a remote machine; then again by their real path.
 */
import { homedir } from "node:os";
import { parse, resolve } from "node:path";
import type { FolderIdentity } from "../../store/workspaces.ts";
import { identityOf } from "./folder-identity.ts";

/** Nothing in or below these. */
const systemTrees = ["/proc", "/sys", "/dev", "/boot", "/etc", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/System", "/private/etc"];
/** Not these themselves; what lies in them may be a project. */
const systemFolders = [
  "/run",
  "/usr",
  "/usr/bin",
  "/usr/lib",
  "/usr/share",
  "/var",
  "/opt",
  "/home",
  "/Users",
  "/root",
  "/tmp",
  "/private",
  "/srv",
  "/mnt",
  "/media",
  "/Library",
  "/Applications",
  "/Volumes",
];
const windowsTrees = /^[a-z]:\/(windows|program files( \(x86\))?|programdata)(\/|$)/i;

const isInside = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);
const toSlashes = (path: string): string => path.replaceAll("\\", "/");

/** Why this text must not even be looked up, or null. Windows' network and device names reach other machines by being opened. */
export const refusedByText = (path: string): string | null => {
  if (path.includes("\0")) return "A path cannot hold a NUL character.";
  const slashed = toSlashes(path);
  if (/^[\\/]{2}/.test(path) || slashed.startsWith("//")) return "Paths of other machines and devices (//…) are not opened.";
  return null;
};

/** Why this folder is protected, or null. `path` is absolute. */
export const protectedBecause = (path: string, dataFolder: string): string | null => {
  const here = toSlashes(path).replace(/(.)\/+$/, "$1");
  if (here === toSlashes(parse(path).root) || /^[a-z]:\/?$/i.test(here)) return "It is the root of the file system.";
  if (here === toSlashes(resolve(homedir()))) return "It is your home folder itself.";
  const data = toSlashes(resolve(dataFolder));
  // The samples are placed there as projects of the user's own.
  if (isInside(here, data) && !here.startsWith(`${data}/samples/`)) return "It is the folder where DJDesk keeps its own data.";
  if (isInside(data, here)) return "DJDesk keeps its own data in it.";
  if (systemTrees.some((folder) => isInside(here, folder)) || windowsTrees.test(here)) return "It belongs to the system.";
  if (systemFolders.includes(here)) return "It is a folder of the system that holds many things.";
  return null;
};

const isTheSame = (folder: string, { device, inode }: FolderIdentity): boolean => {
  const found = identityOf(folder);
  return found !== null && found.device === device && found.inode === inode;
};

/** The same of a folder that is there, whatever name it is reached by: a link, or a mount of it elsewhere. */
export const protectedAs = (identity: FolderIdentity, dataFolder: string): string | null => {
  const named = protectedBecause(identity.realPath, identityOf(dataFolder)?.realPath ?? dataFolder);
  if (named !== null) return named;
  const places = ["/", resolve(homedir()), resolve(dataFolder), ...systemTrees, ...systemFolders];
  const place = places.find((folder) => isTheSame(folder, identity));
  return place === undefined ? null : `It is ${place} under another name.`;
};

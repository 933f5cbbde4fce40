/**
 * A project on disk. Its invariant: below a root, nothing is read whose real place is outside all roots, whatever
 * links the project holds. Directory listings and real paths are remembered, so one object serves one scan.
 */
import { resolve } from "node:path";
import { decodeSource } from "./decode-source.ts";
import { bytesOf, entriesOf, kindAt, realOf, type FileBytes } from "./disk.ts";
import type { DirectoryEntry, FileText, PathProblem, ProjectFiles, Unreadable } from "./project-files.ts";
import { notRegular, toUnreadable } from "./read-disk-file.ts";
import { walkFolder } from "./walk-folder.ts";

export interface DiskFilesOptions {
  /** Folders that links may lead into: the project and, say, its environment. A path below no root follows links freely. */
  readonly roots?: readonly string[];
}

type Kind = DirectoryEntry["kind"];
interface Listing {
  readonly entries: readonly DirectoryEntry[];
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly links: ReadonlySet<string>;
}

const nothing: Listing = { entries: [], kinds: new Map(), links: new Set() };
const outside = "A symbolic link leads out of the project: it is not followed.";
const isInside = (path: string, folder: string): boolean => path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);
const toSlashes = (path: string): string => (process.platform === "win32" ? path.replaceAll("\\", "/") : path);
const parentOf = (path: string): string => path.slice(0, path.lastIndexOf("/")) || "/";
const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** Real path, or why there is none. */
const realPath = (path: string): string | Unreadable => {
  const real = realOf(path);
  return "error" in real ? toUnreadable(real.error) : toSlashes(real.path);
};

/** Reads the file system synchronously: a scan is one pass, and threads cost more than they bring here. */
export const createDiskFiles = (options: DiskFilesOptions = {}): ProjectFiles => {
  const roots = (options.roots ?? []).map((root) => toSlashes(resolve(root)));
  const realRoots = [...new Set(roots.flatMap((root) => [root, realPath(root)]))].filter((root) => typeof root === "string");
  const listings = new Map<string, Listing>();
  const realFolders = new Map<string, string | Unreadable>();
  const problems = new Map<string, PathProblem>();

  const note = (path: string, problem: Unreadable): Unreadable => {
    problems.set(path, { path, code: problem.code, message: problem.message });
    return problem;
  };
  const realFolderOf = (folder: string): string | Unreadable => {
    const known = realFolders.get(folder);
    if (known !== undefined) return known;
    const above = realFolders.get(parentOf(folder));
    const listed = listings.get(parentOf(folder));
    const isPlain = listed?.kinds.get(nameOf(folder)) === "folder" && !listed.links.has(nameOf(folder));
    const real = typeof above === "string" && isPlain ? `${above === "/" ? "" : above}/${nameOf(folder)}` : realPath(folder);
    realFolders.set(folder, real);
    return real;
  };
  /** May something whose real place is `real` be reached by `path`? */
  const isAllowed = (path: string, real: string): boolean =>
    !roots.some((root) => isInside(path, root)) || realRoots.some((root) => isInside(real, root));

  const kindBehindLink = (path: string): Kind => {
    const real = realPath(path);
    if (typeof real !== "string") {
      if (real.code !== "missing") note(path, real);
      return "other";
    }
    if (!isAllowed(path, real)) {
      note(path, { code: "not-a-file", message: outside });
      return "other";
    }
    return kindOfEntry(path, kindAt(real));
  };
  /** Python passes over a module that is a pipe; whoever put it there wants to know. */
  const kindOfEntry = (path: string, kind: Kind | "none"): Kind => {
    if (kind === "other" && path.endsWith(".py")) note(path, notRegular);
    return kind === "none" ? "other" : kind;
  };

  const readListing = (folder: string): Listing => {
    const real = realFolderOf(folder);
    if (typeof real !== "string") return nothing;
    if (!isAllowed(folder, real)) return nothing;
    const listed = entriesOf(folder);
    if ("error" in listed) {
      const problem = toUnreadable(listed.error);
      if (problem.code !== "missing" && problem.code !== "not-a-file") note(folder, problem);
      return nothing;
    }
    const entries = listed.entries.map(({ name, kind }): DirectoryEntry => ({
      name,
      kind: kind === "link" ? kindBehindLink(`${folder}/${name}`) : kindOfEntry(`${folder}/${name}`, kind),
    }));
    return {
      entries,
      kinds: new Map(entries.map(({ name, kind }) => [name, kind])),
      links: new Set(listed.entries.flatMap(({ name, kind }) => (kind === "link" ? [name] : []))),
    };
  };
  const listing = (folder: string): Listing => {
    const known = listings.get(folder);
    if (known !== undefined) return known;
    const read = readListing(folder);
    listings.set(folder, read);
    return read;
  };
  const kindOf = (path: string): Kind | undefined => (path === "/" ? "folder" : listing(parentOf(path)).kinds.get(nameOf(path)));

  const readReal = (path: string): FileBytes | Unreadable => {
    const folder = realFolderOf(parentOf(path));
    if (typeof folder !== "string") return folder;
    if (!isAllowed(path, folder)) return { code: "not-a-file", message: outside };
    const found = bytesOf(path);
    if (!("code" in found) || found.code !== "loop") return found;
    const real = realPath(path);
    if (typeof real !== "string") return real;
    return isAllowed(path, real) ? bytesOf(real) : { code: "not-a-file", message: outside };
  };
  const read = (path: string): FileText | Unreadable => {
    if (path.includes("\0")) return { code: "missing", message: "There is no such file." };
    const found = readReal(path);
    if ("code" in found) return found;
    const decoded = decodeSource(found.bytes);
    return decoded.kind === "text" ? { text: decoded.text, hash: found.hash } : { code: "not-text", message: decoded.message };
  };

  /** What a link leads to is walked once under the link's name, and never into the link's own ancestors. */
  const walkRules = () => {
    const entered = new Set<string>();
    const behindLinks = new Set<string>();
    const mayEnter = (folder: string): boolean => {
      const parent = parentOf(folder);
      const isLink = listing(parent).links.has(nameOf(folder));
      if (!isLink && !behindLinks.has(parent)) return true;
      const real = realFolderOf(folder);
      const realParent = realFolderOf(parent);
      if (typeof real !== "string" || typeof realParent !== "string") return false;
      if (isInside(realParent, real)) {
        note(folder, { code: "loop", message: "A symbolic link leads to a folder that holds it: it is not followed." });
        return false;
      }
      if (entered.has(real)) return false;
      entered.add(real);
      behindLinks.add(folder);
      return true;
    };
    return { children: (folder: string) => listing(folder).entries, mayEnter };
  };

  return {
    list: (folder) => walkFolder(folder, walkRules()),
    children: (folder) => listing(folder).entries,
    isFile: (path) => kindOf(path) === "file",
    isFolder: (path) => kindOf(path) === "folder",
    realFolder: (path) => {
      const real = realFolderOf(path);
      if (typeof real !== "string") return null;
      return kindAt(real) === "folder" ? real : null;
    },
    problems: () => [...problems.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
    read,
  };
};

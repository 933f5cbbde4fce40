/**
 * Tells which files change in a tree: one watch per folder, none per file, so that a tree of a hundred thousand files
 * costs what its folders cost. Links are not followed. macOS and Windows watch a whole tree by themselves.
 */
import { watch, type FSWatcher } from "node:fs";
import { lstat, readdir } from "node:fs/promises";

export interface FolderWatch {
  /** Resolves when all folders that were there at the start are watched. */
  readonly ready: Promise<void>;
  close(): void;
}

export interface WatchFoldersOptions {
  readonly root: string;
  /** Absolute path of a folder below the root: look into it? */
  readonly isWatched: (folder: string) => boolean;
  /** A file was made, changed or removed; or a whole folder came or went. */
  readonly onChange: (path: string, kind: "file" | "folder") => void;
  readonly onProblem: (error: unknown) => void;
}

const hasRecursiveWatch = process.platform === "darwin" || process.platform === "win32";

export const watchFolders = (options: WatchFoldersOptions): FolderWatch =>
  hasRecursiveWatch ? watchTree(options) : watchEachFolder(options);

/** The system's own watch of a tree; what lies in folders that are not watched is left out afterwards. */
const watchTree = ({ root, isWatched, onChange, onProblem }: WatchFoldersOptions): FolderWatch => {
  const isInside = (path: string): boolean => {
    const parts = path.split("/").slice(0, -1);
    return parts.every((_, index) => isWatched(`${root}/${parts.slice(0, index + 1).join("/")}`));
  };
  const watcher = watch(root, { recursive: true, persistent: false }, (_event, name) => {
    const path = name?.replaceAll("\\", "/");
    if (path !== undefined && isInside(path)) onChange(`${root}/${path}`, "file");
  });
  watcher.on("error", onProblem);
  return { ready: Promise.resolve(), close: () => watcher.close() };
};

const watchEachFolder = ({ root, isWatched, onChange, onProblem }: WatchFoldersOptions): FolderWatch => {
  const watchers = new Map<string, FSWatcher>();
  let closed = false;

  const drop = (folder: string): void => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const noticed = async (folder: string, name: string | null): Promise<void> => {
    if (closed || name === null) return;
    const path = `${folder}/${name}`;
    const wasFolder = watchers.has(path);
    if (wasFolder) drop(path);
    const isFolder = (await lstat(path).catch(() => null))?.isDirectory() === true;
    if (isFolder && isWatched(path)) await enter(path);
    onChange(path, isFolder || wasFolder ? "folder" : "file");
  };
  /** Watches first and lists afterwards, so that nothing is made unseen in between. */
  const enter = async (folder: string): Promise<void> => {
    if (closed || watchers.has(folder)) return;
    let children;
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => void noticed(folder, name));
      watcher.on("error", () => drop(folder));
      watchers.set(folder, watcher);
      children = await readdir(folder, { withFileTypes: true });
    } catch (error) {
      drop(folder);
      if (!isGone(error)) onProblem(error);
      return;
    }
    for (const child of children) {
      const path = `${folder}/${child.name}`;
      if (child.isDirectory() && isWatched(path)) await enter(path);
    }
  };

  return {
    ready: enter(root),
    close() {
      closed = true;
      for (const folder of watchers.keys()) drop(folder);
    },
  };
};

/** A folder that went away, is a file or may not be read needs no watch; anything else is worth a word. */
const isGone = (error: unknown): boolean =>
  error instanceof Error && "code" in error && ["ENOENT", "ENOTDIR", "EACCES", "EPERM", "ELOOP"].includes(String(error.code));

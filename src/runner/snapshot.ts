/**
 * Evidence that a run changed nothing: size, mode, modification time and inode of every entry of the project before
 * and after. Nothing is skipped and no link is followed. The walk is synchronous in slices of a few milliseconds,
 * which is faster than the thread pool and leaves the server responsive.
 */
import { lstatSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";

/** Path → what its stat said. Null when the tree is too large to compare. */
export type Snapshot = ReadonlyMap<string, string> | null;

const sliceMs = 10;
const mostEntries = 1_000_000;

const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const stampOf = (path: string): { readonly stamp: string; readonly isFolder: boolean } | null => {
  const found = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  if (found === undefined) return null;
  const isFolder = found.isDirectory();
  // The size of a folder and its time change with its entries, which are compared themselves.
  const stamp = isFolder ? `${found.mode} ${found.ino}` : `${found.mode} ${found.ino} ${found.size} ${found.mtimeNs}`;
  return { stamp, isFolder };
};

const childrenOf = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

/** Walks the tree below `root`; `besides` are files elsewhere that count as well. */
export const takeSnapshot = async (root: string, besides: readonly string[] = []): Promise<Snapshot> => {
  const stamps = new Map<string, string>();
  for (const path of besides) {
    const found = stampOf(path);
    if (found !== null) stamps.set(path, found.stamp);
  }
  const folders = [root];
  let sliceEnd = performance.now() + sliceMs;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const name of childrenOf(folder)) {
      const path = join(folder, name);
      const found = stampOf(path);
      if (found === null) continue;
      stamps.set(path, found.stamp);
      if (found.isFolder) folders.push(path);
      if (performance.now() > sliceEnd) {
        await breathe();
        sliceEnd = performance.now() + sliceMs;
      }
    }
    if (stamps.size > mostEntries) return null;
  }
  return stamps;
};

/** Paths relative to `root` that were created, changed or removed between two snapshots, sorted. */
export const compareSnapshots = (root: string, before: Snapshot, after: Snapshot): readonly string[] | null => {
  if (before === null || after === null) return null;
  const changed = [...after].filter(([path, stamp]) => before.get(path) !== stamp).map(([path]) => path);
  const removed = [...before.keys()].filter((path) => !after.has(path));
  return [...changed, ...removed].map((path) => relative(root, path)).sort();
};

/**
 * Evidence that a run changed nothing: size, mode, times and inode of every entry of the project before and after. The
 * time of modification can be set back by a program, that of change cannot. Nothing is skipped and no link is followed. The walk is synchronous in slices of a few milliseconds,
 * which is faster than the thread pool and leaves the server responsive.
 */
import { lstatSync, readdirSync, type BigIntStats } from "node:fs";
import { join, relative, sep } from "node:path";
import { codeOf } from "../kit/message-of.ts";

/** Path → what its stat said. Null when the tree is too large to compare. */
export type Snapshot = ReadonlyMap<string, string> | null;

const sliceMs = 10;
const mostEntries = 1_000_000;

const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Bytes where the name is no text. */
type Path = string | Buffer;

/** Null when there is nothing. Of what lies in a folder that may be listed but not entered, the name is all that is seen. */
const stampOf = (path: Path): { readonly stamp: string; readonly isFolder: boolean } | null => {
  let found: BigIntStats | undefined;
  try {
    found = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  } catch (error) {
    return { stamp: codeOf(error) ?? "unknown", isFolder: false };
  }
  if (found === undefined) return null;
  const isFolder = found.isDirectory();
  // The size of a folder and its time change with its entries, which are compared themselves.
  const stamp = isFolder ? `${found.mode} ${found.ino}` : `${found.mode} ${found.ino} ${found.size} ${found.mtimeNs} ${found.ctimeNs}`;
  return { stamp, isFolder };
};

const unreadable = "\ufffd";

const childrenOf = (folder: Path): readonly Path[] => {
  try {
    const names = typeof folder === "string" ? readdirSync(folder) : null;
    if (typeof folder === "string" && names?.some((name) => name.includes(unreadable)) === false) {
      return names.map((name) => join(folder, name));
    }
    const start = Buffer.concat([Buffer.from(folder), Buffer.from(sep)]);
    return readdirSync(folder, { encoding: "buffer" }).map((name) => Buffer.concat([start, name]));
  } catch {
    return [];
  }
};

const mark = "\0";

/** Another for each path; what stands before the mark is shown. */
const keyOf = (path: Path): string => {
  const text = path.toString();
  return typeof path === "string" || Buffer.from(text).equals(path) ? text : `${text}${mark}${path.toString("hex")}`;
};

/** Walks the tree below `root`; `besides` are files elsewhere that count as well. */
export const takeSnapshot = async (root: string, besides: readonly string[] = []): Promise<Snapshot> => {
  const stamps = new Map<string, string>();
  for (const path of [root, ...besides]) {
    const found = stampOf(path);
    if (found !== null) stamps.set(path, found.stamp);
  }
  const folders: Path[] = [root];
  let sliceEnd = performance.now() + sliceMs;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const path of childrenOf(folder)) {
      const found = stampOf(path);
      if (found === null) continue;
      stamps.set(keyOf(path), found.stamp);
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

/** Paths relative to `root` (itself as `.`) that were created, changed or removed between two snapshots, sorted. */
export const compareSnapshots = (root: string, before: Snapshot, after: Snapshot): readonly string[] | null => {
  if (before === null || after === null) return null;
  const changed = [...after].filter(([path, stamp]) => before.get(path) !== stamp).map(([path]) => path);
  const removed = [...before.keys()].filter((path) => !after.has(path));
  const shown = (path: string): string => relative(root, path.split(mark)[0] ?? "") || ".";
  return [...changed, ...removed].map(shown).sort();
};

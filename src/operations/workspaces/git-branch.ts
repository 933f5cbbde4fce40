/** The branch that is checked out, read from `.git` as a file; git itself is not run. */
import { readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** Branch name, a short commit when detached, null outside a repository. */
export const gitBranchOf = (folder: string): string | null => {
  const gitFolder = findGitFolder(folder);
  const head = gitFolder === null ? null : readSmall(`${gitFolder}/HEAD`);
  if (head === null) return null;
  const branch = /^ref: refs\/heads\/(\S+)/.exec(head)?.[1];
  if (branch !== undefined) return branch;
  return /^[0-9a-f]{40,64}/.test(head) ? head.slice(0, 12) : null;
};

/** The file that changes when another branch is checked out, for a watcher. */
export const gitHeadFileOf = (folder: string): string | null => {
  const gitFolder = findGitFolder(folder);
  return gitFolder === null ? null : `${gitFolder}/HEAD`;
};

const findGitFolder = (folder: string): string | null => {
  for (let here = folder; ; here = dirname(here)) {
    const candidate = `${here === "/" ? "" : here}/.git`;
    const stat = statSync(candidate, { throwIfNoEntry: false });
    if (stat?.isDirectory() === true) return candidate;
    const pointed = stat?.isFile() === true ? /^gitdir: (.+)/.exec(readSmall(candidate) ?? "")?.[1] : undefined;
    if (pointed !== undefined) return resolve(here, pointed.trim());
    if (dirname(here) === here) return null;
  }
};

const readSmall = (path: string): string | null => {
  try {
    const stat = statSync(path);
    return stat.isFile() && stat.size < 4096 ? readFileSync(path, "utf8") : null;
  } catch {
    return null;
  }
};

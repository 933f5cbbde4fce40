/**
 * What a run may see of the disk: all of it read-only, but for the private folders of the machine's users, which are
 * empty save what the project's Python needs, and for the project, whose copy the run may change.
 */
import { existsSync, realpathSync, statSync } from "node:fs";
import { homedir, tmpdir, userInfo } from "node:os";
import { dirname, join, sep } from "node:path";
import { databasesOf, importablesOf } from "./named-by-project.ts";

export interface LayoutRequest {
  readonly projectRoot: string;
  /** Interpreter and launcher: what must be readable wherever it lies. */
  readonly needed: readonly string[];
  /** Import path and databases, as the project names them. */
  readonly named?: { readonly importable: readonly string[]; readonly databases: readonly string[] };
  /** Folders of DJDesk itself. */
  readonly private: readonly string[];
}

/** Real, absolute paths of what exists. */
export interface Layout {
  /** Folders that are empty in the run, none inside another. */
  readonly emptied: readonly string[];
  /** Readable again below an emptied folder; parents first, none inside the project. */
  readonly restored: readonly string[];
  /** The project, or the repository that it belongs to: changes go to a copy. */
  readonly copied: string;
}

/** Homes and the places where sockets, tokens and other programs' files lie. */
const usuallyPrivate = ["/home", "/root", "/run", "/var/run", "/tmp", "/var/tmp", "/Users", "/export/home"];
/** A home folder that is one of these is no private folder (`/`, `/usr/sbin` of a daemon). */
const system = ["/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc", "/opt", "/var/lib", "/proc", "/sys", "/dev"];

/** True for `folder` itself as well. */
const isWithin = (path: string, folder: string): boolean => path === folder || path.startsWith(folder === sep ? sep : folder + sep);

const realFolder = (path: string): readonly string[] => {
  try {
    const real = realpathSync.native(path);
    return statSync(real).isDirectory() ? [real] : [];
  } catch {
    return [];
  }
};

const homes = (): readonly string[] => {
  try {
    return [homedir(), userInfo().homedir];
  } catch {
    return [homedir()];
  }
};

const outermost = (folders: readonly string[]): readonly string[] =>
  [...new Set(folders)].filter((folder, _, all) => !all.some((other) => other !== folder && isWithin(folder, other))).sort();

const isPrivate = (folder: string): boolean => !system.some((place) => isWithin(place, folder) || isWithin(folder, place));

/** The repository of a project: settings read files beside it (`../.env`) and ask git for a version. */
const repositoryOf = (project: string, isTaboo: (folder: string) => boolean): string => {
  for (let folder = project; !isTaboo(folder) && folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return folder;
  }
  return project;
};

export const planLayout = (request: LayoutRequest): Layout => {
  const own = request.private.flatMap(realFolder);
  const hidden = [...usuallyPrivate, tmpdir(), ...homes()].flatMap(realFolder).filter(isPrivate).concat(own);
  const emptied = outermost(hidden);
  // What holds a private folder stays hidden as a whole.
  const isTaboo = (folder: string): boolean => hidden.some((place) => isWithin(place, folder));
  const project = realpathSync.native(request.projectRoot);
  const copied = repositoryOf(project, isTaboo);
  const { importable = [], databases = [] } = request.named ?? {};
  const isOwn = (path: string): boolean => own.some((place) => isWithin(path, place));
  const named = [...importablesOf(importable, emptied, project), ...databasesOf(databases, emptied)];
  const wanted = [...request.needed, ...named.filter((path) => !isOwn(realpathSync.native(path)))]
    .filter((path) => existsSync(path))
    .map((path) => realpathSync.native(path));
  const restored = wanted.filter((path) => emptied.some((folder) => isWithin(path, folder)) && !isTaboo(path) && !isWithin(path, copied));
  return { emptied, restored: outermost(restored), copied };
};

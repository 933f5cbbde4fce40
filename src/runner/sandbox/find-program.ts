/** Finds programs by name in folders, and which bubblewrap one is. */
import { execFile } from "node:child_process";
import { accessSync, constants, existsSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export const systemFolders: readonly string[] = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin"];

/** A program that somebody else could have put there is none of ours. */
const isTrustworthy = (path: string): boolean => {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || !found.isFile() || (found.mode & 0o022) !== 0) return false;
  return found.uid === 0 || found.uid === process.getuid?.();
};

const upwards = (path: string): readonly string[] => (path === dirname(path) ? [path] : [path, ...upwards(dirname(path))]);

const marks = ["pyvenv.cfg", "manage.py"];

/** An environment or a project on the user's PATH: what lies in it is what the walls are for. */
const isOfProject = (folder: string): boolean => upwards(folder).some((place) => marks.some((mark) => existsSync(join(place, mark))));

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
};

const isOurs = (path: string): boolean =>
  isTrustworthy(path) && !isOfProject(dirname(path)) && !isOfProject(dirname(realpathSync.native(path)));

const everywhere = (name: string, folders: readonly string[]): readonly string[] =>
  folders
    .filter((folder) => isAbsolute(folder))
    .map((folder) => join(folder, name))
    .filter(isExecutable);

/** Absolute path of the first `name` in `folders`; relative folders and those of projects are passed over. */
export const findProgram = (name: string, folders: readonly string[]): string | null => everywhere(name, folders).find(isOurs) ?? null;

/** Why there is no such program: none is there, or one that somebody else could have put there. */
export const whyNoProgram = (name: string, folders: readonly string[]): string => {
  const [other] = everywhere(name, folders);
  return other === undefined
    ? "is not installed"
    : `is not used: ${other} belongs to another user, may be written by others, or is a project's`;
};

const onlyRootWrites = (path: string): boolean => {
  const { uid, mode } = statSync(path);
  return uid === 0 && (mode & 0o022) === 0;
};

/** A Python that only root can have put there; null when there is none. */
export const findSystemPython = (): string | null => {
  for (const folder of ["/usr/bin", "/bin", "/usr/local/bin"]) {
    try {
      const path = realpathSync.native(join(folder, "python3"));
      accessSync(path, constants.X_OK);
      if (upwards(path).every(onlyRootWrites)) return path;
    } catch {
      continue;
    }
  }
  return null;
};

export interface Bubblewrap {
  readonly program: string;
  /** `0.11.0` */
  readonly version: string;
  /** From 0.11 on it mounts overlays itself. */
  readonly hasOverlay: boolean;
}

/** Null when it does not say its version. */
export const readBubblewrap = async (program: string): Promise<Bubblewrap | null> => {
  try {
    const { stdout } = await run(program, ["--version"], { timeout: 5000, env: {} });
    const [version, major, minor] = /(\d+)\.(\d+)(?:\.\d+)?/.exec(stdout) ?? [];
    if (version === undefined) return null;
    return { program, version, hasOverlay: Number(major) > 0 || Number(minor) >= 11 };
  } catch {
    return null;
  }
};

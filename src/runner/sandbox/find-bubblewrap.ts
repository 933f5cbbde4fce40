/** Finds programs by name in folders, and which bubblewrap one is. */
import { execFile } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export const systemFolders: readonly string[] = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin"];

/** A program that somebody else could have put there is none of ours. */
const isTrustworthy = (path: string): boolean => {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || !found.isFile() || (found.mode & 0o022) !== 0) return false;
  return found.uid === 0 || found.uid === process.getuid?.();
};

/** Absolute path of the first `name` in `folders`; relative folders are passed over. */
export const findProgram = (name: string, folders: readonly string[]): string | null => {
  for (const path of folders.filter((folder) => isAbsolute(folder)).map((folder) => join(folder, name))) {
    try {
      accessSync(path, constants.X_OK);
      if (isTrustworthy(path)) return path;
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

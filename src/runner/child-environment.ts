/**
 * The environment of a command, built from nothing. Nothing of DJDesk's own environment is handed on: a stray
 * DJANGO_SETTINGS_MODULE would win over the project's, and secrets would leak into project code.
 */
import { existsSync } from "node:fs";
import { userInfo } from "node:os";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import type { RunRequest } from "./task.ts";

/** Where programs are found that projects call. An empty or relative entry would run programs of the project. */
const systemFolders: readonly string[] =
  process.platform === "win32"
    ? ["C:\\Windows\\System32", "C:\\Windows"]
    : [
        "/usr/local/bin",
        "/usr/bin",
        "/bin",
        "/usr/local/sbin",
        "/usr/sbin",
        "/sbin",
        ...(process.platform === "darwin" ? ["/opt/homebrew/bin"] : []),
      ];

const absoluteEntries = (path: string): readonly string[] => path.split(delimiter).filter((entry) => isAbsolute(entry));

/** `pip install --user` puts packages there; HOME is a scratch folder, so Python would not find them. */
const userBase = (): Readonly<Record<string, string>> => {
  try {
    const base = join(userInfo().homedir, ".local");
    return existsSync(base) ? { PYTHONUSERBASE: base } : {};
  } catch {
    return {};
  }
};

/** What the run itself decides, and no addition of the user can change. */
export const toChildEnvironment = (request: RunRequest, scratch: string): Readonly<Record<string, string>> => {
  const added = request.env;
  const path = [dirname(request.interpreter), ...absoluteEntries(added["PATH"] ?? ""), ...systemFolders];
  const pythonPath = [...request.pythonPath, ...absoluteEntries(added["PYTHONPATH"] ?? "")];
  return {
    LANG: "C.UTF-8",
    PYTHONIOENCODING: "utf-8",
    ...(process.platform === "win32" ? { SYSTEMROOT: "C:\\Windows", USERPROFILE: scratch, TEMP: scratch, TMP: scratch } : {}),
    ...userBase(),
    ...added,
    PATH: [...new Set(path)].join(delimiter),
    HOME: scratch,
    TMPDIR: scratch,
    ...(pythonPath.length === 0 ? {} : { PYTHONPATH: pythonPath.join(delimiter) }),
    ...(request.settingsModule === null ? {} : { DJANGO_SETTINGS_MODULE: request.settingsModule }),
    PYTHONUNBUFFERED: "1",
    PYTHONDONTWRITEBYTECODE: "1",
    DJDESK_RUN: request.token,
  };
};

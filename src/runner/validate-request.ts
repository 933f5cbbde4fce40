/** What must be true on disk before anything is spawned. A workspace that was registered may have changed since. */
import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import type { RunRequest } from "./task.ts";

type Kind = "missing" | "file" | "folder" | "other" | "denied";

const kindOf = async (path: string): Promise<Kind> => {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return "folder";
    return found.isFile() ? "file" : "other";
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EACCES" ? "denied" : "missing";
  }
};

const mayBe = (path: string, mode: number): Promise<boolean> =>
  access(path, mode).then(
    () => true,
    () => false,
  );

const folderFault = async (path: string): Promise<string | null> => {
  if (!isAbsolute(path)) return `The workspace's folder is not an absolute path: ${path}`;
  const kind = await kindOf(path);
  if (kind === "missing") return `The workspace's folder is gone: ${path}`;
  if (kind === "file" || kind === "other") return `The workspace's path is no folder: ${path}`;
  if (kind === "denied" || !(await mayBe(path, constants.R_OK | constants.X_OK))) return `The workspace's folder may not be read: ${path}`;
  return null;
};

const entryFault = async (request: RunRequest): Promise<string | null> => {
  if (request.entry === "settings") {
    return request.settingsModule === null ? "The project has no manage.py and no settings module was given." : null;
  }
  const path = join(request.workspacePath, "manage.py");
  const kind = await kindOf(path);
  if (kind === "missing") return `manage.py is gone: ${path}`;
  if (kind !== "file") return `manage.py is no file: ${path}`;
  return (await mayBe(path, constants.R_OK)) ? null : `manage.py may not be read: ${path}`;
};

const interpreterFault = async (path: string): Promise<string | null> => {
  const hint = "Make a virtual environment in the project or name an interpreter in the workspace's settings.";
  if (!isAbsolute(path)) return `The interpreter is not an absolute path: ${path}. ${hint}`;
  const kind = await kindOf(path);
  if (kind === "missing" || kind === "denied") return `The interpreter is gone: ${path}. ${hint}`;
  if (kind !== "file") return `The interpreter is no file: ${path}. ${hint}`;
  return (await mayBe(path, constants.X_OK)) ? null : `The interpreter may not be executed: ${path}. ${hint}`;
};

/** One sentence why the run cannot start, or null. */
export const findRequestFault = async (request: RunRequest): Promise<string | null> =>
  (await folderFault(request.workspacePath)) ?? (await entryFault(request)) ?? (await interpreterFault(request.interpreter));

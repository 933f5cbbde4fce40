/** Decides whether a folder may become a workspace, in the order in which a person would want to hear about faults. */
import { accessSync, constants, existsSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, relative, resolve } from "node:path";
import { Refusal, type RefusalCode } from "../../contract/errors.ts";
import type { ToldSettings } from "../../contract/shapes/workspace.ts";
import { createDiskFiles } from "../../inspector/files/disk-files.ts";
import { codeOf } from "../../kit/message-of.ts";
import { shownText } from "../../kit/shown-text.ts";
import type { FolderIdentity } from "../../store/workspaces.ts";
import { checkProject } from "../check-project.ts";
import { identityOf } from "./folder-identity.ts";
import { protectedAs, protectedBecause, refusedByText } from "./protected-paths.ts";

export interface CheckedFolder {
  /** Absolute, as the user named it. */
  readonly path: string;
  readonly identity: FolderIdentity;
  /** Relative to the folder. */
  readonly managePy: string | null;
}

const refusal = (code: RefusalCode, message: string): Refusal => new Refusal(code, message, { errors: { project_path: [message] } });

/** The folder, or a refusal that says what is wrong with it. `text` may begin with `~`. */
export const checkFolder = (text: string, dataFolder: string, told: ToldSettings = {}): CheckedFolder => {
  const path = toPath(text);
  const known = protectedBecause(path, dataFolder);
  if (known !== null) throw refusal("path-protected", `${shownText(path)} cannot be a workspace. ${known}`);
  const identity = reach(path);
  const real = protectedAs(identity, dataFolder);
  if (real !== null)
    throw refusal("path-protected", `${shownText(path)} leads to ${shownText(identity.realPath)}, which cannot be a workspace. ${real}`);
  const { settings_module: settingsModule, pythonpath: pythonPath = [], env } = told;
  const managePy = checkProject({
    root: identity.realPath,
    files: createDiskFiles({ roots: [identity.realPath, ...pythonPath] }),
    pythonPath,
    ...(settingsModule === undefined || settingsModule === null ? {} : { settingsModule }),
    ...(env === undefined ? {} : { env }),
  });
  return { path, identity, managePy: managePy === null ? null : relative(identity.realPath, managePy) };
};

const toPath = (text: string): string => {
  const because = refusedByText(text.trim());
  if (because !== null) throw refusal("path-protected", because);
  // Blanks around a path are a slip of the hand, unless a folder is called so.
  const trimmed = existsSync(text) ? text : text.trim();
  const path = trimmed === "~" || trimmed.startsWith("~/") ? homedir() + trimmed.slice(1) : trimmed;
  if (!isAbsolute(path)) throw refusal("path-not-found", `${shownText(path)} is not an absolute path.`);
  return resolve(path);
};

const reach = (path: string): FolderIdentity => {
  try {
    if (!statSync(realpathSync.native(path)).isDirectory()) throw refusal("path-not-a-folder", `${shownText(path)} is not a folder.`);
    accessSync(path, constants.R_OK | constants.X_OK);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw toPathRefusal(error, path);
  }
  const identity = identityOf(path);
  if (identity === null) throw refusal("path-not-found", `${shownText(path)} does not exist.`);
  return identity;
};

const toPathRefusal = (error: unknown, path: string): Refusal => {
  switch (codeOf(error)) {
    case "EACCES":
    case "EPERM":
      return refusal("path-not-readable", `${shownText(path)} cannot be read: permission denied.`);
    case "ENOTDIR":
      return refusal("path-not-a-folder", `${shownText(path)} is not a folder.`);
    case "ELOOP":
      return refusal("path-not-found", `${shownText(path)} is a symbolic link that leads to itself.`);
    case "ENAMETOOLONG":
      return refusal("path-not-found", `${shownText(path)} is longer than the system allows.`);
    case null:
    default:
      return refusal("path-not-found", `${shownText(path)} does not exist.`);
  }
};

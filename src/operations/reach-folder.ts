/** What a scan is given by its user must be there: the folder, and the interpreter when one is named. */
import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { Refusal, type RefusalCode } from "../contract/errors.ts";
import { shownText } from "../kit/shown-text.ts";
import { codeOf } from "../kit/message-of.ts";
import { interpreterFault } from "./interpreter-fault.ts";

const reasons: Readonly<Record<string, readonly [RefusalCode, string]>> = {
  ENOENT: ["path-not-found", "does not exist"],
  ENOTDIR: ["path-not-a-folder", "is not a folder"],
  EACCES: ["path-not-readable", "cannot be read: permission denied"],
  EPERM: ["path-not-readable", "cannot be read: permission denied"],
};

/** The folder's real path, readable, or a refusal. */
export const reachFolder = (folder: string): string => {
  try {
    const real = realpathSync.native(folder);
    if (!statSync(real).isDirectory()) throw new Refusal("path-not-a-folder", `${shownText(folder)} is not a folder.`);
    accessSync(real, constants.R_OK | constants.X_OK);
    return real;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const [code, what] = reasons[codeOf(error) ?? ""] ?? ["path-not-found", "cannot be reached"];
    throw new Refusal(code, `${shownText(folder)} ${what}.`, { cause: error });
  }
};

export const checkInterpreter = (python: string): void => {
  const fault = interpreterFault(python);
  if (fault !== null) throw new Refusal("interpreter-missing", fault);
};

import { accessSync, constants, existsSync, realpathSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { shownText } from "../kit/shown-text.ts";

/** A Python is called so, or is a link to a program that is; nothing is run to find out. */
const isNamedPython = (path: string): boolean => [path, realpathSync.native(path)].some((name) => /py/i.test(basename(name)));

const inEnvironment = ["bin/python", "Scripts/python.exe"];

/** Why a given path is no Python interpreter, in a sentence; null where it may be one. */
export const interpreterFault = (path: string): string | null => {
  const shown = shownText(path);
  try {
    accessSync(path, constants.X_OK);
    const stats = statSync(path);
    if (stats.isFile()) return isNamedPython(path) ? null : `${shown} is not a Python interpreter.`;
    const inside = stats.isDirectory() ? inEnvironment.map((name) => join(path, name)).find((one) => existsSync(one)) : undefined;
    return inside === undefined ? `${shown} is not an interpreter.` : `${shown} is a folder; its interpreter is ${shownText(inside)}.`;
  } catch {
    return `There is no interpreter at ${shown}.`;
  }
};

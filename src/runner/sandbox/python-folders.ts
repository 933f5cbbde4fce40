/**
 * What an interpreter reads besides the project: its environment, the installation that the environment was made
 * from, and the folders of editable installs. From files alone; nothing is executed.
 */
import { lstatSync, readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, sep } from "node:path";

const mostLinks = 20;
const mostText = 1 << 20;

const readText = (path: string): string => {
  try {
    return statSync(path).size > mostText ? "" : readFileSync(path, "utf8");
  } catch {
    return "";
  }
};

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

const isThere = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;

/** Where a link leads: as the system goes, for which `..` leaves the folder that a link led to, and not its name. */
const behind = (link: string): string => {
  const text = readlinkSync(link);
  const parent = `${isAbsolute(text) ? "" : `${dirname(link)}/`}${text.slice(0, text.lastIndexOf("/") + 1)}.`;
  return join(realpathSync.native(parent), basename(text));
};

/** The interpreter's path and each path that its links lead through. */
const hopsOf = (interpreter: string): readonly string[] => {
  const hops = [interpreter];
  for (let path = interpreter; hops.length < mostLinks; hops.push(path)) {
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) break;
    path = behind(path);
  }
  return hops;
};

/** Absolute paths that a line of a `.pth` file, or the map of an editable finder, names. */
const pathsNamedIn = (site: string, name: string): readonly string[] => {
  if (name.endsWith(".pth")) {
    const lines = readText(join(site, name)).split(/\r?\n/);
    return lines.map((line) => line.trim()).filter((line) => isAbsolute(line));
  }
  if (!/^__editable__.*_finder\.py$/.test(name)) return [];
  return [...readText(join(site, name)).matchAll(/'(\/[^'\n]+)'/g)].flatMap(([, path]) => (path === undefined ? [] : [path]));
};

const linkedFolders = (prefix: string): readonly string[] =>
  ["lib", "lib64"]
    .flatMap((lib) => namesIn(join(prefix, lib)).map((name) => join(prefix, lib, name, "site-packages")))
    .flatMap((site) => namesIn(site).flatMap((name) => pathsNamedIn(site, name)));

const isEnvironment = (folder: string): boolean => isThere(join(folder, "pyvenv.cfg"));

/** Existing paths; the same may come twice. */
export interface PythonFolders {
  /** Where the interpreter and its environment lie. */
  readonly own: readonly string[];
  /** What files of the environment add to the import path. */
  readonly linked: readonly string[];
}

const hasLibrary = (prefix: string): boolean => namesIn(join(prefix, "lib")).some((name) => name.startsWith("python"));

/** `project` is a real path: a folder that holds it is no installation by the mere place of a program in the project. */
export const pythonFolders = (interpreter: string, project: string): PythonFolders => {
  const hops = hopsOf(interpreter);
  const last = hops.at(-1) ?? interpreter;
  const isAround = (folder: string): boolean => isThere(folder) && project.startsWith(join(realpathSync.native(folder), sep));
  const isPrefix = (folder: string): boolean => !isAround(folder) || hasLibrary(folder);
  const prefixes = [dirname(dirname(last))].filter(isPrefix).concat(hops.map((hop) => dirname(dirname(hop))).filter(isEnvironment));
  const links = hops.slice(0, -1).map((hop) => dirname(hop));
  const existing = (paths: readonly string[]): readonly string[] => paths.filter(isThere).map((path) => realpathSync.native(path));
  return { own: existing([...prefixes, ...links]), linked: existing(prefixes.flatMap(linkedFolders)) };
};

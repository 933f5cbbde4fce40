/**
 * What an interpreter reads besides the project: its environment, the installation that the environment was made
 * from, and the folders of editable installs. From files alone; nothing is executed.
 */
import { lstatSync, readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";

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

/** The interpreter's path and each path that its links lead through. */
const hopsOf = (interpreter: string): readonly string[] => {
  const hops = [interpreter];
  for (let path = interpreter; hops.length < mostLinks; hops.push(path)) {
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) break;
    path = resolve(dirname(path), readlinkSync(path));
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

export const pythonFolders = (interpreter: string): PythonFolders => {
  const hops = hopsOf(interpreter);
  const last = hops.at(-1) ?? interpreter;
  const prefixes = [dirname(dirname(last)), ...hops.map((hop) => dirname(dirname(hop))).filter(isEnvironment)];
  const links = hops.slice(0, -1).map((hop) => dirname(hop));
  const existing = (paths: readonly string[]): readonly string[] => paths.filter(isThere).map((path) => realpathSync(path));
  return { own: existing([...prefixes, ...links]), linked: existing(prefixes.flatMap(linkedFolders)) };
};

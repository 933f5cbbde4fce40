/** Reads what a folder with an interpreter holds: `pyvenv.cfg`, `lib/python3.x`, `.pth` files, package metadata. */
import { basename, dirname, isAbsolute, join } from "node:path";
import type { Candidate, Prefix } from "./environment.ts";
import { findDjango } from "./find-django.ts";
import { isFile, isFolder, namesIn, readSmallFile, realPath } from "./read-small-file.ts";

const interpreters = ["bin/python", "bin/python3", "Scripts/python.exe", "python.exe"];
const mostPthFiles = 200;

/** `key = value` lines of pyvenv.cfg. */
const readVenvConfig = (folder: string): ReadonlyMap<string, string> => {
  const text = readSmallFile(join(folder, "pyvenv.cfg")) ?? "";
  return new Map(
    text.split(/\r?\n/).flatMap((line) => {
      const at = line.indexOf("=");
      return at === -1 ? [] : [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()] as const];
    }),
  );
};

const findPython = (folder: string): string | null => {
  const fixed = interpreters.map((path) => join(folder, path)).find(isFile);
  if (fixed !== undefined) return fixed;
  const named = namesIn(join(folder, "bin")).find((name) => /^python3\.\d+$/.test(name));
  return named === undefined ? null : join(folder, "bin", named);
};

/** `3.12` of `python3.12`. */
const minorOf = (name: string): string | null => /^(?:python|pypy)(3\.\d+)/.exec(name)?.[1] ?? null;

const minorsIn = (folder: string): readonly string[] =>
  namesIn(join(folder, "lib"))
    .map(minorOf)
    .filter((minor) => minor !== null);

const findVersion = (folder: string, python: string, config: ReadonlyMap<string, string>): string | null => {
  const written = config.get("version") ?? config.get("version_info");
  const exact = written === undefined ? null : /^\d+\.\d+(?:\.\d+)?/.exec(written)?.[0];
  if (exact !== null && exact !== undefined) return exact;
  const real = realPath(python);
  // pyenv and its like name the folder after the version: …/versions/3.12.1/bin/python3.12
  const fromFolder = /^\d+\.\d+\.\d+$/.exec(basename(dirname(dirname(real))))?.[0];
  return fromFolder ?? minorOf(basename(real)) ?? (minorsIn(folder).length === 1 ? (minorsIn(folder)[0] ?? null) : null);
};

const packagesOf = (folder: string, minor: string | null): readonly string[] => {
  const lib = minor === null ? minorsIn(folder) : [minor];
  const paths = lib.flatMap((version) => [
    join(folder, "lib", `python${version}`, "site-packages"),
    join(folder, "lib64", `python${version}`, "site-packages"),
    join(folder, "local", "lib", `python${version}`, "dist-packages"),
    join(folder, "lib", `python${version}`, "dist-packages"),
  ]);
  const all = [...paths, join(folder, "lib", "python3", "dist-packages"), join(folder, "Lib", "site-packages")];
  return distinct(all.filter(isFolder));
};

/** Links to the same folder (`lib64 -> lib`) count once. */
const distinct = (folders: readonly string[]): readonly string[] => {
  const seen = new Set<string>();
  return folders.filter((folder) => {
    const real = realPath(folder);
    const isNew = !seen.has(real);
    seen.add(real);
    return isNew;
  });
};

const linkedBy = (packages: string): readonly string[] =>
  namesIn(packages)
    .filter((name) => name.endsWith(".pth"))
    .slice(0, mostPthFiles)
    .flatMap((name) => (readSmallFile(join(packages, name)) ?? "").split(/\r?\n/))
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^(?:#|import[ \t])/.test(line))
    .map((line) => (isAbsolute(line) ? line : join(packages, line)))
    .filter(isFolder);

/** Packages of the interpreter that a virtual environment was made from, when it shares them. */
const sharedPackages = (config: ReadonlyMap<string, string>, minor: string | null): readonly string[] => {
  const home = config.get("home");
  if (config.get("include-system-site-packages")?.toLowerCase() !== "true" || home === undefined) return [];
  const base = dirname(home);
  return [...(base === "/usr" ? packagesOf("/usr/local", minor) : []), ...packagesOf(base, minor)];
};

/** What `candidate` holds, or null when there is no interpreter in it. */
export const describePrefix = (candidate: Candidate, userPackages: (minor: string) => string | null = () => null): Prefix | null => {
  const { folder } = candidate;
  const python = candidate.python ?? findPython(folder);
  if (python === null || !isFile(python)) return null;
  const config = readVenvConfig(folder);
  const pythonVersion = findVersion(folder, python, config);
  const minor = pythonVersion === null ? null : pythonVersion.split(".").slice(0, 2).join(".");
  const user = minor === null || config.size > 0 ? null : userPackages(minor);
  const own = folder === "/usr" ? [...packagesOf("/usr/local", minor), ...packagesOf(folder, minor)] : packagesOf(folder, minor);
  const extra = candidate.packages === undefined ? [] : [candidate.packages];
  const all = [...extra, ...(user === null ? [] : [user]), ...own, ...sharedPackages(config, minor)];
  const sitePackages = distinct(all.filter(isFolder));
  return {
    folder,
    python,
    pythonVersion,
    sitePackages,
    linkedFolders: distinct(sitePackages.flatMap(linkedBy)),
    djangoVersion: sitePackages.map(findDjango).find((version) => version !== null) ?? null,
  };
};

/**
 * What of the paths that a project names for itself (import path, editable installs, databases) a run gets to see in
 * folders that are private: modules and databases, not whatever else a project calls so.
 */
import { closeSync, openSync, readdirSync, readSync, realpathSync, statSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";

const header = "SQLite format 3\0";
/** Where a table's name is looked for in a database. */
const mostBytes = 4 << 20;

const realOf = (path: string): string | null => {
  try {
    return realpathSync.native(path);
  } catch {
    return null;
  }
};

/** Keys, tokens and other programs' files lie in folders of a home whose names begin with a dot. */
const isHidden = (path: string, privateFolders: readonly string[]): boolean =>
  privateFolders.some(
    (folder) =>
      path.startsWith(folder + sep) &&
      relative(folder, path)
        .split(sep)
        .some((name) => name.startsWith(".")),
  );

const isModule = (path: string): boolean => /\.(?:py|so|pyd)$/.test(path);

const isPackage = (folder: string): boolean => {
  try {
    return readdirSync(folder).some((name) => isModule(name));
  } catch {
    return false;
  }
};

/** A module, a package, or a folder with some of these in it. */
const isImportable = (path: string): boolean => {
  if (statSync(path).isFile()) return isModule(path);
  return isPackage(path) || readdirSync(path).some((name) => isPackage(join(path, name)));
};

/** A folder in which the project lies comes back as its modules and packages, and not whatever else lies there. */
const partsOf = (folder: string, project: string): readonly string[] =>
  project.startsWith(folder + sep)
    ? readdirSync(folder)
        .map((name) => join(folder, name))
        .filter((path) => isModule(path) || isPackage(path))
    : [folder];

/** Real paths of what Python could import; `project` is one too. */
export const importablesOf = (paths: readonly string[], privateFolders: readonly string[], project: string): readonly string[] =>
  paths.flatMap((path) => {
    const real = realOf(path);
    if (real === null || isHidden(real, privateFolders) || !isImportable(real)) return [];
    return partsOf(real, project).filter((part) => !isHidden(part, privateFolders));
  });

const beginningOf = (path: string, length: number): string => {
  let file: number | null = null;
  try {
    if (!statSync(path).isFile()) return "";
    file = openSync(path, "r");
    const bytes = Buffer.alloc(length);
    return bytes.toString("latin1", 0, readSync(file, bytes, 0, length, 0));
  } catch {
    return "";
  } finally {
    if (file !== null) closeSync(file);
  }
};

const isDatabase = (path: string, privateFolders: readonly string[]): boolean => {
  const real = realOf(path);
  if (real === null || !beginningOf(real, header.length).startsWith(header)) return false;
  return !isHidden(real, privateFolders) || beginningOf(real, mostBytes).includes("django_migrations");
};

const companion = /-(?:wal|shm|journal)$/;

/** SQLite files and what belongs to them; of a hidden folder only those that Django migrated. */
export const databasesOf = (paths: readonly string[], privateFolders: readonly string[]): readonly string[] =>
  paths.filter((path) => {
    if (!companion.test(path)) return isDatabase(path, privateFolders);
    // A companion bears its database's name; a link could lead elsewhere.
    return basename(realOf(path) ?? "") === basename(path) && isDatabase(path.replace(companion, ""), privateFolders);
  });

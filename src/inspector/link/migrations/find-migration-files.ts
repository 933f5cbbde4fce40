/** Lists an app's migration modules as Django's loader does. */
import { posix } from "node:path";
import type { ProjectFiles } from "../../files/project-files.ts";
import { findModuleFile } from "../project/find-modules.ts";

export interface MigrationFile {
  readonly name: string;
  /** Dotted module. */
  readonly module: string;
  /** Absolute. */
  readonly file: string;
}

export interface MigrationPackage {
  /** Folder of the package; null when it is no package with an `__init__.py`: then Django sees no migrations. */
  readonly folder: string | null;
  readonly files: readonly MigrationFile[];
}

/** `roots`: the import path. Names that begin with `_` or `~` and subfolders are no migrations. */
export const findMigrationFiles = (files: ProjectFiles, roots: readonly string[], module: string): MigrationPackage => {
  const initial = findModuleFile(files, roots, module);
  if (initial === null || posix.basename(initial) !== "__init__.py") return { folder: null, files: [] };
  const folder = posix.dirname(initial);
  const found = files.children(folder).flatMap(({ name, kind }) => {
    const base = kind === "file" && name.endsWith(".py") ? name.slice(0, -3) : "";
    if (base === "" || /^[_~]/.test(base) || base.includes(".")) return [];
    return [{ name: base, module: `${module}.${base}`, file: posix.join(folder, name) }];
  });
  return { folder, files: found };
};

/** Apps by their looks, for a project whose settings are not there: folders with models and an AppConfig or migrations. */
import { posix } from "node:path";
import type { ProjectFiles } from "../../files/project-files.ts";
import { isBeside } from "./read-entry-points.ts";
import { walkProjectFolders } from "./walk-project-folders.ts";

/** Dotted names below the import roots, in the order of their paths. */
export const findAppFolders = (files: ProjectFiles, root: string, importRoots: readonly string[]): readonly string[] =>
  walkProjectFolders(files, root, 4)
    .flatMap(({ path, children }) => {
      const names = new Set(children.map((child) => child.name));
      if (!names.has("models.py") && !files.isFile(posix.join(path, "models", "__init__.py"))) return [];
      if (isBeside(posix.relative(root, path))) return [];
      const holding = importRoots.filter((folder) => path.startsWith(`${folder}/`)).sort((a, b) => b.length - a.length)[0];
      const name = holding === undefined ? "" : posix.relative(holding, path).replaceAll("/", ".");
      return /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(name) ? [name] : [];
    })
    .sort();

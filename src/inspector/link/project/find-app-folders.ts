/**
 * Apps by their looks, for a folder whose settings are not there: packages with models or an `apps` module that have to do
 * with Django.
 */
import { posix } from "node:path";
import { isUnreadable, type ProjectFiles } from "../../files/project-files.ts";
import { isBeside } from "./read-entry-points.ts";
import { walkProjectFolders, type NearFolder } from "./walk-project-folders.ts";

const IMPORTS_DJANGO = /^\s*(?:from|import)\s+django\b/mu;

/** How many modules of a package are looked into. */
const mostModules = 5;

/** Does code of the package import Django: its config, its models or one of its migrations? */
const hasToDoWithDjango = (files: ProjectFiles, { path, children }: NearFolder): boolean => {
  const modulesIn = (folder: string): readonly string[] =>
    files.children(folder).flatMap(({ name, kind }) => (kind === "file" && name.endsWith(".py") ? [posix.join(folder, name)] : []));
  const own = children
    .filter(({ name }) => ["apps.py", "models.py", "__init__.py"].includes(name))
    .map(({ name }) => posix.join(path, name));
  const below = ["models", "migrations"].flatMap((name) => modulesIn(posix.join(path, name)).slice(0, mostModules));
  return [...own, ...below].some((file) => {
    const source = files.read(file);
    return !isUnreadable(source) && IMPORTS_DJANGO.test(source.text);
  });
};

/** Dotted names below the import roots, in the order of their paths. */
export const findAppFolders = (files: ProjectFiles, root: string, importRoots: readonly string[]): readonly string[] =>
  walkProjectFolders(files, root, 4)
    .flatMap((folder) => {
      const { path, children } = folder;
      const names = new Set(children.map((child) => child.name));
      const looksSo = ["models.py", "apps.py"].some((name) => names.has(name)) || files.isFile(posix.join(path, "models", "__init__.py"));
      if (!looksSo || isBeside(posix.relative(root, path))) return [];
      const holding = importRoots.filter((one) => path.startsWith(`${one}/`)).sort((a, b) => b.length - a.length)[0];
      const name = holding === undefined ? "" : posix.relative(holding, path).replaceAll("/", ".");
      return /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(name) && hasToDoWithDjango(files, folder) ? [name] : [];
    })
    .sort();

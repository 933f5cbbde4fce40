/** What of a project's tree is worth a watcher's attention: source and configuration, not what is installed, collected or cached. */
import { existsSync } from "node:fs";
import { isIgnoredName } from "../../inspector/files/ignored-folders.ts";

/** Folders of collected files: never watched, even where the inspector would look for a module in one. */
const collected = new Set(["static", "staticfiles", "static_root", "media", "uploads", "htmlcov", "dist", "build", "target", "locale"]);

const watchedFile = /(\.py|\.toml|\.cfg|\.ini|\.json|(^|\/)\.env[^/]*|(^|\/)(Pipfile|[^/]*requirements[^/]*\.txt))$/;

export const isWatchedFile = (path: string): boolean => watchedFile.test(path);

/** Looks once into each folder for the mark of a virtual environment. */
export const isWatchedFolder = (path: string): boolean => {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (isIgnoredName(name) || collected.has(name)) return false;
  return !existsSync(`${path}/pyvenv.cfg`) && !existsSync(`${path}/conda-meta`);
};

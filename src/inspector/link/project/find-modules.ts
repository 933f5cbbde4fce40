/** Looks for modules as Python's import system would, by file names alone. */
import { posix } from "node:path";
import type { ProjectFiles } from "../../files/project-files.ts";

/** The file that `import module` would read first from `roots`: a module, or a package's `__init__.py`; null when none. */
export const findModuleFile = (files: ProjectFiles, roots: readonly string[], module: string): string | null => {
  const path = module.replaceAll(".", "/");
  for (const root of roots) {
    const initial = posix.join(root, path, "__init__.py");
    if (files.isFile(initial)) return initial;
    const file = posix.join(root, `${path}.py`);
    if (files.isFile(file)) return file;
  }
  return null;
};

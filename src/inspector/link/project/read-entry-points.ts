/** Finds and reads the files that start a project: manage.py, then wsgi.py and asgi.py. */
import { posix } from "node:path";
import { isUnreadable, type ProjectFiles } from "../../files/project-files.ts";
import { parseBody } from "../../python/parse-body.ts";
import { parseModule } from "../../python/parse-module.ts";
import { readEntryFile, type EntryFacts } from "./read-entry-file.ts";
import type { NearFolder } from "./walk-project-folders.ts";

export interface EntryPoint extends EntryFacts {
  readonly file: string;
  readonly depth: number;
}

/** Folders that hold examples and tests rather than the project itself. */
export const isBeside = (path: string): boolean =>
  /(?:^|\/)(?:tests?|testing|examples?|demo|sandbox|docs?|templates?|cookiecutter[^/]*|project_template|skeleton)(?:\/|$)/.test(path);

const readEntryPoint = (files: ProjectFiles, file: string, depth: number, env: Readonly<Record<string, string>>): EntryPoint => {
  const source = files.read(file);
  if (isUnreadable(source)) return { file, depth, settings: [], pathParts: [], loadsDotEnv: false, isDjango: false };
  const tree = parseModule(source.text);
  return { file, depth, ...readEntryFile(tree, env, (statement) => parseBody(source.text, statement.body)) };
};

/** Every file of that name near the root, as far as it can be read; nearest first, the plausible before the others. */
export const readEntryPoints = (
  files: ProjectFiles,
  folders: readonly NearFolder[],
  names: readonly string[],
  env: Readonly<Record<string, string>>,
): readonly EntryPoint[] => {
  const root = folders[0]?.path ?? "/";
  const found = folders.flatMap((folder) =>
    folder.children
      .filter(({ name, kind }) => kind === "file" && names.includes(name))
      .map(({ name }) => readEntryPoint(files, posix.join(folder.path, name), folder.depth, env)),
  );
  const weight = (entry: EntryPoint): number =>
    (entry.isDjango || entry.settings.length > 0 ? 0 : 100) + (isBeside(posix.relative(root, entry.file)) ? 10 : 0) + entry.depth;
  return found.sort((a, b) => weight(a) - weight(b));
};

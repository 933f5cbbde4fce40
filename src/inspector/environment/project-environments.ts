/** Environments inside or right beside the project: `.venv`, `venv`, `env`, `__pypackages__`, `.pdm-python`. */
import { dirname, isAbsolute, join } from "node:path";
import type { Candidate, EnvironmentKind, Places } from "./environment.ts";
import { isFile, isFolder, namesIn, readSmallFile } from "./read-small-file.ts";

const usualNames = [".venv", "venv", "env", ".env", "virtualenv", ".virtualenv"];

/** The tool that keeps a virtual environment, told by the lock files beside it. */
const toolOf = (folder: string, environment: string): EnvironmentKind => {
  const config = readSmallFile(join(environment, "pyvenv.cfg")) ?? "";
  if (/^uv\s*=/m.test(config) || isFile(join(folder, "uv.lock"))) return "uv";
  if (isFile(join(folder, "pdm.lock")) || isFile(join(folder, ".pdm-python"))) return "pdm";
  if (isFile(join(folder, "poetry.lock"))) return "poetry";
  if (isFile(join(folder, "Pipfile"))) return "pipenv";
  return isFolder(join(environment, "conda-meta")) ? "conda" : "venv";
};

/** Folders with a `pyvenv.cfg` under a name of the user's own. */
const otherVenvs = (folder: string): readonly string[] =>
  namesIn(folder).filter((name) => !usualNames.includes(name) && isFile(join(folder, name, "pyvenv.cfg")));

const pdmCandidates = (folder: string): readonly Candidate[] => {
  const python = readSmallFile(join(folder, ".pdm-python"))?.trim() ?? "";
  if (!isAbsolute(python)) return [];
  const inside = namesIn(join(folder, "__pypackages__")).map((name) => join(folder, "__pypackages__", name, "lib"));
  const packages = inside.find(isFolder);
  return [{ kind: "pdm", folder: dirname(dirname(python)), python, ...(packages === undefined ? {} : { packages }) }];
};

/** A `.venv` that is a file names the environment: pipenv and virtualfish write it so. */
const namedByFile = (folder: string, places: Places): readonly Candidate[] => {
  const name = readSmallFile(join(folder, ".venv"))?.trim() ?? "";
  if (name === "" || name.includes("\n")) return [];
  if (isAbsolute(name)) return [{ kind: "venv", folder: name }];
  const home = places.env["WORKON_HOME"] ?? (places.home === null ? null : join(places.home, ".local", "share", "virtualenvs"));
  return home === null ? [] : [{ kind: "pipenv", folder: join(home, name) }];
};

/** `folders` in the order to look: the project's, that of manage.py, the one above. */
export const projectEnvironments = (folders: readonly string[], places: Places): readonly Candidate[] =>
  folders.flatMap((folder) => [
    ...[...usualNames, ...otherVenvs(folder)]
      .map((name) => join(folder, name))
      .filter(isFolder)
      .map((path): Candidate => ({ kind: toolOf(folder, path), folder: path })),
    ...namedByFile(folder, places),
    ...pdmCandidates(folder),
  ]);

/** Environments that a tool keeps elsewhere and names after the project, by each tool's own rule. */
import { createHash } from "node:crypto";
import { basename, join } from "node:path";
import { parse } from "smol-toml";
import type { Candidate, Places } from "./environment.ts";
import { isFile, isFolder, namesIn, readSmallFile, realPath } from "./read-small-file.ts";

const longestName = 42;
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

const isTable = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const readToml = (path: string): Readonly<Record<string, unknown>> => {
  const text = readSmallFile(path);
  if (text === null) return {};
  try {
    return parse(text);
  } catch {
    return {};
  }
};

const at = (table: unknown, ...keys: readonly string[]): unknown =>
  keys.reduce<unknown>((value, key) => (isTable(value) ? value[key] : undefined), table);

const poetryHome = ({ env, home, platform }: Places): string | null => {
  const given = env["POETRY_VIRTUALENVS_PATH"];
  if (given !== undefined) return given;
  const cache = env["POETRY_CACHE_DIR"];
  if (cache !== undefined) return join(cache, "virtualenvs");
  if (home === null) return null;
  if (platform === "darwin") return join(home, "Library", "Caches", "pypoetry", "virtualenvs");
  if (platform === "win32") return join(home, "AppData", "Local", "pypoetry", "Cache", "virtualenvs");
  return join(env["XDG_CACHE_HOME"] ?? join(home, ".cache"), "pypoetry", "virtualenvs");
};

/** `<name>-<hash of the folder>-py3.12`; `envs.toml` says which of several is active. */
const poetryCandidates = (folder: string, places: Places): readonly Candidate[] => {
  const project = readToml(join(folder, "pyproject.toml"));
  const isPoetry = at(project, "tool", "poetry") !== undefined || isFile(join(folder, "poetry.lock"));
  const home = poetryHome(places);
  if (!isPoetry || home === null) return [];
  const written = at(project, "project", "name") ?? at(project, "tool", "poetry", "name");
  const name = typeof written === "string" ? written : "non-package-mode";
  // Poetry normalises the name as package indexes do, then replaces what is special to a shell.
  const plain = name
    .toLowerCase()
    .replaceAll(/[-_.]+/g, "-")
    .replaceAll(/[ $`!*@"\\\r\n\t]/g, "_")
    .slice(0, longestName);
  const stem = `${plain}-${digest(realPath(folder)).toString("base64url").slice(0, 8)}`;
  const active = at(readToml(join(home, "envs.toml")), stem, "minor");
  const found = namesIn(home).filter((entry) => entry.startsWith(`${stem}-py`));
  const isActive = (entry: string): boolean => entry === `${stem}-py${String(active)}`;
  return found
    .toSorted((a, b) => Number(isActive(b)) - Number(isActive(a)) || b.localeCompare(a, "en", { numeric: true }))
    .map((entry) => ({ kind: "poetry", folder: join(home, entry) }));
};

/** `<folder name>-<hash of the Pipfile's path>`. */
const pipenvCandidates = (folder: string, { env, home, platform }: Places): readonly Candidate[] => {
  const pipfile = join(folder, "Pipfile");
  if (!isFile(pipfile)) return [];
  const usual = platform === "win32" ? [".virtualenvs"] : [".local", "share", "virtualenvs"];
  const base = env["WORKON_HOME"] ?? (home === null ? null : join(home, ...usual));
  if (base === null) return [];
  const plain = basename(folder)
    .replaceAll(/[ &$`!*@"()[\]\\\r\n\t]/g, "_")
    .slice(0, longestName);
  const hash = digest(pipfile).subarray(0, 6).toString("base64url").slice(0, 8);
  const names = [env["PIPENV_CUSTOM_VENV_NAME"], `${plain}-${hash}`].filter((name) => name !== undefined);
  return names.map((name) => ({ kind: "pipenv", folder: join(base, name) }));
};

const condaFolders = ({ env, home }: Places): readonly string[] => {
  const products = ["miniconda3", "anaconda3", "miniforge3", "mambaforge", "micromamba", "miniconda", "anaconda", ".conda"];
  const own = home === null ? [] : products.map((product) => join(home, product, "envs"));
  const root = env["MAMBA_ROOT_PREFIX"];
  return [...(root === undefined ? [] : [join(root, "envs")]), ...own, "/opt/conda/envs", "/opt/miniconda3/envs", "/opt/anaconda3/envs"];
};

/** The `name:` or `prefix:` of environment.yml. */
const condaCandidates = (folder: string, places: Places): readonly Candidate[] => {
  const text = ["environment.yml", "environment.yaml", "conda.yml"]
    .map((name) => readSmallFile(join(folder, name)))
    .find((found) => found !== null);
  if (text === undefined || text === null) return [];
  const read = (key: string): string | undefined =>
    new RegExp(`^${key}:[ \\t]*["']?([^"'#\\r\\n]+?)["']?[ \\t]*(?:#.*)?$`, "m").exec(text)?.[1];
  const name = read("name");
  const prefix = read("prefix");
  const named = name === undefined || name.includes("/") ? [] : condaFolders(places).map((base) => join(base, name));
  return [...(prefix === undefined ? [] : [prefix]), ...named].filter(isFolder).map((path) => ({ kind: "conda", folder: path }));
};

/** pyenv's `.python-version` names a version or a virtual environment; virtualenvwrapper uses the folder's name. */
const namedCandidates = (folder: string, { env, home }: Places): readonly Candidate[] => {
  const pyenv = env["PYENV_ROOT"] ?? (home === null ? null : join(home, ".pyenv"));
  const lines = (readSmallFile(join(folder, ".python-version")) ?? "").split(/\r?\n/).map((line) => line.trim());
  const versions = pyenv === null ? [] : lines.filter((line) => /^[\w.-]+$/.test(line)).map((line) => join(pyenv, "versions", line));
  const wrapper = env["WORKON_HOME"] ?? (home === null ? null : join(home, ".virtualenvs"));
  const folders = [...versions, ...(wrapper === null ? [] : [join(wrapper, basename(folder))])];
  return folders.filter(isFolder).map((path) => ({ kind: isFile(join(path, "pyvenv.cfg")) ? "venv" : "system", folder: path }));
};

export const toolEnvironments = (folders: readonly string[], places: Places): readonly Candidate[] =>
  folders.flatMap((folder) => [
    ...poetryCandidates(folder, places),
    ...pipenvCandidates(folder, places),
    ...condaCandidates(folder, places),
    ...namedCandidates(folder, places),
  ]);

/**
 * Finds the project's own Python environment from files alone: which interpreter, which version, where its packages
 * lie, which Django is among them. Nothing is executed, so a hostile "python" in a project is only a file here.
 *
 * The first place that holds a Django wins: given interpreter, environments in the project, the active one, those
 * that tools keep elsewhere, last the system's. When none has a Django, `problem` says so and how to give one.
 */
import { basename, dirname, isAbsolute, join, relative } from "node:path";
import { describePrefix } from "./describe-prefix.ts";
import type { Candidate, EnvironmentKind, Places, Prefix } from "./environment.ts";
import { projectEnvironments } from "./project-environments.ts";
import { isFile, isFolder, namesIn, readSmallFile, sharesOwner } from "./read-small-file.ts";
import { toolEnvironments } from "./tool-environments.ts";

export interface FindEnvironmentOptions extends Places {
  /** Absolute path of the project. */
  readonly root: string;
  /** Folder of manage.py, when it is not the root. */
  readonly manageFolder?: string | undefined;
  /** Interpreter, or folder of an environment, that the user gave. */
  readonly given?: string | null | undefined;
  /** Prefixes of the system's interpreters; tests give their own. */
  readonly systemPrefixes?: readonly string[];
}

export interface PythonEnvironment {
  readonly kind: EnvironmentKind | null;
  /** Null when there is no interpreter to run the project with. */
  readonly python: string | null;
  readonly pythonVersion: string | null;
  readonly djangoVersion: string | null;
  readonly sitePackages: readonly string[];
  /** Folders of editable installs. */
  readonly linkedFolders: readonly string[];
  /** What must be put on PYTHONPATH for `python` to find the packages (`__pypackages__`). */
  readonly pythonPath: readonly string[];
  /** One sentence why there is no interpreter and how to give one. */
  readonly problem: string | null;
}

const howToGive =
  "Make one (`python3 -m venv .venv && .venv/bin/pip install -r requirements.txt`) or give an interpreter with --python PATH or in the workspace's settings.";

/** Linux distributions, Homebrew, python.org on macOS. */
const usualPrefixes = ["/usr", "/usr/local", "/opt/homebrew"];

/** The project's folders, then the one above where it belongs to the same user alone and is not the user's home. */
const foldersOf = ({ root, manageFolder, home }: FindEnvironmentOptions): readonly string[] => {
  const above = dirname(root);
  const isOwn = above !== root && above !== home && sharesOwner(root, above);
  return [...new Set([root, ...(manageFolder === undefined ? [] : [manageFolder]), ...(isOwn ? [above] : [])])];
};

/** A pyenv shim is a shell script that needs the user's environment: take the interpreter that it stands for. */
const behindShim = (path: string, root: string): string => {
  if (basename(dirname(path)) !== "shims") return path;
  const pyenv = dirname(dirname(path));
  const wanted = (readSmallFile(join(root, ".python-version")) ?? readSmallFile(join(pyenv, "version")) ?? "").split(/\s+/);
  const versions = wanted.filter((name) => /^[\w.-]+$/.test(name)).map((name) => join(pyenv, "versions", name, "bin", basename(path)));
  return versions.find(isFile) ?? path;
};

const givenCandidate = (given: string, root: string): Candidate => {
  const path = isAbsolute(given) ? given : join(root, given);
  if (isFolder(path)) return { kind: "given", folder: path };
  const python = behindShim(path, root);
  return { kind: "given", folder: dirname(dirname(python)), python };
};

const activeCandidates = ({ env }: Places): readonly Candidate[] => {
  const places: readonly (readonly [EnvironmentKind, string | undefined])[] = [
    ["venv", env["VIRTUAL_ENV"]],
    ["uv", env["UV_PROJECT_ENVIRONMENT"]],
    ["conda", env["CONDA_PREFIX"]],
  ];
  return places.flatMap(([kind, folder]) => (folder !== undefined && isAbsolute(folder) ? [{ kind, folder }] : []));
};

const systemCandidates = ({ env, home, systemPrefixes }: FindEnvironmentOptions): readonly Candidate[] => {
  const pyenv = env["PYENV_ROOT"] ?? (home === null ? null : join(home, ".pyenv"));
  const global = pyenv === null ? "" : (readSmallFile(join(pyenv, "version")) ?? "");
  const named = global.split(/\s+/).filter((name) => /^\d[\w.-]*$/.test(name));
  const versions = pyenv === null ? [] : named.map((name) => join(pyenv, "versions", name));
  const prefixes = [...(systemPrefixes ?? usualPrefixes), ...versions];
  return prefixes.flatMap((folder) => {
    const minors = namesIn(join(folder, "bin")).filter((name) => /^python3(?:\.\d+)?$/.test(name));
    return minors.map((name): Candidate => ({ kind: "system", folder, python: join(folder, "bin", name) }));
  });
};

const toEnvironment = (candidate: Candidate, prefix: Prefix, problem: string | null): PythonEnvironment => ({
  kind: candidate.kind,
  python: problem === null ? prefix.python : null,
  pythonVersion: prefix.pythonVersion,
  djangoVersion: prefix.djangoVersion,
  sitePackages: prefix.sitePackages,
  linkedFolders: prefix.linkedFolders,
  pythonPath: candidate.packages === undefined ? [] : [candidate.packages],
  problem,
});

const nothing = (kind: EnvironmentKind | null, problem: string): PythonEnvironment => ({
  kind,
  python: null,
  pythonVersion: null,
  djangoVersion: null,
  sitePackages: [],
  linkedFolders: [],
  pythonPath: [],
  problem,
});

const shown = (folder: string, root: string): string => {
  const inside = relative(root, folder);
  return inside === "" || inside.startsWith("../..") || isAbsolute(inside) ? folder : inside;
};

const openGiven = (given: string, root: string): PythonEnvironment => {
  const candidate = givenCandidate(given, root);
  const prefix = describePrefix(candidate);
  if (prefix === null)
    return nothing("given", `There is no interpreter at ${given}. Give another with --python PATH or in the workspace's settings.`);
  return toEnvironment(candidate, prefix, null);
};

/** See the head of this file. */
export const findEnvironment = (options: FindEnvironmentOptions): PythonEnvironment => {
  const { root, given, home } = options;
  if (given !== undefined && given !== null && given !== "") return openGiven(given, root);
  const folders = foldersOf(options);
  const userPackages = (minor: string): string | null =>
    home === null ? null : join(home, ".local", "lib", `python${minor}`, "site-packages");
  const own = [...projectEnvironments(folders, options), ...activeCandidates(options), ...toolEnvironments(folders, options)];
  let empty: { readonly candidate: Candidate; readonly prefix: Prefix | null } | null = null;
  for (const candidate of [...own, ...systemCandidates(options)]) {
    const prefix = describePrefix(candidate, userPackages);
    if (prefix?.djangoVersion !== null && prefix?.djangoVersion !== undefined) return toEnvironment(candidate, prefix, null);
    if (candidate.kind !== "system") empty ??= { candidate, prefix };
  }
  if (empty === null) return nothing(null, `No Python environment with Django was found for this project. ${howToGive}`);
  const { candidate, prefix } = empty;
  const where = shown(candidate.folder, root);
  if (prefix === null) return nothing(candidate.kind, `The environment ${where} has no interpreter that works. ${howToGive}`);
  const install = `Install the project's requirements there (\`${join(where, "bin", "pip")} install -r requirements.txt\`) or give an interpreter with --python PATH or in the workspace's settings.`;
  return toEnvironment(candidate, prefix, `The environment ${where} has no Django. ${install}`);
};

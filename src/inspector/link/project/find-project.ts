/**
 * Finds the project in a folder: its manage.py, the settings module that a command would use, and the folders that
 * Python imports from. Nothing is run and nothing throws: what is missing is null, and `lookedFor` says what was tried.
 */
import { posix } from "node:path";
import type { ProjectFiles } from "../../files/project-files.ts";
import { findModuleFile } from "./find-modules.ts";
import { findSettingsFiles } from "./find-settings-files.ts";
import type { FindProjectOptions, ProjectLocation } from "./project-location.ts";

import { readEntryPoints, type EntryPoint } from "./read-entry-points.ts";
import { readProjectConfig, type ConfiguredSettings } from "./read-project-config.ts";
import { walkProjectFolders, type NearFolder } from "./walk-project-folders.ts";

export type { FindProjectOptions } from "./project-location.ts";

/** manage.py may lie this many folders below the root; wsgi.py and settings one more. */
const managePyDepth = 3;

interface Claim {
  readonly module: string;
  readonly from: string;
}

const relative = (root: string, path: string): string => posix.relative(root, path) || ".";

const claimsOf = (root: string, entries: readonly EntryPoint[]): readonly Claim[] =>
  entries.flatMap((entry) => {
    const decided = entry.settings.filter((named) => named.certain);
    const undecided = entry.settings.filter((named) => !named.certain).reverse();
    return [...decided, ...undecided].map((named) => ({ module: named.module, from: `${relative(root, entry.file)}:${named.line}` }));
  });

const configClaims = (root: string, config: readonly ConfiguredSettings[], by: readonly ConfiguredSettings["by"][]): readonly Claim[] =>
  config.filter((entry) => by.includes(entry.by)).map((entry) => ({ module: entry.module, from: relative(root, entry.file) }));

/** Where the project's own modules are imported from, in Python's order: given folders, manage.py's folder, what it adds, src/, the root. */
const importRootsOf = (options: FindProjectOptions, manage: EntryPoint | undefined, starters: readonly EntryPoint[]): readonly string[] => {
  const { root, files } = options;
  const roots = [...(options.pythonPath ?? [])];
  if (manage !== undefined) roots.push(posix.dirname(manage.file));
  for (const entry of manage === undefined ? starters.slice(0, 1) : [manage])
    for (const part of entry.pathParts) {
      const folder = posix.join(posix.dirname(entry.file), part);
      if (files.isFolder(folder)) roots.push(folder);
    }
  roots.push(root);
  if (files.isFolder(posix.join(root, "src")) && !files.isFile(posix.join(root, "src", "__init__.py"))) roots.push(posix.join(root, "src"));
  let outside = root;
  while (files.isFile(posix.join(outside, "__init__.py")) && posix.dirname(outside) !== outside) outside = posix.dirname(outside);
  if (outside !== root) roots.push(outside);
  return [...new Set(roots)];
};

/** The folder near the root below which `module` exists, for a monorepo whose import path is set elsewhere. */
const folderHolding = (files: ProjectFiles, folders: readonly NearFolder[], module: string): string | null =>
  folders.find((folder) => findModuleFile(files, [folder.path], module) !== null)?.path ?? null;

/** All that names settings, most binding first. */
const claimsInOrder = (
  options: FindProjectOptions,
  manage: EntryPoint | undefined,
  others: readonly EntryPoint[],
  config: readonly ConfiguredSettings[],
) => {
  const { root } = options;
  const given = options.settingsModule;
  const fromEnv = options.env?.["DJANGO_SETTINGS_MODULE"];
  const dotenv = configClaims(root, config, ["dotenv"]);
  const fromManage = manage === undefined ? [] : claimsOf(root, [manage]);
  return [
    ...(given === undefined ? [] : [{ module: given, from: "--settings" }]),
    ...(fromEnv === undefined ? [] : [{ module: fromEnv, from: "DJANGO_SETTINGS_MODULE" }]),
    ...(manage?.loadsDotEnv === true ? [...dotenv, ...fromManage] : [...fromManage, ...dotenv]),
    ...configClaims(root, config, ["django"]),
    ...claimsOf(root, others),
    ...configClaims(root, config, ["django-stubs", "pytest"]),
  ];
};

/** See the head of this file. */
export const findProject = (options: FindProjectOptions): ProjectLocation => {
  const { root, files } = options;
  const env = options.env ?? {};
  const folders = walkProjectFolders(files, root, managePyDepth + 1);
  const near = folders.filter((folder) => folder.depth <= managePyDepth);
  const manage = readEntryPoints(files, near, ["manage.py"], env)[0];
  const home = manage === undefined ? root : posix.dirname(manage.file);
  const starters = readEntryPoints(
    files,
    folders.filter((folder) => folder.path === home || folder.path.startsWith(`${home}/`)),
    ["wsgi.py", "asgi.py"],
    env,
  );
  const config = [...new Set([home, root])].flatMap((folder) => readProjectConfig(files, folder));
  const importRoots = [...importRootsOf(options, manage, starters)];
  const looks = findSettingsFiles(files, folders, importRoots);
  const claims = claimsInOrder(options, manage, starters, config);
  const binding = claims[0];
  const isGiven = options.settingsModule !== undefined || env["DJANGO_SETTINGS_MODULE"] !== undefined;

  const fileOf = (module: string): string | null => {
    const file = findModuleFile(files, importRoots, module);
    if (file !== null) return file;
    const folder = folderHolding(files, folders, module);
    if (folder === null) return null;
    importRoots.push(folder);
    return findModuleFile(files, [folder], module);
  };
  const existing = (isGiven ? claims.slice(0, 1) : claims).find((claim) => fileOf(claim.module) !== null);
  const guess = looks[0] === undefined ? undefined : { module: looks[0].module, from: "the look of the file" };
  const chosen = existing ?? binding ?? guess;
  const known = [...claims.map((claim) => claim.module), ...looks.map((found) => found.module)];
  const candidates = [...new Set(known)].filter(
    (module) => module !== chosen?.module && findModuleFile(files, importRoots, module) !== null,
  );
  return {
    root,
    managePy: manage?.file ?? null,
    importRoots: [...new Set(importRoots)],
    settingsModule: chosen?.module ?? null,
    settingsFile: chosen === undefined ? null : fileOf(chosen.module),
    settingsFrom: chosen?.from ?? null,
    candidates,
    lookedFor: lookedFor(root),
  };
};

const lookedFor = (root: string): readonly string[] => [
  `manage.py in ${root} and down to ${managePyDepth} folders below it`,
  "DJANGO_SETTINGS_MODULE in wsgi.py, asgi.py, pyproject.toml, setup.cfg, tox.ini, pytest.ini and .env",
  "settings.py or a settings package that sets INSTALLED_APPS",
];

/** Reads a folder's facts on the spot: no store, no workspace, nothing remembered. */
import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { Refusal, type RefusalCode } from "../contract/errors.ts";
import type { Facts } from "../contract/shapes/facts.ts";
import { createDiskFiles } from "../inspector/files/disk-files.ts";
import type { ProjectFiles } from "../inspector/files/project-files.ts";
import { inspect, type Stage } from "../inspector/inspect.ts";
import { findProject, holdsDjangoProject } from "../inspector/link/project/find-project.ts";
import { createParseCache, type ParseCache } from "../inspector/python/parse-cache.ts";
import { systemClock } from "../kit/clock.ts";
import { codeOf } from "../kit/message-of.ts";

export interface ScanFolderInput {
  /** Absolute. */
  readonly folder: string;
  readonly settingsModule?: string | undefined;
  /** Absolute. */
  readonly pythonPath?: readonly string[] | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly python?: string | undefined;
  /** `VIRTUAL_ENV` and the like, where a terminal has them. */
  readonly toolEnv?: Readonly<Record<string, string>> | undefined;
  /** Trees that this process has parsed before. */
  readonly cache?: ParseCache | undefined;
  /** Without `cache`: a folder of trees that other processes parsed, and for those of this scan. */
  readonly cacheFolder?: string | undefined;
  readonly onStage?: (stage: Stage) => void;
  readonly onSecret?: (value: string) => void;
}

export const scanFolder = (input: ScanFolderInput): Facts => {
  const root = reach(input.folder);
  const files = createDiskFiles({ roots: [root, ...(input.pythonPath ?? [])] });
  const place = {
    root,
    files,
    ...(input.settingsModule === undefined ? {} : { settingsModule: input.settingsModule }),
    ...(input.pythonPath === undefined ? {} : { pythonPath: input.pythonPath }),
  };
  if (input.settingsModule === undefined) checkProject(root, files);
  else checkSettings(input.settingsModule, place);
  if (input.python !== undefined) checkInterpreter(input.python);
  const cache = input.cache ?? createParseCache(input.cacheFolder === undefined ? {} : { folder: input.cacheFolder });
  const facts = inspect({
    ...place,
    cache,
    home: homedir(),
    platform: process.platform,
    clock: () => systemClock.monotonic(),
    ...(input.env === undefined ? {} : { env: input.env }),
    ...(input.python === undefined ? {} : { python: input.python }),
    ...(input.toolEnv === undefined ? {} : { toolEnv: input.toolEnv }),
    ...(input.onStage === undefined ? {} : { onStage: input.onStage }),
    ...(input.onSecret === undefined ? {} : { onSecret: input.onSecret }),
  });
  cache.flush();
  return facts;
};

const checkProject = (root: string, files: ProjectFiles): void => {
  const sign = holdsDjangoProject(root, files);
  if (sign.holds) return;
  throw new Refusal("not-a-django-project", `${root} holds no Django project. Looked for: ${sign.lookedFor.join("; ")}.`);
};

/** A module that was named must be there; one that the project names and lacks is an insight instead. */
const checkSettings = (module: string, place: Parameters<typeof findProject>[0]): void => {
  const location = findProject(place);
  if (location.settingsFile !== null) return;
  throw new Refusal(
    "settings-not-found",
    `There is no settings module ${module} in ${place.root}.`,
    location.candidates.length === 0
      ? {}
      : { hint: `Name one of those that are there with --settings: ${location.candidates.join(", ")}.` },
  );
};

const reasons: Readonly<Record<string, readonly [RefusalCode, string]>> = {
  ENOENT: ["path-not-found", "does not exist"],
  ENOTDIR: ["path-not-a-folder", "is not a folder"],
  EACCES: ["path-not-readable", "cannot be read: permission denied"],
  EPERM: ["path-not-readable", "cannot be read: permission denied"],
};

/** The folder's real path, readable, or a refusal. */
const reach = (folder: string): string => {
  try {
    const real = realpathSync.native(folder);
    if (!statSync(real).isDirectory()) throw new Refusal("path-not-a-folder", `${folder} is not a folder.`);
    accessSync(real, constants.R_OK | constants.X_OK);
    return real;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const [code, what] = reasons[codeOf(error) ?? ""] ?? ["path-not-found", "cannot be reached"];
    throw new Refusal(code, `${folder} ${what}.`, { cause: error });
  }
};

const checkInterpreter = (python: string): void => {
  try {
    accessSync(python, constants.X_OK);
    if (statSync(python).isFile()) return;
  } catch (error) {
    throw new Refusal("interpreter-missing", `There is no interpreter at ${python}.`, { cause: error });
  }
  throw new Refusal("interpreter-missing", `${python} is not an interpreter.`);
};

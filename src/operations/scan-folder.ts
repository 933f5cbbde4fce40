/** Reads a folder's facts on the spot: no store, no workspace, nothing remembered. */
import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { Refusal, type RefusalCode } from "../contract/errors.ts";
import type { Facts } from "../contract/shapes/facts.ts";
import { createDiskFiles } from "../inspector/files/disk-files.ts";
import { inspect, type Stage } from "../inspector/inspect.ts";
import { createParseCache, type ParseCache } from "../inspector/python/parse-cache.ts";
import { systemClock } from "../kit/clock.ts";
import { codeOf } from "../kit/message-of.ts";
import { checkProject } from "./check-project.ts";

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
  checkProject(input.env === undefined ? place : { ...place, env: input.env });
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

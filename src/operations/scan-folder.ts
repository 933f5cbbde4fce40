/** Reads a folder's facts on the spot, secrets masked: no store, no workspace, nothing remembered. */
import { homedir } from "node:os";
import type { Facts } from "../contract/shapes/facts.ts";
import type { ToldApplied } from "../inspector/applied/read-applied-migrations.ts";
import { createDiskFiles } from "../inspector/files/disk-files.ts";
import type { ProjectFiles } from "../inspector/files/project-files.ts";
import { inspectClosely, toFacts, type InspectOptions, type Inspection, type Stage } from "../inspector/inspect.ts";
import { observeProgress } from "../inspector/progress.ts";
import { createParseCache, type ParseCache } from "../inspector/python/parse-cache.ts";
import { systemClock } from "../kit/clock.ts";
import { createValueRedactor } from "../runner/redaction/redact-values.ts";
import { checkProject } from "./check-project.ts";
import { checkInterpreter, reachFolder } from "./reach-folder.ts";

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
  /** See `InspectOptions`. */
  readonly toldApplied?: ToldApplied | undefined;
  /** Trees that this process has parsed before. */
  readonly cache?: ParseCache | undefined;
  /** Without `cache`: a folder of trees that other processes parsed, and for those of this scan. */
  readonly cacheFolder?: string | undefined;
  /** See `InspectOptions`. */
  readonly keepsTrees?: boolean | undefined;
  /** Called at each step of the inspection, many times a second: with nothing slow. */
  readonly onStep?: (() => void) | undefined;
  readonly onStage?: (stage: Stage) => void;
  readonly onSecret?: (value: string) => void;
}

export const scanFolder = (input: ScanFolderInput): Facts => toFacts(inspectFolder(input));

/** The project's files as a scan of `root` sees them. */
export const filesOf = (root: string, { pythonPath = [] }: Pick<ScanFolderInput, "pythonPath">): ProjectFiles =>
  createDiskFiles({ roots: [root, ...pythonPath] });

/** The same with what an edit is judged by. */
export const inspectFolder = (input: ScanFolderInput): Inspection => {
  const root = reachFolder(input.folder);
  const place = {
    root,
    files: filesOf(root, input),
    ...(input.settingsModule === undefined ? {} : { settingsModule: input.settingsModule }),
    ...(input.pythonPath === undefined ? {} : { pythonPath: input.pythonPath }),
  };
  checkProject(input.env === undefined ? place : { ...place, env: input.env });
  if (input.python !== undefined) checkInterpreter(input.python);
  const cache =
    input.cache ?? createParseCache({ ...(input.cacheFolder === undefined ? {} : { folder: input.cacheFolder }), maxCharacters: 0 });
  const secrets = new Set<string>();
  const options: InspectOptions = {
    ...place,
    cache,
    home: homedir(),
    platform: process.platform,
    clock: () => systemClock.monotonic(),
    ...(input.keepsTrees === undefined ? {} : { keepsTrees: input.keepsTrees }),
    ...(input.env === undefined ? {} : { env: input.env }),
    ...(input.python === undefined ? {} : { python: input.python }),
    ...(input.toolEnv === undefined ? {} : { toolEnv: input.toolEnv }),
    ...(input.toldApplied === undefined ? {} : { toldApplied: input.toldApplied }),
    ...(input.onStage === undefined ? {} : { onStage: input.onStage }),
    onSecret: (value) => secrets.add(value),
  };
  const inspect = () => inspectClosely(options);
  const inspection = input.onStep === undefined ? inspect() : observeProgress(input.onStep, inspect);
  if (input.cache === undefined) cache.flush();
  const redact = createValueRedactor([...secrets]);
  const isMasked = redact(inspection.linked);
  redact(inspection.insights);
  for (const secret of secrets) input.onSecret?.(secret);
  if (!isMasked) return inspection;
  // What is made of masked facts is not what is made of the facts.
  const { kept: _, ...masked } = inspection;
  return masked;
};

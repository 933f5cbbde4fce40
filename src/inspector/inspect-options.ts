/** What a scan is given, and the names of its stages. */
import type { ToldApplied } from "./applied/read-applied-migrations.ts";
import type { ProjectFiles } from "./files/project-files.ts";
import type { ParseCache } from "./python/parse-cache.ts";

export const stages = ["discover", "parse", "evaluate", "link", "derive", "judge"] as const;
export type Stage = (typeof stages)[number];

export interface InspectOptions {
  /** Absolute path of the project's folder. */
  readonly root: string;
  readonly files: ProjectFiles;
  readonly settingsModule?: string;
  /** Folders before the project's own on the import path, absolute. */
  readonly pythonPath?: readonly string[];
  /** Environment variables that settings may read. Nothing of DJDesk's own environment is seen. */
  readonly env?: Readonly<Record<string, string>>;
  /** Interpreter given by the user; else an environment is looked for. */
  readonly python?: string;
  /** The user's home, where tools keep environments; absent: only the project's own are looked for. */
  readonly home?: string;
  readonly platform?: NodeJS.Platform;
  /** Where tools keep environments (`VIRTUAL_ENV`, `CONDA_PREFIX`, `PYENV_ROOT` …); settings do not see these. */
  readonly toolEnv?: Readonly<Record<string, string>>;
  /** Prefixes of the system's interpreters; absent: the usual ones. */
  readonly systemPrefixes?: readonly string[];
  /** Trees that are parsed already; absent: every file is parsed. */
  readonly cache?: ParseCache;
  /** Are the trees of the project kept, so that a later inspection can be told to be needless (`reuseInspection`)? */
  readonly keepsTrees?: boolean;
  /** Alias → what a database said of itself, for those that cannot be read without running anything. */
  readonly toldApplied?: ToldApplied;
  /** Monotonic milliseconds, for `timing` only. */
  readonly clock: () => number;
  readonly onStage?: (stage: Stage) => void;
  /** Told of each secret of the settings, so that it can be masked in output; no fact holds it. */
  readonly onSecret?: (value: string) => void;
}

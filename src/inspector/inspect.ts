/**
 * The inspector's door: a project's files in, its facts out. Same files, same facts, byte for byte (but for `timing`).
 * It never runs the project's code and never throws on it.
 */
import { posix } from "node:path";
import type { Facts, SettingsFacts } from "../contract/shapes/facts.ts";
import type { ProjectFiles } from "./files/project-files.ts";
import { findProject } from "./link/project/find-project.ts";
import { createShowPath } from "./show-path.ts";

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
  /** Monotonic milliseconds, for `timing` only. */
  readonly clock: () => number;
  readonly onStage?: (stage: Stage) => void;
}

export type Inspect = (options: InspectOptions) => Facts;

const unknownSettings: SettingsFacts = {
  INSTALLED_APPS: null,
  MIDDLEWARE: null,
  AUTH_USER_MODEL: null,
  ROOT_URLCONF: null,
  DATABASES: null,
  LANGUAGE_CODE: null,
  TIME_ZONE: null,
  USE_TZ: null,
  DEFAULT_AUTO_FIELD: null,
  DEBUG: null,
  values: [],
};

/** See the head of this file. */
export const inspect: Inspect = (options) => {
  const { root, files, clock } = options;
  const started = clock();
  options.onStage?.("discover");
  const location = findProject(options);
  const showPath = createShowPath(root, []);
  const discovered = clock();
  return {
    facts: 1,
    project: {
      root,
      name: posix.basename(root),
      manage_py: location.managePy === null ? null : showPath(location.managePy),
      settings_module: location.settingsModule,
      settings_candidates: [...location.candidates],
      django_version: null,
      python: { path: null, version: null },
      environment: null,
    },
    apps: [],
    models: [],
    migrations: { apps: {}, conflicts: {}, drift: null, applied: {}, pending: {}, phantom: {} },
    urls: [],
    settings: unknownSettings,
    commands: {},
    admin: [],
    insights: [],
    unread: files.problems().map((problem) => ({ file: showPath(problem.path), line: null, code: problem.code, message: problem.message })),
    timing: {
      files: 0,
      bytes: 0,
      parsed: 0,
      cached: 0,
      discover_ms: discovered - started,
      parse_ms: 0,
      extract_ms: 0,
      link_ms: 0,
      derive_ms: 0,
      total_ms: clock() - started,
    },
  };
};

/** Where a project is: what later stages import from and which settings they read. */
import type { ProjectFiles } from "../../files/project-files.ts";

export interface ProjectLocation {
  /** Absolute path of the project's folder, as given. */
  readonly root: string;
  /** Absolute path of manage.py; null when there is none. */
  readonly managePy: string | null;
  /** Absolute folders in the order in which Python would search them for the project's own modules. */
  readonly importRoots: readonly string[];
  /** The settings module that commands would use; null when none was found. */
  readonly settingsModule: string | null;
  /** Absolute file of that module; null when it does not exist. */
  readonly settingsFile: string | null;
  /** What named it: `--settings`, a file with line, or a guess; for messages. */
  readonly settingsFrom: string | null;
  /** Other settings modules that exist, most plausible first. */
  readonly candidates: readonly string[];
  /** What was looked for and where, for the message when nothing was found. */
  readonly lookedFor: readonly string[];
}

export interface FindProjectOptions {
  readonly root: string;
  readonly files: ProjectFiles;
  readonly settingsModule?: string;
  readonly pythonPath?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * The inspector's door: a project's files in, its facts out. Same files, same facts, byte for byte (but for `timing`).
 * It never runs the project's code and never throws on it.
 */
import type { Facts } from "../contract/shapes/facts.ts";
import type { ProjectFiles } from "./files/project-files.ts";

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

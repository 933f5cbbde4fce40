/** The options that tell what cannot be found in a project's folder; the same for every command that opens one. */
import { resolve } from "node:path";
import type { Command } from "commander";
import type { ToldSettings } from "../contract/shapes/workspace.ts";
import { collectFolder, collectVariable } from "./option-values.ts";

export interface SettingsOptions {
  readonly settings?: string;
  readonly pythonpath?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly python?: string;
}

export const addSettingsOptions = (command: Command): Command =>
  command
    .option("--settings <module>", "settings module to read (otherwise found as manage.py would)")
    .option("--pythonpath <folder>", "folder to look for modules in first; may be repeated", collectFolder)
    .option("--env <NAME=value>", "environment variable that settings may read; may be repeated", collectVariable)
    .option("--python <path>", "the project's interpreter (otherwise found in .venv, uv, poetry, pipenv, conda …)");

export const toldBy = ({ settings, pythonpath, env, python }: SettingsOptions): ToldSettings => ({
  ...(settings === undefined ? {} : { settings_module: settings }),
  ...(pythonpath === undefined ? {} : { pythonpath: [...pythonpath] }),
  ...(env === undefined ? {} : { env: { ...env } }),
  ...(python === undefined ? {} : { python: resolve(python) }),
});

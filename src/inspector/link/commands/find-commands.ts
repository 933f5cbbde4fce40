/**
 * Management commands as `django.core.management.get_commands()` finds them: the modules of `management/commands`
 * in each app's folder; of two apps with a command of one name the one installed earlier wins, and all win over Django's own.
 */
import { posix } from "node:path";
import type { ProjectFiles } from "../../files/project-files.ts";

export interface AppWithCommands {
  /** `AppConfig.name`. */
  readonly name: string;
  /** Absolute folder of the app; null when its code is not here. */
  readonly folder: string | null;
  /** Commands of an app whose code is not here, as far as they are known. */
  readonly known?: readonly string[];
}

/** pkgutil's rule: modules, not packages; no leading underscore; names need not be identifiers. */
const commandsIn = (files: ProjectFiles, folder: string): readonly string[] =>
  files.children(posix.join(folder, "management", "commands")).flatMap(({ name, kind }) => {
    const module = kind === "file" && name.endsWith(".py") ? name.slice(0, -3) : "";
    return module === "" || module.startsWith("_") || module.includes(".") ? [] : [module];
  });

/** Command → name of the app that provides it, sorted by command. `core` are the commands of Django itself. */
export const findCommands = (
  files: ProjectFiles,
  apps: readonly AppWithCommands[],
  core: readonly string[],
): Readonly<Record<string, string>> => {
  const found = new Map<string, string>(core.map((command) => [command, "django.core"]));
  for (const app of [...apps].reverse()) {
    const commands = app.folder === null ? (app.known ?? []) : commandsIn(files, app.folder);
    for (const command of commands) found.set(command, app.name);
  }
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
};

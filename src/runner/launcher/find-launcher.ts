/** Where the Python launcher lies: beside this file, and wherever the build puts it. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Absolute path of the folder that holds the launcher and its parts, and nothing else. */
export const findLauncherFolder = (): string => fileURLToPath(new URL("./python", import.meta.url));

/** Absolute path of launcher.py. */
export const findLauncher = (): string => join(findLauncherFolder(), "launcher.py");

/** Absolute path of what stands before the project's interpreter in the Landlock tier. */
export const findStage = (): string => join(findLauncherFolder(), "djdesk_stage.py");

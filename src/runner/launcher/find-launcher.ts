/** Where the Python launcher lies: beside this file, and wherever the build puts it. */
import { fileURLToPath } from "node:url";

/** Absolute path of launcher.py. */
export const findLauncher = (): string => fileURLToPath(new URL("./launcher.py", import.meta.url));

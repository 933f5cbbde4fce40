/** What the shell's surroundings say: the only place of the main process that reads `process.argv` and `process.env`. */
import { join, resolve } from "node:path";
import envPaths from "env-paths";
import type { Program } from "../desk/start-desk.ts";

export interface Settings extends Program {
  /** Made by the packager, as opposed to started from a checkout. */
  readonly isPackaged: boolean;
  /** Where the shell keeps its own state, below the desk's data. */
  readonly shellFolder: string;
  /** Words of the command line after the program (and, in a checkout, the shell's folder). */
  readonly words: readonly string[];
  readonly cwd: string;
  /** Folder of the shell's built files. */
  readonly built: string;
}

const nodeName = process.platform === "win32" ? "node.exe" : "node";

const wordsOf = (argv: readonly string[], isPackaged: boolean): readonly string[] => {
  const words = argv.slice(1);
  if (isPackaged) return words;
  const shell = words.findIndex((word) => !word.startsWith("-"));
  return shell < 0 ? [] : words.slice(shell + 1);
};

export const readSettings = (isPackaged: boolean, built: string): Settings => {
  const { env } = process;
  const given = env["DJDESK_DATA"];
  const dataFolder = resolve(given === undefined || given === "" ? envPaths("djdesk", { suffix: "" }).data : given);
  const root = isPackaged ? join(process.resourcesPath, "djdesk") : resolve(built, "..", "..");
  return {
    isPackaged,
    dataFolder,
    shellFolder: join(dataFolder, "desktop"),
    node: isPackaged ? join(process.resourcesPath, "node", nodeName) : (env["DJDESK_NODE"] ?? join(root, "node_modules", ".bin", nodeName)),
    entry: join(root, "dist", "cli.mjs"),
    words: wordsOf(process.argv, isPackaged),
    cwd: process.cwd(),
    built,
  };
};

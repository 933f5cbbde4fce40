/** What the shell's surroundings say: the only place of the main process that reads `process.argv` and `process.env`. */
import { join, resolve } from "node:path";
import { ownFolders } from "../../src/operations/access/own-folders.ts";
import type { Program } from "../desk/start-desk.ts";
import { parseArguments, type OpenRequest } from "./open-request.ts";

export interface Settings extends Program {
  /** Made by the packager, as opposed to started from a checkout. */
  readonly isPackaged: boolean;
  /** Where the shell keeps its own state, below the desk's data. */
  readonly shellFolder: string;
  /** What the command line asks for. */
  readonly requests: readonly OpenRequest[];
  /** Folder of the shell's built files. */
  readonly built: string;
}

const nodeName = process.platform === "win32" ? "node.exe" : "node";

/** What a command line of the shell asks for after its program (and, in a checkout, the shell's folder). */
export const requestsOf = (argv: readonly string[], cwd: string, isPackaged: boolean): readonly OpenRequest[] => {
  const shell = isPackaged ? 0 : argv.findIndex((word, index) => index > 0 && !word.startsWith("-"));
  return shell < 0 ? [] : parseArguments(argv.slice(shell + 1).slice(0, 50), cwd);
};

export const readSettings = (isPackaged: boolean, built: string): Settings => {
  const { env } = process;
  const dataFolder = ownFolders(env).data;
  const root = isPackaged ? join(process.resourcesPath, "djdesk") : resolve(built, "..", "..");
  return {
    isPackaged,
    dataFolder,
    shellFolder: join(dataFolder, "desktop"),
    node: isPackaged ? join(process.resourcesPath, "node", nodeName) : (env["DJDESK_NODE"] ?? join(root, "node_modules", ".bin", nodeName)),
    entry: join(root, "dist", "cli.mjs"),
    requests: requestsOf(process.argv, process.cwd(), isPackaged),
    built,
  };
};

/**
 * `npm run desktop [-- PATH]`: the desk in a window of its own. In Electron where there is one, else in an app window of
 * an installed browser.
 */
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { messageOf } from "../../src/kit/message-of.ts";
import { ownFolders } from "../../src/operations/access/own-folders.ts";
import { parseArguments } from "../main/open-request.ts";
import { openAppWindow } from "./app-window.ts";
import { findBrowser } from "./find-browser.ts";
import { findElectron } from "./find-electron.ts";
import { stayWith } from "./stay-with.ts";

const say = (text: string): void => void process.stderr.write(`${text}\n`);
const { env, execPath } = process;
const built = fileURLToPath(new URL(".", import.meta.url));
const root = resolve(built, "..", "..");
/** npm runs scripts in the package's folder and says in which folder it was called. */
const cwd = env["INIT_CWD"] ?? process.cwd();
const words = process.argv.slice(2);

const openElectron = (electron: string): Promise<number> =>
  stayWith(electron, [resolve(built, ".."), ...words, "--sample"], { stdio: "inherit", cwd, env: { ...env, DJDESK_NODE: execPath } });

const asRoot = "Browsers of its family do not start as root: their sandbox does not work then. ";

const openBrowser = async (): Promise<number> => {
  const browser = findBrowser(env);
  if (browser === null) {
    say("djdesk: there is neither an Electron nor a browser of the Chromium family here. `npm start` opens the desk in any browser.");
    return 2;
  }
  say(`There is no Electron here: the desk opens in an app window of ${browser}.`);
  say("Dropped folders, notifications and djdesk:// links need Electron: `npx install-electron` fetches it.");
  const dataFolder = ownFolders(env).data;
  const folder = parseArguments(words, cwd).find((request) => request.kind === "folder");
  const code = await openAppWindow(browser, { node: execPath, entry: join(root, "dist", "cli.mjs"), dataFolder }, folder?.path ?? null);
  if (code !== 0)
    say(
      `djdesk: ${browser} ended with code ${code}. ${process.getuid?.() === 0 ? asRoot : ""}\`npm start\` opens the desk in any browser.`,
    );
  return code;
};

const electron = findElectron(env["ELECTRON_OVERRIDE_DIST_PATH"], import.meta.url);
try {
  process.exitCode = electron === null ? await openBrowser() : await openElectron(electron);
} catch (error) {
  say(`djdesk: ${messageOf(error)}`);
  process.exitCode = 2;
}

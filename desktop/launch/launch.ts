/**
 * `npm run desktop [-- PATH]`: the desk in a window of its own. In Electron where there is one, else in an app window of
 * an installed browser.
 */
import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import envPaths from "env-paths";
import { messageOf } from "../../src/kit/message-of.ts";
import { openAppWindow } from "./app-window.ts";
import { findBrowser } from "./find-browser.ts";
import { findElectron } from "./find-electron.ts";

const say = (text: string): void => void process.stderr.write(`${text}\n`);
const { env, execPath } = process;
const built = fileURLToPath(new URL(".", import.meta.url));
const root = resolve(built, "..", "..");
/** npm runs scripts in the package's folder and says in which folder it was called. */
const calledIn = env["INIT_CWD"] ?? process.cwd();
const words = process.argv
  .slice(2)
  .map((word) => (word.startsWith("-") || /^(?:djdesk|file):/i.test(word) ? word : resolve(calledIn, word)));

const openElectron = (electron: string): Promise<number> =>
  new Promise((done, reject) => {
    const child = spawn(electron, [resolve(built, ".."), ...words, "--sample"], {
      stdio: "inherit",
      env: { ...env, DJDESK_NODE: execPath },
    });
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
    child.on("error", reject);
    child.on("exit", (code) => done(code ?? 1));
  });

const asRoot = "Browsers of its family do not start as root: their sandbox does not work then. ";

const openBrowser = async (): Promise<number> => {
  const browser = findBrowser(env);
  if (browser === null) {
    say("djdesk: there is neither an Electron nor a browser of the Chromium family here. `npm start` opens the desk in any browser.");
    return 2;
  }
  say(`There is no Electron here: the desk opens in an app window of ${browser}.`);
  say("Dropped folders, notifications and djdesk:// links need Electron: `npx install-electron` fetches it.");
  const given = env["DJDESK_DATA"];
  const dataFolder = given === undefined || given === "" ? envPaths("djdesk", { suffix: "" }).data : resolve(given);
  const path = words.find((word) => !/^(?:-|djdesk:|file:)/i.test(word)) ?? null;
  const code = await openAppWindow(browser, { node: execPath, entry: join(root, "dist", "cli.mjs"), dataFolder }, path);
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

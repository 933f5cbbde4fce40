/** The desktop shell as a user has it: the built shell in a real Electron on a screen of its own, with its own data. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createRequire } from "node:module";
import { _electron, type ElectronApplication, type Page } from "playwright-core";
import { aHome, type Home } from "../djdesk.ts";
import type { Screen } from "./display.ts";
import { electronFolder } from "./stand-in.ts";

export const root = fileURLToPath(new URL("../../../", import.meta.url));
const loader = join(createRequire(import.meta.url).resolve("playwright-core/package.json"), "..", "lib", "server", "electron", "loader.js");

export interface OpenShellOptions {
  readonly screen: Screen;
  readonly home: Home;
  readonly words?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface OpenShell extends AsyncDisposable {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly pid: number;
}

export const shellEnvironment = ({ screen, home, env }: Omit<OpenShellOptions, "words">): Record<string, string> => ({
  ...home.env,
  DISPLAY: screen.display,
  DJDESK_NODE: process.execPath,
  DBUS_SESSION_BUS_ADDRESS: "disabled:",
  ...env,
});

/** What its consoles complain of is kept in `complaints`. */
export const openShell = async (options: OpenShellOptions): Promise<OpenShell> => {
  const app = await _electron.launch({
    executablePath: join(await electronFolder(), "electron"),
    args: [join(root, "desktop"), ...(options.words ?? [])],
    env: { ...shellEnvironment(options), DJDESK_TEST_LOADER: loader },
    cwd: options.home.folder,
    timeout: 60_000,
    colorScheme: null,
  });
  const page = await app.firstWindow({ timeout: 60_000 });
  page.setDefaultTimeout(20_000);
  return { app, page, pid: app.process().pid ?? 0, [Symbol.asyncDispose]: () => app.close() };
};

export { aHome };

/** What a person, the system or another program does to the shell. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { ElectronApplication, Page } from "playwright-core";
import type { Home } from "../djdesk.ts";
import { root, shellEnvironment, type OpenShellOptions } from "./open-shell.ts";
import { electronFolder } from "./stand-in.ts";

/** Starts the shell once more, as a second click on its icon or a link of the system does; resolves with the exit code. */
export const startAgain = async (options: OpenShellOptions): Promise<number | null> => {
  const child = spawn(join(await electronFolder(), "electron"), [join(root, "desktop"), ...(options.words ?? [])], {
    env: shellEnvironment(options),
    cwd: options.home.folder,
    stdio: "ignore",
  });
  return new Promise((resolve) => child.on("exit", resolve));
};

interface DragData {
  readonly items: { mimeType: string; data: string }[];
  readonly files?: string[];
}
type DragStep = readonly [type: "dragEnter" | "dragOver" | "drop", x: number, y: number];
const over: readonly DragStep[] = [
  ["dragEnter", 400, 300],
  ["dragOver", 400, 300],
];
/** A system tells of a drag again and again. */
const fall: readonly DragStep[] = [...over, ["dragOver", 400, 300], ["drop", 400, 300]];

/** Drags files over the page. */
export const hover = (page: Page, paths: readonly string[]): Promise<void> => drag(page, { items: [], files: [...paths] }, over);

/** Drags files over the page and lets them fall. */
export const drop = (page: Page, paths: readonly string[]): Promise<void> => drag(page, { items: [], files: [...paths] }, fall);

/** The same by a hand that still moves as it lets go. */
export const flick = (page: Page, paths: readonly string[]): Promise<void> =>
  drag(page, { items: [], files: [...paths] }, [...over, ["drop", 100, 160]]);

/** Lets something else than files fall, as it comes from a browser or an editor. */
export const dropText = (page: Page, mimeType: string, text: string): Promise<void> =>
  drag(page, { items: [{ mimeType, data: text }] }, fall);

const drag = async (page: Page, data: DragData, steps: readonly DragStep[]): Promise<void> => {
  const session = await page.context().newCDPSession(page);
  for (const [type, x, y] of steps) await session.send("Input.dispatchDragEvent", { type, x, y, data: { ...data, dragOperationsMask: 1 } });
  await session.detach();
};

/** Clicks an item of the application menu, by its labels. */
export const clickMenu = (app: ElectronApplication, ...labels: readonly string[]): Promise<void> =>
  app.evaluate(({ Menu, BrowserWindow }, path) => {
    let items = Menu.getApplicationMenu()?.items ?? [];
    let found: Electron.MenuItem | undefined;
    for (const label of path) {
      found = items.find((item) => item.label.replaceAll("&", "") === label);
      items = found?.submenu?.items ?? [];
    }
    const window = BrowserWindow.getAllWindows().find((one) => one.getParentWindow() === null);
    if (found === undefined) throw new Error(`There is no ${path.join(" > ")}`);
    found.click(undefined, window, window?.webContents);
  }, labels);

/** Labels of a menu's items. */
export const menuLabels = (app: ElectronApplication, ...labels: readonly string[]): Promise<readonly string[]> =>
  app.evaluate(({ Menu }, path) => {
    let items = Menu.getApplicationMenu()?.items ?? [];
    for (const label of path) items = items.find((item) => item.label.replaceAll("&", "") === label)?.submenu?.items ?? [];
    return items.map((item) => item.label);
  }, labels);

/** Stands in for the person before the system's dialogs: answers with this button, and keeps what was said. */
export const answerDialogs = (app: ElectronApplication, response: number): Promise<void> =>
  app.evaluate(({ dialog }, button) => {
    const said: string[] = [];
    Object.assign(globalThis, { djdeskSaid: said });
    dialog.showMessageBox = (...args: readonly unknown[]) => {
      const options: unknown = args.at(-1);
      said.push(typeof options === "object" && options !== null && "message" in options ? String(options.message) : "");
      return Promise.resolve({ response: button, checkboxChecked: false });
    };
  }, response);

export const saidInDialogs = (app: ElectronApplication): Promise<readonly string[]> =>
  app.evaluate(() => Reflect.get(globalThis, "djdeskSaid"));

/** Stands in for the system's programs: keeps the addresses that they were to open. */
export const keepExternal = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ shell }) => {
    const kept: string[] = [];
    Object.assign(globalThis, { djdeskExternal: kept });
    shell.openExternal = (address) => {
      kept.push(address);
      return Promise.resolve();
    };
  });

export const keptExternal = (app: ElectronApplication): Promise<readonly string[]> =>
  app.evaluate(() => Reflect.get(globalThis, "djdeskExternal"));

/** Ids of all processes that were started with this home's data folder; Electron's own overwrite their environment with their title. */
export const processesOf = (home: Home): readonly number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const isZombie = /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "latin1"));
        const said = readFileSync(`/proc/${pid}/environ`, "latin1") + readFileSync(`/proc/${pid}/cmdline`, "latin1");
        return !isZombie && said.includes(home.data);
      } catch {
        return false;
      }
    });

export interface Announced {
  readonly pid: number;
  readonly url: string;
}

/** Where the server of this home says that it listens; null when it has ended cleanly. */
export const announced = (home: Home): Announced | null => {
  const path = join(home.data, "server.json");
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null;
};

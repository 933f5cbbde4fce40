/** The desktop shell in a real Electron: what a person does with it. */
import { execFile } from "node:child_process";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  announced,
  answerDialogs,
  clickMenu,
  drop,
  flick,
  hover,
  keepExternal,
  keptExternal,
  menuLabels,
  saidInDialogs,
  startAgain,
} from "../support/electron/deeds.ts";
import { openBus, openScreen, whyNoNotifications, type Bus, type Screen } from "../support/electron/display.ts";
import { aHome, openShell, root, type OpenShell } from "../support/electron/open-shell.ts";
import { whyNoElectron } from "../support/electron/stand-in.ts";

const run = promisify(execFile);
const reason = await whyNoElectron();
const noNotifications = whyNoNotifications();
const because = (why: string | null): string => (why === null ? "" : ` (skipped: ${why})`);
const endMs = 120_000;

describe.skipIf(reason !== null)(`the desktop shell${because(reason)}`, () => {
  let screen: Screen;
  let bus: Bus | null = null;
  let shell: OpenShell;
  const home = aHome();
  const env = (): Record<string, string> => (bus === null ? {} : { DBUS_SESSION_BUS_ADDRESS: bus.address });
  const path = (): string => new URL(shell.page.url()).pathname;
  const windows = (): Promise<number> => shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  const visit = (address: string): Promise<unknown> => shell.page.goto(`${announced(home)?.url}${address}`);
  const aProject = (name: string): string => {
    const folder = join(home.folder, name);
    cpSync(join(root, "samples", "library"), folder, { recursive: true });
    return folder;
  };

  beforeAll(async () => {
    screen = await openScreen();
    bus = noNotifications === null ? await openBus(screen) : null;
    shell = await openShell({ screen, home, env: env(), words: ["--sample"] });
  });
  beforeEach(async () => {
    await answerDialogs(shell.app, 0);
    await keepExternal(shell.app);
  });
  afterAll(async () => {
    await shell.app.close();
    bus?.close();
    screen.close();
    home[Symbol.dispose]();
  });

  it("opens the sample on its first start", async () => {
    await shell.page.getByRole("list", { name: "Insights" }).waitFor();
    expect(path()).toBe("/w/observatory");
    expect(await windows()).toBe(1);
  });

  it("runs a check to its end", async () => {
    await visit("/w/observatory/tasks?preset=check");
    await shell.page.getByRole("checkbox", { name: /read-only contract/ }).check();
    await shell.page.getByRole("button", { name: "Run", exact: true }).click();
    await shell.page.getByRole("article").getByText("Succeeded").waitFor({ timeout: endMs });
    await expect.poll(() => shell.page.getByRole("log").innerText()).toMatch(/System check identified (?:no|\d+) issues?/);
  });

  it("opens a folder that is dropped on the window", async () => {
    const folder = aProject("dropped");
    await drop(shell.page, [folder]);
    await expect.poll(path).toBe("/w/dropped");
    await shell.page.getByRole("list", { name: "Insights" }).waitFor();
    for (const view of ["/", "/w/observatory", "/", "/w/observatory"]) {
      await visit(view);
      await drop(shell.page, [join(folder, "manage.py")]);
      await expect.poll(path).toBe("/w/dropped");
    }
    expect(await saidInDialogs(shell.app)).toEqual([]);
  });

  it("takes a folder from a hand that still moves, and on a page that changes below it", async () => {
    const folder = join(home.folder, "dropped");
    await visit("/");
    await flick(shell.page, [folder]);
    await expect.poll(path).toBe("/w/dropped");
    await visit("/");
    await shell.page.evaluate(() =>
      addEventListener("dragover", ({ target }) => {
        if (target instanceof HTMLElement && target !== document.documentElement) target.remove();
      }),
    );
    await drop(shell.page, [folder]);
    await expect.poll(path).toBe("/w/dropped");
  });

  it("says that a folder can be dropped while one hovers, and no longer", async () => {
    await visit("/w/dropped");
    await shell.page.getByRole("list", { name: "Insights" }).waitFor();
    const mark = shell.page.locator("html[data-shell-drop]");
    await hover(shell.page, [home.folder]);
    await expect.poll(() => mark.count()).toBe(1);
    expect(await mark.evaluate((html) => getComputedStyle(html, "::after").content)).toContain("Drop the folder to open it");
    await expect.poll(() => mark.count()).toBe(0);
  });

  it("says why a dropped folder cannot be opened, and stays where it was", async () => {
    const empty = join(home.folder, "empty");
    mkdirSync(empty);
    await drop(shell.page, [empty]);
    await expect.poll(() => saidInDialogs(shell.app)).toEqual([expect.stringMatching(/Django project|manage\.py/)]);
    expect(path()).toBe("/w/dropped");
  });

  it("opens the folder that is chosen in the menu", async () => {
    const folder = aProject("chosen");
    await shell.app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    }, folder);
    await clickMenu(shell.app, "File", "Open Folder…");
    await expect.poll(path).toBe("/w/chosen");
  });

  it("gives the folder of a second start to the first, and ends", async () => {
    const folder = aProject("second");
    expect(await startAgain({ screen, home, env: env(), words: [folder] })).toBe(0);
    await expect.poll(path).toBe("/w/second");
    expect(await startAgain({ screen, home, env: env(), words: ["chosen"] })).toBe(0);
    await expect.poll(path).toBe("/w/chosen");
    expect(await windows()).toBe(1);
  });

  it("opens the view of a djdesk:// link, and asks before a link adds a folder", async () => {
    await startAgain({ screen, home, env: env(), words: ["djdesk://w/second/models?app=catalogue"] });
    await expect.poll(() => shell.page.url()).toContain("/w/second/models?app=catalogue");
    const folder = aProject("linked");
    const link = `djdesk://open?path=${encodeURIComponent(folder)}`;
    await answerDialogs(shell.app, 1);
    await startAgain({ screen, home, env: env(), words: [link] });
    await expect.poll(() => saidInDialogs(shell.app)).toEqual([`A link asks to open ${folder}.`]);
    expect(path()).toBe("/w/second/models");
    await answerDialogs(shell.app, 0);
    await startAgain({ screen, home, env: env(), words: [link] });
    await expect.poll(path).toBe("/w/linked");
    await startAgain({ screen, home, env: env(), words: [`djdesk://open?path=${encodeURIComponent(aProject("second"))}`] });
    await expect.poll(path).toBe("/w/second");
    expect(await saidInDialogs(shell.app)).toHaveLength(1);
  });

  it("lists the workspaces in the menu, the last visited first", async () => {
    await expect.poll(() => menuLabels(shell.app, "File", "Open Recent")).toEqual(["second", "linked", "chosen", "dropped", "Observatory"]);
    await clickMenu(shell.app, "File", "Open Recent", "Observatory");
    await expect.poll(path).toBe("/w/observatory");
  });

  it("opens places in the editor and Django's pages outside, and the guide inside", async () => {
    await visit("/w/observatory");
    await shell.page.getByRole("link", { name: /Django .* Models/ }).click();
    await clickMenu(shell.app, "Help", "Guide");
    await expect.poll(path).toBe("/docs/");
    await clickMenu(shell.app, "View", "Back");
    await expect.poll(path).toBe("/w/observatory");
    // A link of the page that asks for a window of its own.
    await shell.page.evaluate(() => void window.open("/docs/read-only/"));
    await expect.poll(path).toBe("/docs/read-only/");
    await clickMenu(shell.app, "View", "Back");
    await expect.poll(path).toBe("/w/observatory");
    // The driver waits for the page that a click brings, and this one never does: the last deed here.
    await shell.page.locator("a.source-open").first().dispatchEvent("click");
    await expect
      .poll(() => keptExternal(shell.app))
      .toEqual([
        expect.stringMatching(/^https:\/\/docs\.djangoproject\.com\/en\/5\.2\//),
        expect.stringMatching(/^vscode:\/\/file\/.*\/samples\/observatory\/.+\.py/),
      ]);
    expect(path()).toBe("/w/observatory");
    expect(await windows()).toBe(1);
  });

  it("finds words on the page, forward and back, and closes the bar with Escape", async () => {
    await visit("/docs/cli/");
    const opening = shell.app.waitForEvent("window");
    await clickMenu(shell.app, "View", "Find…");
    const bar = await opening;
    await bar.getByRole("textbox", { name: "Find on this page" }).fill("djdesk scan");
    const output = bar.locator("output");
    await expect.poll(() => output.innerText()).toMatch(/^1 of \d+$/);
    const [, many = "0"] = /of (\d+)/.exec(await output.innerText()) ?? [];
    expect(Number(many)).toBeGreaterThan(1);
    await bar.keyboard.press("Enter");
    await expect.poll(() => output.innerText()).toBe(`2 of ${many}`);
    await bar.getByRole("button", { name: "Previous match" }).click();
    await expect.poll(() => output.innerText()).toBe(`1 of ${many}`);
    await bar.getByRole("textbox").fill("no such words");
    await expect.poll(() => output.innerText()).toBe("None");
    await bar.keyboard.press("Escape").catch(() => "closed before the key was let go");
    await expect.poll(windows).toBe(1);
  });

  it("zooms, reloads and fills the screen", async () => {
    await visit("/w/observatory");
    const zoom = (): Promise<number> =>
      shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomLevel() ?? 0);
    await clickMenu(shell.app, "View", "Zoom In");
    await expect.poll(zoom).toBeGreaterThan(0);
    await clickMenu(shell.app, "View", "Actual Size");
    await expect.poll(zoom).toBe(0);
    const fills = (): Promise<boolean | undefined> =>
      shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isFullScreen());
    await clickMenu(shell.app, "View", "Toggle Full Screen");
    await expect.poll(fills).toBe(true);
    await clickMenu(shell.app, "View", "Toggle Full Screen");
    await expect.poll(fills).toBe(false);
    await shell.page.evaluate(() => document.body.setAttribute("data-before", ""));
    await clickMenu(shell.app, "View", "Reload");
    await expect.poll(() => shell.page.locator("body[data-before]").count()).toBe(0);
    await shell.page.getByRole("list", { name: "Insights" }).waitFor();
  });

  it("follows the system from light to dark", async () => {
    const theme = (): Promise<string | undefined> => shell.page.evaluate(() => document.documentElement.dataset["theme"]);
    for (const wanted of ["dark", "light"] as const) {
      await shell.app.evaluate(({ nativeTheme }, source) => {
        nativeTheme.themeSource = source;
      }, wanted);
      await expect.poll(theme).toBe(wanted);
    }
  });

  it.skipIf(noNotifications !== null)(
    `tells when a run ends in the background, and opens it on a click${because(noNotifications)}`,
    async () => {
      await visit("/w/second");
      await shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.blur());
      const url = announced(home)?.url ?? "";
      const token = "n".repeat(32);
      const answer = await fetch(`${url}/api/task-runs/`, {
        method: "POST",
        headers: { "X-CSRFToken": token, Cookie: `csrftoken=${token}`, "Content-Type": "application/x-www-form-urlencoded" },
        body: "workspace=observatory&preset=showmigrations&confirm_safe=on",
      });
      const { task_run: asked } = await answer.json();
      const dunst = async (...words: readonly string[]): Promise<string> =>
        (await run("dunstctl", [...words], { env: { ...process.env, ...env(), DISPLAY: screen.display } })).stdout.trim();
      await expect.poll(() => dunst("count", "displayed"), { timeout: endMs }).toBe("1");
      await dunst("action", "0");
      await expect.poll(path).toBe(`/w/observatory/tasks/${asked.id}`);
      await shell.page.getByRole("log").getByText("Command finished").waitFor();
    },
  );

  it("is the next time where it was: the view, the window's place, the zoom", async () => {
    await visit("/w/linked/urls");
    await expect.poll(() => menuLabels(shell.app, "File", "Open Recent")).toEqual(expect.arrayContaining(["linked"]));
    await expect.poll(async () => (await menuLabels(shell.app, "File", "Open Recent"))[0]).toBe("linked");
    const place = { x: 60, y: 50, width: 900, height: 640 };
    await shell.app.evaluate(({ BrowserWindow }, bounds) => {
      const window = BrowserWindow.getAllWindows()[0];
      window?.setBounds(bounds);
      window?.webContents.setZoomLevel(1);
    }, place);
    await shell.app.close();
    shell = await openShell({ screen, home, env: env() });
    await expect.poll(path).toBe("/w/linked");
    const seen = await shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
    expect(seen).toEqual(place);
    await expect
      .poll(() => shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomLevel()))
      .toBe(1);
  });
});

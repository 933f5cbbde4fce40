/** How the desktop shell begins and ends: with its own server, beside another, after accidents. */
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aHome, djdeskServing, type Home } from "../support/djdesk.ts";
import { announced, clickMenu, processesOf } from "../support/electron/deeds.ts";
import { openScreen, type Screen } from "../support/electron/display.ts";
import { openShell, root, shellEnvironment } from "../support/electron/open-shell.ts";
import { electronFolder, whyNoElectron } from "../support/electron/stand-in.ts";

const reason = await whyNoElectron();

describe.skipIf(reason !== null)(`the life of the desktop shell${reason === null ? "" : ` (skipped: ${reason})`}`, () => {
  let screen: Screen;
  beforeAll(async () => {
    screen = await openScreen();
  });
  afterAll(() => screen.close());
  const expectNothingLeft = (home: Home): Promise<void> => expect.poll(() => processesOf(home), { timeout: 9000 }).toEqual([]);
  const health = async (url: string | undefined): Promise<number> => (await fetch(`${url}/api/health/`)).status;

  it("E14 leaves no process when it quits", async () => {
    using home = aHome();
    const shell = await openShell({ screen, home, words: ["--sample"] });
    await shell.page.getByRole("list", { name: "Insights" }).waitFor();
    expect(processesOf(home).length).toBeGreaterThan(2);
    await clickMenu(shell.app, "File", "Quit").catch(() => "the connection ended with it");
    await expectNothingLeft(home);
    expect(announced(home)).toBeNull();
  });

  it("E14 leaves no process when it is told to end", async () => {
    using home = aHome();
    const shell = await openShell({ screen, home });
    await shell.page.getByRole("heading", { name: "Open a Django project" }).waitFor();
    process.kill(shell.pid, "SIGTERM");
    await expectNothingLeft(home);
    expect(announced(home)).toBeNull();
  });

  it("E14 leaves no process when it is killed", async () => {
    using home = aHome();
    const shell = await openShell({ screen, home, words: ["--sample"] });
    await shell.page.getByRole("list", { name: "Insights" }).waitFor();
    const [main] = await shell.app.evaluate(() => [process.pid]);
    process.kill(main ?? 0, "SIGKILL");
    await expectNothingLeft(home);
    expect(announced(home)).toBeNull();
  });

  it("E16 opens again over the locks and files that a kill left", async () => {
    using home = aHome();
    const killed = await openShell({ screen, home });
    await killed.page.getByRole("heading", { name: "Open a Django project" }).waitFor();
    const before = announced(home);
    const [main] = await killed.app.evaluate(() => [process.pid]);
    process.kill(before?.pid ?? 0, "SIGKILL");
    process.kill(main ?? 0, "SIGKILL");
    await expectNothingLeft(home);
    expect(announced(home)).toEqual(before);
    const shell = await openShell({ screen, home });
    await shell.page.getByRole("heading", { name: "Open a Django project" }).waitFor();
    expect(announced(home)?.pid).not.toBe(before?.pid);
    await shell.app.close();
    await expectNothingLeft(home);
  });

  it("works in a data folder behind a symbolic link, which its owner alone can read", async () => {
    using home = aHome();
    const real = join(home.folder, "elsewhere");
    mkdirSync(real, { mode: 0o700 });
    symlinkSync(real, home.data);
    const shell = await openShell({ screen, home });
    await shell.page.getByRole("heading", { name: "Open a Django project" }).waitFor();
    await shell.app.close();
    await expectNothingLeft(home);
    expect(existsSync(join(real, "desktop", "state.json"))).toBe(true);
    for (const folder of [real, join(real, "desktop")]) expect(statSync(folder).mode & 0o077).toBe(0);
  });

  it("leaves no process when it quits while its desk hangs", async () => {
    using home = aHome();
    const shell = await openShell({ screen, home });
    await shell.page.getByRole("heading", { name: "Open a Django project" }).waitFor();
    process.kill(announced(home)?.pid ?? 0, "SIGSTOP");
    process.kill(shell.pid, "SIGTERM");
    await expectNothingLeft(home);
  });

  it.each([
    ["no screen shows any more", { x: 9000, y: -4000, width: 900, height: 640 }],
    ["is larger than the screen", { x: -500, y: -500, width: 9000, height: 9000 }],
  ])("comes to where it can be seen when its place %s", async (_what, place) => {
    using home = aHome();
    mkdirSync(join(home.data, "desktop"), { recursive: true });
    const window = { ...place, maximized: false, fullScreen: false };
    writeFileSync(join(home.data, "desktop", "state.json"), JSON.stringify({ window, recent: [] }));
    const shell = await openShell({ screen, home });
    const [bounds, area] = await shell.app.evaluate(({ BrowserWindow, screen: displays }) => [
      BrowserWindow.getAllWindows()[0]?.getBounds(),
      displays.getPrimaryDisplay().workArea,
    ]);
    await shell.app.close();
    const { x = NaN, y = NaN, width = NaN, height = NaN } = bounds ?? {};
    expect(x >= 0 && y >= 0 && x + width <= (area?.width ?? 0) && y + height <= (area?.height ?? 0)).toBe(true);
  });

  it("is started by the command in the Electron that the environment names, on the folder that is given", async () => {
    using home = aHome();
    cpSync(join(root, "samples", "library"), join(home.folder, "shelf"), { recursive: true });
    const env = { ...shellEnvironment({ screen, home }), ELECTRON_OVERRIDE_DIST_PATH: await electronFolder(), INIT_CWD: home.folder };
    const child = spawn(process.execPath, [join(root, "desktop", "dist", "launch.mjs"), "shelf"], { cwd: root, env, stdio: "ignore" });
    const state = join(home.data, "desktop", "state.json");
    await expect.poll(() => existsSync(state) && readFileSync(state, "utf8"), { timeout: 30_000 }).toContain('"shelf"');
    const ended = new Promise((resolve) => child.on("exit", resolve));
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
    await expectNothingLeft(home);
  });

  it("uses a desk that is open already, and leaves it open", async () => {
    using home = aHome();
    await using serving = await djdeskServing(home);
    const shell = await openShell({ screen, home });
    await expect.poll(() => shell.page.url()).toBe(`${serving.url}/`);
    expect(announced(home)?.pid).toBe(serving.pid);
    await shell.app.close();
    expect(await health(serving.url)).toBe(200);
  });

  it("speaks to a desk that serves over HTTPS with its own certificate", async () => {
    using home = aHome();
    await using serving = await djdeskServing(home, ["serve", "--https", "--port", "0"]);
    const shell = await openShell({ screen, home });
    await shell.page.getByRole("heading", { name: "Open a Django project" }).waitFor();
    expect(shell.page.url()).toBe(`${serving.url}/`);
    await shell.app.close();
  });

  it("starts its desk again when it is killed, at the same address", async () => {
    using home = aHome();
    const shell = await openShell({ screen, home, words: ["--sample"] });
    await shell.page.getByRole("list", { name: "Insights" }).waitFor();
    const before = announced(home);
    process.kill(before?.pid ?? 0, "SIGKILL");
    await expect.poll(() => announced(home)?.pid, { timeout: 15_000 }).not.toBe(before?.pid);
    expect(announced(home)?.url).toBe(before?.url);
    await shell.page.getByText("Online", { exact: true }).waitFor();
    expect(shell.page.url()).toBe(`${before?.url}/w/observatory`);
    await shell.app.close();
    await expectNothingLeft(home);
  });

  it("starts a desk of its own when the one that it used is closed", async () => {
    using home = aHome();
    const serving = await djdeskServing(home, ["open", "--sample", "--no-open", "--port", "0"]);
    const shell = await openShell({ screen, home, words: ["djdesk://w/observatory/urls"] });
    await expect.poll(() => shell.page.url()).toBe(`${serving.url}/w/observatory/urls`);
    await shell.page.getByText("Online", { exact: true }).waitFor();
    await serving.end();
    await expect.poll(() => announced(home)?.pid, { timeout: 15_000 }).toEqual(expect.any(Number));
    await expect.poll(() => shell.page.url()).toBe(`${announced(home)?.url}/w/observatory/urls`);
    await shell.page.getByText("Online", { exact: true }).waitFor();
    await shell.app.close();
    await expectNothingLeft(home);
  });

  it("says why there is no desk, and opens it when that is mended", async () => {
    using home = aHome();
    mkdirSync(home.data);
    const node = join(home.folder, "node");
    const shell = await openShell({ screen, home, env: { DJDESK_NODE: node } });
    await shell.page.getByRole("heading", { name: "The desk could not be opened" }).waitFor();
    expect(await shell.page.locator("pre").innerText()).toContain(node);
    symlinkSync(process.execPath, node);
    await shell.page.getByRole("button", { name: "Try again" }).click();
    await shell.page.getByRole("heading", { name: "Open a Django project" }).waitFor();
    await shell.app.close();
    await expectNothingLeft(home);
  });
});

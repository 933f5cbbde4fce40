/** `npm run desktop` where there is no Electron: the same task in an app window of a browser. */
import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aHome, type Home } from "../support/djdesk.ts";
import { announced, processesOf } from "../support/electron/deeds.ts";
import { openScreen, type Screen } from "../support/electron/display.ts";
import { root } from "../support/electron/open-shell.ts";

const browser = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));
const hasScreen = existsSync("/usr/bin/Xvfb");
const reason = browser === undefined ? "there is no browser of the Chromium family" : hasScreen ? null : "there is no Xvfb";
const endMs = 120_000;

describe.skipIf(reason !== null)(`the desk in an app window${reason === null ? "" : ` (skipped: ${reason})`}`, () => {
  let screen: Screen;
  beforeAll(async () => {
    screen = await openScreen();
  });
  afterAll(() => screen.close());

  interface Launched {
    readonly child: ChildProcess;
    /** All that was said on standard error. */
    readonly said: () => string;
  }
  /** The browser is found on the PATH; it is told to let the test look in, and to run as root where root runs it. */
  const launch = (home: Home, ...words: readonly string[]): Launched => {
    const bin = join(home.folder, "bin");
    const script = join(bin, "chromium");
    mkdirSync(bin, { recursive: true });
    const flags = "--no-sandbox --disable-gpu --disable-quic --disable-background-networking --disable-component-update --disable-sync";
    writeFileSync(script, `#!/bin/sh\nexec ${browser} ${flags} --remote-debugging-port=0 "$@"\n`);
    chmodSync(script, 0o755);
    const env = {
      ...home.env,
      PATH: `${bin}:/usr/bin:/bin`,
      DISPLAY: screen.display,
      INIT_CWD: home.folder,
      DBUS_SESSION_BUS_ADDRESS: "disabled:",
    };
    const child = spawn(process.execPath, [join(root, "desktop", "dist", "launch.mjs"), ...words], {
      cwd: root,
      env,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (text: Buffer) => (said += text.toString()));
    return { child, said: () => said };
  };
  /** A browser that is asked while its first window is made may leave a connection without an answer. */
  const connect = async (address: string, tries = 4): Promise<Browser> => {
    try {
      return await chromium.connectOverCDP(address, { timeout: 8000 });
    } catch (error) {
      if (tries === 1) throw error;
      return connect(address, tries - 1);
    }
  };
  const look = async (home: Home): Promise<Page> => {
    const file = join(home.data, "desktop", "browser", "DevToolsActivePort");
    // The browser makes the file before it writes into it.
    const portOf = (): string => (existsSync(file) ? (readFileSync(file, "utf8").split("\n")[0] ?? "") : "");
    await expect.poll(portOf, { timeout: 30_000 }).toMatch(/^\d+$/u);
    const port = portOf();
    const connection = await connect(`http://127.0.0.1:${port}`);
    const page = (): Page | undefined =>
      connection
        .contexts()[0]
        ?.pages()
        .find((one) => one.url().startsWith("http://127.0.0.1"));
    await expect.poll(() => page() !== undefined, { timeout: 20_000 }).toBe(true);
    return page() ?? expect.fail("There is no page.");
  };

  it("says so, opens the sample without the frame of a browser, and runs a check", async () => {
    using home = aHome();
    const { child, said } = launch(home);
    try {
      const page = await look(home);
      expect(said()).toContain("There is no Electron here: the desk opens in an app window of ");
      await page.getByRole("list", { name: "Insights" }).waitFor();
      expect(new URL(page.url()).pathname).toBe("/w/observatory");
      expect(await page.evaluate(() => matchMedia("(display-mode: standalone)").matches)).toBe(true);
      await page.goto(`${announced(home)?.url}/w/observatory/tasks?preset=check`);
      await page.getByRole("checkbox", { name: /read-only contract/ }).check();
      await page.getByRole("button", { name: "Run", exact: true }).click();
      await page.getByRole("article").getByText("Succeeded").waitFor({ timeout: endMs });
      const ended = new Promise((resolve) => child.on("exit", resolve));
      await page.close();
      expect(await ended).toBe(0);
      await expect.poll(() => processesOf(home), { timeout: 10_000 }).toEqual([]);
      expect(announced(home)).toBeNull();
    } finally {
      child.kill("SIGKILL");
    }
  });

  it("leaves neither server nor browser when it is killed", async () => {
    using home = aHome();
    const { child } = launch(home);
    await look(home);
    child.kill("SIGKILL");
    await expect.poll(() => processesOf(home), { timeout: 15_000 }).toEqual([]);
  });

  it("says so when the browser does not start, as for root", async () => {
    using home = aHome();
    const bin = join(home.folder, "bin");
    mkdirSync(bin, { recursive: true });
    const script = join(bin, "chromium");
    writeFileSync(script, "#!/bin/sh\nexit 21\n", { mode: 0o755 });
    const env = { ...home.env, PATH: `${bin}:/usr/bin:/bin`, DISPLAY: screen.display };
    const child = spawn(process.execPath, [join(root, "desktop", "dist", "launch.mjs")], { env, stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.on("data", (text: Buffer) => (said += text.toString()));
    expect(await new Promise((resolve) => child.on("close", resolve))).toBe(21);
    expect(said).toContain(`${script} ended with code 21. `);
    expect(said).toContain("`npm start` opens the desk in any browser");
    expect(said.includes("do not start as root")).toBe(process.getuid?.() === 0);
    await expect.poll(() => processesOf(home), { timeout: 10_000 }).toEqual([]);
  });

  it("says what to do when there is no browser either", async () => {
    using home = aHome();
    const env = { ...home.env, PATH: join(home.folder, "nothing") };
    const child = spawn(process.execPath, [join(root, "desktop", "dist", "launch.mjs")], { env, stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.on("data", (text: Buffer) => (said += text.toString()));
    expect(await new Promise((resolve) => child.on("close", resolve))).toBe(2);
    expect(said).toContain("`npm start` opens the desk in any browser");
  });
});

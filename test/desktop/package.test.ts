/** The packaged shell: an unpacked Linux folder, made of the Electron of the tests, and started. */
import { execFile, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fusesFor } from "../../desktop/packaging/config.ts";
import { announced, processesOf } from "../support/electron/deeds.ts";
import { openScreen, type Screen } from "../support/electron/display.ts";
import { aHome, root, shellEnvironment } from "../support/electron/open-shell.ts";
import { plainElectronFolder, whyNoElectron } from "../support/electron/stand-in.ts";

const run = promisify(execFile);
const shell = join(root, "desktop");

/** Why nothing can be packaged here, or null; brings electron-builder when it is not there yet. */
const whyNoPackager = async (): Promise<string | null> => {
  const reason = await whyNoElectron();
  if (reason !== null || existsSync(join(shell, "node_modules", "electron-builder"))) return reason;
  try {
    await run("npm", ["ci"], { cwd: shell, timeout: 240_000 });
    return null;
  } catch {
    return "electron-builder could not be installed";
  }
};
const reason = await whyNoPackager();

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });

describe.skipIf(reason !== null)(`the packaged desktop shell${reason === null ? "" : ` (skipped: ${reason})`}`, () => {
  const work = mkdtempSync(join(tmpdir(), "djdesk-package-"));
  const folder = join(work, "out", "linux-unpacked");
  const program = join(folder, "djdesk-desktop");
  let screen: Screen;
  beforeAll(async () => {
    const electron = join(work, "electron");
    cpSync(plainElectronFolder, electron, { recursive: true, filter: (path) => path !== join(plainElectronFolder, "resources") });
    mkdirSync(join(electron, "resources"));
    const script = join(shell, "packaging", "package.ts");
    const words = ["--disable-warning=ExperimentalWarning", script, "--dir", "--electron", electron, "--out", join(work, "out")];
    await run(process.execPath, words, { cwd: root, timeout: 200_000, maxBuffer: 1e7 });
    rmSync(electron, { recursive: true });
    screen = await openScreen();
  });
  afterAll(() => {
    screen.close();
    rmSync(work, { recursive: true, force: true });
  });

  it("holds the shell in one archive, the desk, its samples and guide, and a Node of its own", async () => {
    const resources = join(folder, "resources");
    const inside = [
      "app.asar",
      "djdesk/dist/cli.mjs",
      "djdesk/dist/web/index.html",
      "djdesk/samples/observatory/manage.py",
      "djdesk/docs/guide/index.md",
    ];
    expect(inside.filter((path) => !existsSync(join(resources, path)))).toEqual([]);
    expect(existsSync(join(resources, "app"))).toBe(false);
    const node = join(resources, "node", "node");
    expect((await run(node, [join(resources, "djdesk", "dist", "cli.mjs"), "--version"])).stdout.trim()).toBe(
      JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version,
    );
  });

  it("E12 has its fuses set in the binary, and it keeps to them", async () => {
    const { stdout } = await run(process.execPath, [
      join(shell, "node_modules", "@electron", "fuses", "dist", "bin.js"),
      "read",
      "--app",
      program,
    ]);
    const read = Object.fromEntries(
      [...stdout.matchAll(/^ +(\w+) is (Enabled|Disabled)/gm)].map(([, name = "", is]) => [name.toLowerCase(), is === "Enabled"]),
    );
    const wanted = Object.entries(fusesFor("22.3.25")).map(([name, isOn]) => [name.toLowerCase(), isOn]);
    expect(read).toMatchObject(Object.fromEntries(wanted));
    expect(wanted).toContainEqual(["runasnode", false]);
    const env = { PATH: process.env["PATH"], ELECTRON_RUN_AS_NODE: "1", DISPLAY: ":none" };
    const asNode = await run(program, ["--no-sandbox", "-e", "console.log('ran as Node')"], { env, timeout: 10_000 }).catch(
      (error: unknown) => error,
    );
    expect(String(Reflect.get(Object(asNode), "stdout"))).not.toContain("ran as Node");
  });

  it("E13 opens the sample, takes no debugger whatever its command line says, and leaves nothing when killed", async () => {
    using home = aHome();
    const [pagePort, nodePort] = [await freePort(), await freePort()];
    const debuggers = [`--remote-debugging-port=${pagePort}`, "--remote-allow-origins=*", `--inspect=${nodePort}`];
    const root = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    const env = { ...shellEnvironment({ screen, home }), NODE_OPTIONS: `--inspect=${nodePort}` };
    const child = spawn(program, [...root, "--disable-gpu", ...debuggers, "--sample"], { env, cwd: home.folder, stdio: "ignore" });
    try {
      const state = join(home.data, "desktop", "state.json");
      await expect.poll(() => existsSync(state) && readFileSync(state, "utf8"), { timeout: 30_000 }).toContain('"observatory"');
      await expect.poll(async () => (await fetch(`${announced(home)?.url}/api/health/`)).status).toBe(200);
      for (const port of [pagePort, nodePort]) await expect(fetch(`http://127.0.0.1:${port}/json/version`)).rejects.toThrow("fetch failed");
    } finally {
      child.kill("SIGKILL");
    }
    await expect.poll(() => processesOf(home), { timeout: 10_000 }).toEqual([]);
  });
});

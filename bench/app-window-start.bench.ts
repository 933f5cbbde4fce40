/**
 * How long the app window of an installed Chromium takes, where there is no Electron, from the command to a useful screen
 * (the overview of a workspace with its insights): with the server down, and with one up.
 * `node bench/app-window-start.bench.ts [RUNS]`
 */
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { aHome, djdeskServing } from "../test/support/djdesk.ts";
import { processesOf } from "../test/support/electron/deeds.ts";
import { openScreen } from "../test/support/electron/display.ts";
import { root } from "../test/support/electron/open-shell.ts";
import { measureStarts } from "./measure-starts.ts";

const runs = Number(process.argv[2] ?? 5);
const browser = ["/usr/bin/chromium", "/usr/bin/google-chrome"].find((path) => existsSync(path));
if (browser === undefined) throw new Error("There is no browser of the Chromium family here.");
const screen = await openScreen();
const home = aHome();
const bin = join(home.folder, "bin");
const port = join(home.data, "desktop", "browser", "DevToolsActivePort");
const flags = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync";
mkdirSync(bin);
writeFileSync(join(bin, "chromium"), `#!/bin/sh\nexec ${browser} ${flags} --remote-debugging-port=0 "$@"\n`);
chmodSync(join(bin, "chromium"), 0o755);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** `given`: the folder that the window opens on. */
const useful = async (given: readonly string[]): Promise<number> => {
  rmSync(port, { force: true });
  const env = { ...home.env, PATH: `${bin}:/usr/bin:/bin`, DISPLAY: screen.display, DBUS_SESSION_BUS_ADDRESS: "disabled:" };
  const started = performance.now();
  const child = spawn(process.execPath, [join(root, "desktop", "dist", "launch.mjs"), ...given], { env, stdio: "ignore" });
  while (!existsSync(port) || !readFileSync(port, "utf8").includes("\n")) await pause(5);
  const connection = await chromium.connectOverCDP(`http://127.0.0.1:${readFileSync(port, "utf8").split("\n")[0]}`);
  const page = () =>
    connection
      .contexts()[0]
      ?.pages()
      .find((one) => one.url().startsWith("http://127.0.0.1"));
  while (page() === undefined) await pause(5);
  await page()?.getByRole("list", { name: "Insights" }).waitFor({ timeout: 60_000 });
  const took = performance.now() - started;
  const ended = new Promise((resolve) => child.on("exit", resolve));
  await page()?.close();
  await ended;
  while (processesOf(home).some((pid) => readFileSync(`/proc/${pid}/cmdline`, "latin1").includes("--type="))) await pause(50);
  return took;
};
const start = (): Promise<number> => useful([join(root, "samples", "library")]);

console.log(`${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}`);
console.log(`first start, on the sample: ${((await useful([])) / 1000).toFixed(2)} s`);
await useful([join(root, "samples", "library")]);
await measureStarts("server down", { budgetMs: 2000, runs, start });
const serving = await djdeskServing(home);
await measureStarts("server up", { budgetMs: 700, runs, start });
await serving.end();
screen.close();
home[Symbol.dispose]();

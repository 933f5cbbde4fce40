/**
 * Code of a project that the project's own interpreter runs before DJDesk's launcher: it has to be behind the walls
 * and within the limits already.
 */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aSandbox, type SandboxKind } from "../../../test/support/bubblewrap.ts";
import { runManage } from "../../../test/support/run-manage.ts";
import { aRunRequest } from "../a-run-request.ts";
import type { RunRequest } from "../task.ts";
import { findSystemPython } from "./find-program.ts";
import { noSandbox, type Sandbox } from "./sandbox.ts";

let folder = "";
let project = "";
let outside = "";
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-early-")));
  project = join(folder, "shop");
  mkdirSync(project);
  outside = realpathSync(mkdtempSync(join(homedir(), ".djdesk-early-")));
});
afterEach(() => {
  for (const made of [folder, outside]) rmSync(made, { recursive: true, force: true });
});

const real = aRunRequest("").interpreter;
/** Of the system, so that it is there in every sandbox. */
const shared = findSystemPython() ?? real;

const environment = (): string => {
  execFileSync(real, ["-m", "venv", "--without-pip", join(project, ".venv")]);
  return join(project, ".venv");
};

/** Ways for a project to have code run by its interpreter before anything else; each answers what the request needs. */
const ways: Readonly<Record<string, (code: string) => Partial<RunRequest>>> = {
  "a forged python": (code) => {
    const forged = join(project, ".venv", "bin", "python");
    mkdirSync(join(project, ".venv", "bin"), { recursive: true });
    writeFileSync(forged, `#!${shared}\n${code}\nimport os, sys\nos.execv(${JSON.stringify(shared)}, ["python"] + sys.argv[1:])\n`);
    chmodSync(forged, 0o755);
    return { interpreter: forged };
  },
  "a .pth file": (code) => {
    const venv = environment();
    const site = join(venv, "lib", readdirSync(join(venv, "lib"))[0] ?? "", "site-packages");
    writeFileSync(join(site, "early.py"), code);
    writeFileSync(join(site, "early.pth"), "import early\n");
    return { interpreter: join(venv, "bin", "python") };
  },
  "a sitecustomize": (code) => {
    mkdirSync(join(project, "lib"));
    writeFileSync(join(project, "lib", "sitecustomize.py"), code);
    return { pythonPath: [join(project, "lib")] };
  },
};

/** Tries a deed and goes on. */
const trying = (code: string): string => `try:\n${code.replaceAll(/^/gm, "    ")}\nexcept BaseException as error:\n    print(error)\n`;

const runEarly = async (sandbox: Sandbox, way: (code: string) => Partial<RunRequest>, code: string) =>
  runManage(project, "print('the launcher was reached')", { sandbox, ...way(trying(code)) });

const walled: readonly SandboxKind[] = ["bubblewrap", "unshare", "landlock"];

describe.each([...walled, "none"] as const)("in %s", (kind) => {
  const isOpen = kind === "none";

  describe.each(Object.entries(ways))("%s", (_, way) => {
    it("X21 writes outside only where nothing holds it back", async ({ skip }) => {
      const sandbox = await aSandbox(kind);
      if ("missing" in sandbox) return skip(sandbox.missing);
      const places = [join(outside, "planted"), join(folder, "planted")];
      const code = places.map((path) => trying(`open(${JSON.stringify(path)}, "w").close()`)).join("");
      const { output } = await runEarly(sandbox, way, code);
      expect(output).toContain("the launcher was reached");
      expect(places.map((path) => existsSync(path))).toEqual([isOpen, isOpen]);
    });

    it("X21 takes 16 GB only where nothing limits it", async ({ skip }) => {
      const sandbox = await aSandbox(kind);
      if ("missing" in sandbox) return skip(sandbox.missing);
      // Addresses that are never written to need no memory of the machine.
      const code = "import mmap\nmmap.mmap(-1, 16 << 30, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000)\nprint('16 GB taken')";
      const { output } = await runEarly(sandbox, way, code);
      expect(output).toContain("the launcher was reached");
      expect(output.includes("16 GB taken")).toBe(isOpen);
    });

    it.skipIf(isOpen)("cannot raise a limit", async ({ skip }) => {
      const sandbox = await aSandbox(kind);
      if ("missing" in sandbox) return skip(sandbox.missing);
      const names = ["AS", "FSIZE", "CPU", "CORE"];
      const raise = (name: string): string =>
        trying(`resource.setrlimit(resource.RLIMIT_${name}, (1 << 41, 1 << 41))\nprint("raised ${name}")`);
      const { output } = await runEarly(sandbox, way, `import resource\n${names.map(raise).join("")}`);
      expect(output.match(/not allowed to raise maximum limit/g)).toHaveLength(names.length);
    });
  });

  it.skipIf(isOpen)("X25 leaves no process that hides from the search: own session, no token, no adopting parent", async ({ skip }) => {
    const sandbox = await aSandbox(kind);
    if ("missing" in sandbox) return skip(sandbox.missing);
    const seconds = 100_000 + Math.floor(Math.random() * 100_000);
    const hide = `import ctypes, os
libc = ctypes.CDLL(None)
libc.prctl(36, 0, 0, 0, 0)
if os.fork() == 0:
    os.setsid()
    libc.prctl(1, 0, 0, 0, 0)
    if os.fork():
        os._exit(0)
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    os.execve("/bin/sleep", ["sleep", "${seconds}"], {})
os.wait()`;
    const { output } = await runEarly(sandbox, ways["a forged python"] ?? (() => ({})), hide);
    expect(output).toContain("the launcher was reached");
    const sleeping = execFileSync("ps", ["-eo", "args"], { encoding: "utf8" }).split("\n");
    expect(sleeping.filter((args) => args === `sleep ${seconds}`)).toEqual([]);
  });
});

describe("behind Landlock", () => {
  it("is alone with what the launcher does when the machine has no Python of its own, and that is told", async ({ skip }) => {
    const sandbox = await aSandbox("landlock");
    if ("missing" in sandbox || sandbox.kind !== "landlock") return skip("no Landlock");
    const late = { ...sandbox, python: null, filtered: false };
    const path = join(outside, "planted");
    const { output } = await runEarly(late, ways["a .pth file"] ?? (() => ({})), `open(${JSON.stringify(path)}, "w").close()`);
    expect(output).toContain("the launcher was reached");
    expect(existsSync(path)).toBe(true);
    const { output: later } = await runManage(project, `open(${JSON.stringify(`${path}-later`)}, "w")`, { sandbox: late });
    expect(later).toContain("Permission denied");
  });

  it("ends with the server, whatever its code asked the kernel for", async ({ skip }) => {
    const sandbox = await aSandbox("landlock");
    if ("missing" in sandbox) return skip(sandbox.missing);
    const seconds = 200_000 + Math.floor(Math.random() * 100_000);
    const runner = join(import.meta.dirname, "../run.ts");
    const request = join(import.meta.dirname, "../a-run-request.ts");
    writeFileSync(
      join(project, "manage.py"),
      `import ctypes, os
ctypes.CDLL(None).prctl(1, 0, 0, 0, 0)
if os.fork() == 0:
    os.setsid()
    os.execve("/bin/sleep", ["sleep", "${seconds}"], {})
print("hidden", flush=True)
os.wait()`,
    );
    const server = `import { startRun } from ${JSON.stringify(runner)};
import { aRunRequest } from ${JSON.stringify(request)};
const request = { ...aRunRequest(${JSON.stringify(project)}), sandbox: ${JSON.stringify(sandbox)} };
startRun(request, { onSpawn() {}, onProgress() {}, onLines: (lines) => lines.some(({ text }) => text === "hidden") && console.log("up") });`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", server], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    const isThere = (): boolean => execFileSync("ps", ["-eo", "args"], { encoding: "utf8" }).split("\n").includes(`sleep ${seconds}`);
    expect(isThere()).toBe(true);
    child.kill("SIGKILL");
    await expect.poll(isThere, { timeout: 5000 }).toBe(false);
  });
});

describe("what the server itself inherited", () => {
  it.each([63, 900])("X27 is not handed to an interpreter that would not close it: descriptor %i", (descriptor) => {
    const forged = join(project, "python");
    writeFileSync(forged, `#!/bin/sh\nfor each in /proc/self/fd/*; do readlink "$each"; done\n`);
    chmodSync(forged, 0o755);
    writeFileSync(join(project, "manage.py"), "");
    const server = `import { startRun } from ${JSON.stringify(join(import.meta.dirname, "../run.ts"))};
import { aRunRequest } from ${JSON.stringify(join(import.meta.dirname, "../a-run-request.ts"))};
const request = { ...aRunRequest(${JSON.stringify(project)}), interpreter: ${JSON.stringify(forged)}, sandbox: ${JSON.stringify(noSandbox)} };
await startRun(request, { onSpawn() {}, onProgress() {}, onLines: (lines) => lines.forEach(({ text }) => console.log(text)) }).ended;`;
    const secret = join(outside, "secret");
    writeFileSync(secret, "secret");
    const script = `ulimit -n 1000; exec ${descriptor}<"$1"; exec "$2" --input-type=module -e "$3"`;
    const output = execFileSync("/bin/bash", ["-c", script, "bash", secret, process.execPath, server], { encoding: "utf8" });
    expect(output).toContain("Command finished");
    expect(output).not.toContain(secret);
  });
});

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { makeFolder } from "./make-folder.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "djdesk-make-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("makes what is missing for its owner alone, and leaves what is there", () => {
  mkdirSync(join(folder, "a"), { mode: 0o755 });
  makeFolder(join(folder, "a", "b", "c"));
  makeFolder(join(folder, "a", "b", "c"));
  expect(statSync(join(folder, "a", "b", "c")).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, "a")).mode & 0o777).toBe(0o755);
});

it("throws where a file is in the way", () => {
  writeFileSync(join(folder, "file"), "");
  expect(() => makeFolder(join(folder, "file"))).toThrow(/EEXIST/);
  expect(() => makeFolder(join(folder, "file", "b"))).toThrow(/EEXIST|ENOTDIR/);
});

/** In a process of its own: what does not come back cannot be ended from within. */
it.runIf(process.platform === "linux")("comes back where nothing can be made", () => {
  const code = `import { makeFolder } from ${JSON.stringify(new URL("./make-folder.ts", import.meta.url).href)};
try { makeFolder("/proc/nobody/a/b"); } catch (error) { console.log(error.code); }`;
  const { stdout, signal } = spawnSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8", timeout: 20_000 });
  expect({ stdout, signal }).toEqual({ stdout: "ENOENT\n", signal: null });
});

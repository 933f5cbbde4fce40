import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const repository = resolve(import.meta.dirname, "..");
let copy: string;

beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), "djdesk-new-"));
  for (const part of ["src", "desktop", "test", "tools", "vite.config.ts", "package.json", "tsconfig.json"])
    cpSync(join(repository, part), join(copy, part), { recursive: true, filter: (file) => !file.endsWith("node_modules") });
  symlinkSync(join(repository, "node_modules"), join(copy, "node_modules"));
});
afterEach(() => rmSync(copy, { recursive: true, force: true }));

const scaffold = (...words: string[]) =>
  spawnSync(process.execPath, [join(repository, "tools/new.ts"), ...words, "--root", copy], { encoding: "utf8" });

describe("npm run new", () => {
  it("makes an insight, a command and an operation that type-check together", () => {
    for (const words of [
      ["insight", "unused-index"],
      ["command", "listurls"],
      ["operation", "read-coupling"],
    ]) {
      const made = scaffold(...words);
      expect(made.stderr).toBe("");
      expect(made.status).toBe(0);
    }
    execFileSync(process.execPath, [join(repository, "node_modules/@typescript/native/bin/tsc"), "--noEmit", "-p", copy], {
      stdio: "pipe",
    });
  });

  it("refuses a name that is taken, and changes nothing", () => {
    const refused = scaffold("command", "sqlmigrate");
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain("is already there");
  });

  it("refuses a name that is not kebab-case", () => {
    expect(scaffold("insight", "Unused_Index").status).toBe(2);
  });
});

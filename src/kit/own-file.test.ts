import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readOwnFile, writeOwnFile } from "./own-file.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "djdesk-own-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("a small file", () => {
  it("is read, through a link too", () => {
    writeFileSync(join(folder, "token"), "wren\n");
    symlinkSync("token", join(folder, "link"));
    expect(readOwnFile(join(folder, "token"))).toBe("wren\n");
    expect(readOwnFile(join(folder, "link"))).toBe("wren\n");
  });

  it.skipIf(process.platform === "win32").each([
    ["nothing", () => undefined],
    ["a folder", (path: string) => mkdirSync(path)],
    ["a pipe", (path: string) => execFileSync("mkfifo", [path])],
    ["an endless device", (path: string) => symlinkSync("/dev/zero", path)],
    ["a link to itself", (path: string) => symlinkSync(path, path)],
    ["a file of a gigabyte", (path: string) => (writeFileSync(path, ""), truncateSync(path, 1024 ** 3))],
  ])("is not there where %s is", (_what, put) => {
    put(join(folder, "token"));
    expect(readOwnFile(join(folder, "token"))).toBeNull();
  });

  it.skipIf(process.platform === "win32")("is written in place of a pipe, for its owner only", () => {
    execFileSync("mkfifo", [join(folder, "token")]);
    writeOwnFile(join(folder, "token"), "wren\n");
    expect(readOwnFile(join(folder, "token"))).toBe("wren\n");
    expect(statSync(join(folder, "token")).mode & 0o777).toBe(0o600);
  });

  it("leaves nothing behind where it cannot be written", () => {
    mkdirSync(join(folder, "token"));
    expect(() => writeOwnFile(join(folder, "token"), "wren\n")).toThrow(/EISDIR/);
    expect(readdirSync(folder)).toEqual(["token"]);
  });
});

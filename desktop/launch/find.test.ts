import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findBrowser } from "./find-browser.ts";
import { findElectron } from "./find-electron.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "djdesk-launch-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const place = (...parts: readonly string[]): string => {
  const path = join(folder, ...parts);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, "");
  chmodSync(path, 0o755);
  return path;
};

describe.runIf(process.platform === "linux")("an Electron", () => {
  const from = (): string => pathToFileURL(join(folder, "desktop", "dist", "launch.mjs")).href;
  it("is the one that the environment names", () => {
    const path = place("mine", "electron");
    expect(findElectron(join(folder, "mine"), from())).toBe(path);
    expect(findElectron(join(folder, "nowhere"), from())).toBeNull();
  });
  it("is an installed one, when its binary is there", () => {
    place("node_modules", "electron", "package.json");
    writeFileSync(join(folder, "node_modules", "electron", "package.json"), "{}");
    expect(findElectron("", from())).toBeNull();
    const path = place("node_modules", "electron", "dist", "electron");
    expect(findElectron(undefined, from())).toBe(path);
  });
});

describe("a browser", () => {
  it("is found on the PATH by its name, in folders that are absolute", () => {
    const path = place("bin", "google-chrome");
    expect(findBrowser({ PATH: ["bin", join(folder, "none"), join(folder, "bin")].join(delimiter) }, "linux")).toBe(path);
    expect(findBrowser({ PATH: join(folder, "none") }, "linux")).toBeNull();
    expect(findBrowser({}, "linux")).toBeNull();
  });
});

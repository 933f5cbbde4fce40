import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openStateFile, withRecent } from "./shell-state.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "djdesk-state-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it("is kept between starts, for its owner only", () => {
  const path = join(folder, "desktop", "state.json");
  const window = { x: 10, y: 20, width: 900, height: 700, maximized: false, fullScreen: false };
  openStateFile(path).change({ window });
  expect(openStateFile(path).read()).toEqual({ window, recent: [] });
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

it.each(["", "{", "[]", '{"window":{"x":"far"},"recent":7}'])("that holds %s is a first start", (text) => {
  const path = join(folder, "state.json");
  writeFileSync(path, text);
  expect(openStateFile(path).read()).toEqual({ window: null, recent: [] });
  expect(readFileSync(path, "utf8")).toBe(text);
});

it("lists a workspace once, the last visited first, ten at most", () => {
  const visits = ["a", "b", "a", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"].map((slug) => ({ slug, name: slug, path: `/${slug}` }));
  const recent = visits.reduce(withRecent, []);
  expect(recent.map(({ slug }) => slug).join("")).toBe("lkjihgfedc");
  expect(
    visits
      .slice(0, 3)
      .reduce(withRecent, [])
      .map(({ slug }) => slug),
  ).toEqual(["a", "b"]);
});

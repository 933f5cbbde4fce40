import { appendFileSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createByteFinder } from "./find-bytes.ts";
import { createLogShelf, type PageRequest } from "./log-shelf.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "djdesk-logs-"));
  file = join(folder, "shop.log");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ask = (request: Partial<PageRequest> = {}): PageRequest => ({
  q: "",
  levels: new Set(),
  from: undefined,
  around: undefined,
  limit: 10,
  ...request,
});
const shelf = createLogShelf();
const texts = async (request: Partial<PageRequest> = {}) =>
  (await shelf.page(file, ask(request)))?.lines.map(({ line, text }) => `${line} ${text}`);

describe("a byte finder", () => {
  it.each([
    ["order", "an Order and an ORDER", [3, 16]],
    ["ü", "für Ümläut ü", [1, 14]],
    ["aa", "aaaa", [0, 1, 2]],
    ["x", "", []],
    ["[z]", "a [Z] b", [2]],
    ["@", "`@", [1]],
  ])("finds %s in %s", (needle, text, places) => {
    const bytes = Buffer.from(text);
    const finder = createByteFinder(needle);
    const found: number[] = [];
    for (let at = finder.find(bytes, 0, bytes.length); at >= 0; at = finder.find(bytes, at + 1, bytes.length)) found.push(at);
    expect(found).toEqual(places);
  });
});

describe("a log file", () => {
  it("gives its last lines, any page, and the page around a line", async () => {
    writeFileSync(file, Array.from({ length: 100 }, (_, index) => `INFO line ${index + 1}\n`).join(""));
    expect(await texts({ limit: 2 })).toEqual(["99 INFO line 99", "100 INFO line 100"]);
    expect(await texts({ from: 10, limit: 2 })).toEqual(["11 INFO line 11", "12 INFO line 12"]);
    expect(await texts({ around: 50, limit: 3 })).toEqual(["49 INFO line 49", "50 INFO line 50", "51 INFO line 51"]);
    expect(await texts({ from: 500 })).toEqual([]);
  });

  it("lets a line without a level have that of the line before it", async () => {
    writeFileSync(
      file,
      "INFO start\n2026-11-24 12:00:00 ERROR broke\nTraceback (most recent call last):\n  File x\nWARNINGS are no level\nINFO on\n",
    );
    const page = await shelf.page(file, ask());
    expect(page?.lines.map(({ level }) => level)).toEqual(["info", "error", "error", "error", "error", "info"]);
    const errors = await shelf.page(file, ask({ levels: new Set([3]), q: "TRACE" }));
    expect([errors?.matches, errors?.lines[0]?.line]).toEqual([1, 3]);
  });

  it("grows: new lines and the rest of an unfinished one are seen, what was searched too", async () => {
    writeFileSync(file, "INFO one\nINFO tw");
    expect(await texts({ q: "o" })).toEqual(["1 INFO one", "2 INFO tw"]);
    appendFileSync(file, "o\nERROR three");
    expect(await texts()).toEqual(["1 INFO one", "2 INFO two", "3 ERROR three"]);
    const { index } = (await shelf.page(file, ask())) ?? {};
    expect(index?.counts.reduce((sum, count) => sum + count, 0)).toBe(3);
  });

  it("is read anew after it was replaced or emptied", async () => {
    writeFileSync(file, "INFO old\nINFO older\n");
    const before = await shelf.page(file, ask());
    writeFileSync(join(folder, "new"), "INFO new\nINFO newer\nINFO newest\n");
    renameSync(join(folder, "new"), file);
    const after = await shelf.page(file, ask());
    expect(after?.lines[0]?.text).toBe("INFO new");
    expect(after?.index.generation).not.toBe(before?.index.generation);
    writeFileSync(file, "INFO x\n");
    expect(await texts()).toEqual(["1 INFO x"]);
  });

  it("keeps colours, drops other sequences, and cuts what is longer than a page", async () => {
    writeFileSync(file, `\u001B[31mred\u001B[0m\u001B[2J\u0007 \u001B]0;title\u0007end\r\n${"x".repeat(9000)}\n`);
    const lines = (await shelf.page(file, ask()))?.lines ?? [];
    expect(lines[0]?.text).toBe("\u001B[31mred\u001B[0m end");
    expect(lines[1]?.text).toMatch(/^x{8000} … 1001 more bytes$/);
  });

  it("finds what crosses the pieces in which it is read", async () => {
    const filler = `${"y".repeat(1022)}\n`;
    writeFileSync(file, `${filler.repeat(5000)}INFO needle\n${filler.repeat(10)}`);
    expect(await texts({ q: "NEEDLE" })).toEqual(["5001 INFO needle"]);
  });

  it("follows no link and opens no folder", async () => {
    writeFileSync(join(folder, "secret"), "x\n");
    symlinkSync(join(folder, "secret"), file);
    expect(await shelf.page(file, ask())).toBeNull();
    expect(await shelf.page(folder, ask())).toBeNull();
  });
});

import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contentHash } from "../files/content-hash.ts";
import { createParseCache, type ParseCache } from "./parse-cache.ts";
import { parseModule } from "./parse-module.ts";

const shelf = (name: string): string =>
  `class ${name}(models.Model):\n    title = models.CharField(max_length=${name.length}, default=f"{x!r}")\n`;
const texts = Array.from({ length: 60 }, (_, index) => shelf(`Shelf${index}`));
const parseAll = (cache: ParseCache): unknown[] => texts.map((text) => cache.parse(text, contentHash(Buffer.from(text))));
const expected = texts.map((text) => parseModule(text));

let folder = "";
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "library-")), "trees");
});
afterEach(() => {
  rmSync(join(folder, ".."), { recursive: true });
});
const packs = (): string[] => readdirSync(folder).map((name) => join(folder, name));

describe("the parse cache", () => {
  it("parses each content once and counts", () => {
    const cache = createParseCache();
    const first = parseAll(cache);
    expect(parseAll(cache).every((tree, index) => tree === first[index])).toBe(true);
    expect(cache.stats).toEqual({ parsed: 60, cached: 60, bytes: 2 * texts.join("").length });
  });

  it("forgets the least recently used beyond its limit", () => {
    const [first = "", second = "", third = ""] = texts;
    const cache = createParseCache({ maxCharacters: first.length + second.length });
    for (const text of [first, second, first, third, first, second]) cache.parse(text, contentHash(Buffer.from(text)));
    expect(cache.stats).toMatchObject({ parsed: 4, cached: 2 });
  });

  it("gives the next process the same trees from its folder", () => {
    const writer = createParseCache({ folder });
    parseAll(writer);
    writer.flush();
    const reader = createParseCache({ folder });
    expect(parseAll(reader)).toEqual(expected);
    expect(reader.stats).toMatchObject({ parsed: 0, cached: 60 });
    expect(packs().every((path) => path.endsWith(".pack"))).toBe(true);
  });

  it("keeps what two processes write at the same time", () => {
    const [one, two] = [createParseCache({ folder }), createParseCache({ folder })];
    texts.forEach((text, index) => (index % 2 === 0 ? one : two).parse(text, contentHash(Buffer.from(text))));
    one.flush();
    two.flush();
    const reader = createParseCache({ folder });
    expect(parseAll(reader)).toEqual(expected);
    expect(reader.stats.parsed).toBe(0);
  });

  it("ignores torn, altered and foreign packs, and writes them anew", () => {
    const writer = createParseCache({ folder });
    parseAll(writer);
    writer.flush();
    const [torn = "", altered = "", foreign = "", empty = ""] = packs();
    truncateSync(torn, 200);
    const bytes = readFileSync(altered);
    bytes[bytes.length - 40] = 0;
    writeFileSync(altered, bytes);
    writeFileSync(foreign, readFileSync(foreign, "utf8").replace("trees 2", "trees 0"));
    writeFileSync(empty, "");
    const reader = createParseCache({ folder });
    expect(parseAll(reader)).toEqual(expected);
    expect(reader.stats.parsed).toBeGreaterThan(3);
    reader.flush();
    const next = createParseCache({ folder });
    parseAll(next);
    expect(next.stats.parsed).toBe(0);
  });

  it("works without its folder when that cannot be made", () => {
    writeFileSync(folder, "a file in the way");
    const cache = createParseCache({ folder });
    expect(parseAll(cache)).toEqual(expected);
    cache.flush();
    expect(readFileSync(folder, "utf8")).toBe("a file in the way");
  });
});

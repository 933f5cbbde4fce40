import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const id = /\b([HWPCXSLKOE]\d\d)\b/g;

/** Rows of a class are asked for as soon as the file is there that its tests begin with. */
const beginsWith: Readonly<Record<string, string>> = {
  P: "test/attacks/paths.test.ts",
  C: "test/attacks/commands.test.ts",
  X: "test/attacks/hostile-project.test.ts",
  S: "test/attacks/sources.test.ts",
  E: "test/desktop/attacks.test.ts",
  E12: "test/desktop/package.test.ts",
  E13: "test/desktop/package.test.ts",
  O11: "test/attacks/hostile-project.test.ts",
};

const isAskedFor = (row: string): boolean => {
  const first = beginsWith[row] ?? beginsWith[row.charAt(0)];
  return first === undefined || existsSync(join(root, first));
};

const testFiles = (folder: string): readonly string[] =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((name) => /\.test\.tsx?$/.test(name) && !name.includes("node_modules"))
        .map((name) => join(folder, name))
    : [];

/** Row → files with a test whose title begins with it; a title may begin with several. */
const findNamed = (): ReadonlyMap<string, readonly string[]> => {
  const named = new Map<string, string[]>();
  for (const file of ["src", "test", "tools", "desktop"].flatMap(testFiles)) {
    for (const title of readFileSync(join(root, file), "utf8").matchAll(/["'`]((?:[HWPCXSLKOE]\d\d[ ,:]+)+)/g)) {
      for (const [, row = ""] of (title[1] ?? "").matchAll(id)) named.set(row, [...(named.get(row) ?? []), file]);
    }
  }
  return named;
};

const rows = [...readFileSync(join(root, "test/attacks/README.md"), "utf8").matchAll(/^- ([HWPCXSLKOE]\d\d) (.+)$/gm)];

describe("the table of attacks", () => {
  const named = findNamed();

  for (const [, row = "", text = ""] of rows) {
    it.skipIf(!isAskedFor(row))(`has a test for ${row}: ${text}`, () => {
      expect(named.get(row) ?? []).not.toEqual([]);
    });
  }

  it("has a row for every number in a title, and each number once", () => {
    const known = rows.map(([, row]) => row);
    expect(new Set(known).size).toBe(known.length);
    expect([...named.keys()].filter((row) => !known.includes(row))).toEqual([]);
  });
});

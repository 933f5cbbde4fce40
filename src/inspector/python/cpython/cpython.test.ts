import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { createDiskFiles } from "../../files/disk-files.ts";
import { isUnreadable } from "../../files/project-files.ts";
import type { BodyRange, Statement } from "../tree.ts";
import { normalised } from "./compare-with-cpython.ts";
import { parseBody } from "../parse-body.ts";
import { parseModule, parseWithLibrary } from "../parse-module.ts";
import { readModule } from "../quick/read-module.ts";

const python = (args: readonly string[], input = ""): string => {
  const done = spawnSync("python3", args, { input, encoding: "utf8", maxBuffer: 1 << 29 });
  if (done.status !== 0) throw new Error(`This test needs python3 on PATH: ${done.error?.message ?? done.stderr}`);
  return done.stdout;
};

/** A fixed choice from the standard library of the Python at hand: a tenth of it, without the largest files. */
const sample = (): readonly string[] => {
  const folder = python(["-c", "import os; print(os.path.dirname(os.__file__))"]).trim();
  const files = createDiskFiles();
  const all = files.list(folder).filter((path) => path.endsWith(".py") && !/\/(test|lib2to3|idlelib)\//.test(path));
  return all.filter((path, index) => {
    if (index % 8 !== 0) return false;
    const read = files.read(path);
    return !isUnreadable(read) && read.text.length < 60_000 && !read.text.includes("\\N{");
  });
};

it("reads the standard library exactly as CPython's own parser does, quickly and by the library, function bodies included", () => {
  const paths = sample();
  expect(paths.length).toBeGreaterThan(40);
  const files = createDiskFiles();
  const script = fileURLToPath(new URL("cpython-tree.py", import.meta.url));
  const lines = python([script], paths.join("\n")).trim().split("\n");
  expect(lines).toHaveLength(paths.length);
  let refused = 0;
  const differing = lines.filter((line) => {
    const expected: { readonly path: string; readonly body?: unknown; readonly rejected?: string } = JSON.parse(line);
    const read = files.read(expected.path);
    if (isUnreadable(read)) return true;
    if (expected.rejected !== undefined) return parseModule(read.text, { bodies: "check" }).errors.length === 0;
    const theirs = JSON.stringify(normalised(expected.body));
    const bodyOf = (range: BodyRange): readonly Statement[] => parseBody(read.text, range);
    if (readModule(read.text, true) === null) refused += 1;
    return [parseModule(read.text), parseWithLibrary(read.text)].some(
      (tree) => tree.errors.length > 0 || JSON.stringify(normalised(tree.body, bodyOf)) !== theirs,
    );
  });
  expect(differing.map((line) => line.slice(0, 120))).toEqual([]);
  expect(refused).toBeLessThan(lines.length / 20);
}, 60_000);

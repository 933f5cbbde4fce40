import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { assert, constantFrom, double, property, record, uint8Array } from "fast-check";
import { describe, expect, it } from "vitest";
import type { ModelFacts } from "../contract/shapes/facts.ts";
import { createMemoryFiles, memoryRoot } from "./files/memory-files.ts";
import { inspect } from "./inspect.ts";
import { parseModule } from "./python/parse-module.ts";

/** 40 files by default; `DJDESK_MUTANTS=10000` for the long form. */
const numRuns = Number(process.env["DJDESK_MUTANTS"] ?? 40);
const seed = 20_261_125;
const slowest = 1000;

const fixture = fileURLToPath(new URL("../../fixtures/bakery/whole", import.meta.url));
const whole: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(fixture, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".py"))
    .map((path) => [path.replaceAll("\\", "/"), readFileSync(join(fixture, path), "utf8")]),
);
const paths = Object.keys(whole);

const scan = (contents: Readonly<Record<string, string | Uint8Array>>): readonly ModelFacts[] =>
  inspect({ root: memoryRoot, files: createMemoryFiles(contents), clock: () => 0, systemPrefixes: [] }).models;
const ofBread = (models: readonly ModelFacts[]) => models.filter((model) => model.label.startsWith("bread."));

/** A piece of a file is cut off, another file is put into it, or bytes are written over it. */
const mutant = record({
  path: constantFrom(...paths),
  other: constantFrom(...paths),
  at: double({ min: 0, max: 1, noNaN: true }),
  kind: constantFrom("truncated", "spliced", "overwritten"),
  bytes: uint8Array({ minLength: 1, maxLength: 40 }),
}).map(({ path, other, at, kind, bytes }) => {
  const source = Buffer.from(whole[path] ?? "");
  const cut = Math.floor(source.length * at);
  if (kind === "truncated") return { path, content: source.subarray(0, cut) };
  const inserted = kind === "spliced" ? Buffer.from(whole[other] ?? "") : Buffer.from(bytes);
  const rest = source.subarray(kind === "spliced" ? cut : cut + inserted.length);
  return { path, content: Buffer.concat([source.subarray(0, cut), inserted, rest]) };
});

describe("mutated Python files", () => {
  it(
    "are read without a throw and without a hang",
    () => {
      assert(
        property(mutant, ({ content }) => {
          const start = performance.now();
          parseModule(content.toString("latin1"));
          expect(performance.now() - start).toBeLessThan(slowest);
        }),
        { seed, numRuns },
      );
    },
    numRuns * slowest,
  );

  it(
    "change no fact of an app that has nothing to do with them",
    () => {
      const before = ofBread(scan(whole));
      expect(before.length).toBeGreaterThan(2);
      assert(
        property(
          mutant.filter(({ path }) => path.startsWith("orders/")),
          ({ path, content }) => {
            const after = ofBread(scan({ ...whole, [path]: content }));
            const own = (models: readonly ModelFacts[]) =>
              models.map(({ label, file, line, fields }) => [
                label,
                file,
                line,
                fields.filter((field) => field.file?.startsWith("bread/")),
              ]);
            expect(own(after)).toEqual(own(before));
          },
        ),
        { seed, numRuns: Math.min(numRuns, 400) },
      );
    },
    numRuns * slowest * 2,
  );
});

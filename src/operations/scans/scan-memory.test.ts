import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { modelEdits, smallEdits } from "./a-random-edit.ts";
import { firstDifference, type Ways } from "./a-story-of-edits.ts";

const at = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

describe("scanning again after edits", () => {
  const ways: Ways = { reused: 0, anew: 0, recalled: 0 };
  const random = Math.floor(Math.random() * 1e9);
  it.each([1, 2, 3, 382569328, random])(
    "gives what a first scan gives, byte for byte: seed %i",
    async (seed) => {
      expect(await firstDifference(at("fixtures/bakery/edited"), { ways, seed, steps: 250 })).toBeNull();
    },
    300_000,
  );

  it.each([5, random + 2])(
    "gives the same after edits of class bodies: seed %i",
    async (seed) => {
      expect(await firstDifference(at("fixtures/bakery/edited"), { ways, seed, steps: 150, kinds: smallEdits })).toBeNull();
    },
    300_000,
  );

  it.each([6, random + 3])(
    "gives the same after edits of models: seed %i",
    async (seed) => {
      expect(await firstDifference(at("fixtures/bakery/edited"), { ways, seed, steps: 250, kinds: modelEdits })).toBeNull();
    },
    300_000,
  );

  it.each([7, random + 4])(
    "gives the same after edits of the models of a larger project: seed %i",
    async (seed) => {
      expect(await firstDifference(at("samples/observatory"), { ways, seed, steps: 60, kinds: modelEdits })).toBeNull();
    },
    300_000,
  );

  it.each([4, random + 1])(
    "gives the same for a larger project: seed %i",
    async (seed) => {
      expect(await firstDifference(at("samples/observatory"), { ways, seed, steps: 25 })).toBeNull();
    },
    300_000,
  );

  it("has seen all ways to an answer", () => {
    expect(ways.reused).toBeGreaterThan(200);
    expect(ways.anew).toBeGreaterThan(200);
    expect(ways.recalled).toBeGreaterThan(50);
  });
});

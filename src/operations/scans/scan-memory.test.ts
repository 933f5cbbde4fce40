import { cpSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Refusal } from "../../contract/errors.ts";
import type { Facts } from "../../contract/shapes/facts.ts";
import { createParseCache } from "../../inspector/python/parse-cache.ts";
import { readFolder } from "../read-folder.ts";
import { scanFolder } from "../scan-folder.ts";
import { createChance, createRandomEdits, smallEdits } from "./a-random-edit.ts";
import { createScanMemory } from "./scan-memory.ts";

const at = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const places: string[] = [];
const aCopyOf = (original: string): { readonly folder: string; readonly cacheFolder: string } => {
  const place = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-edits-")));
  places.push(place);
  const folder = join(place, "work", "project");
  cpSync(original, folder, { recursive: true });
  return { folder, cacheFolder: join(place, "cache") };
};
const textOf = (facts: Facts): string => JSON.stringify({ ...facts, timing: null });
const orRefusal = async (scan: () => Facts | Promise<Facts>): Promise<string> => {
  try {
    return textOf(await scan());
  } catch (error) {
    if (error instanceof Refusal) return `${error.code}: ${error.message}`;
    throw error;
  }
};

afterEach(() => {
  vi.restoreAllMocks();
  for (const place of places.splice(0)) rmSync(place, { recursive: true, force: true });
});

/** The clock of the file system moves in steps of some milliseconds. */
const clockStepMs = 11;

const tally = { reused: 0, anew: 0, recalled: 0 };

interface Difference {
  readonly told: string;
  readonly found: string;
  readonly cold: string;
}

/** The first difference between a scan that remembers and one that does not, after each of `steps` edits. */
const firstDifference = async (
  original: string,
  { seed, steps, kinds }: { readonly seed: number; readonly steps: number; readonly kinds?: readonly string[] },
): Promise<Difference | null> => {
  const { folder, cacheFolder } = aCopyOf(original);
  const edits = createRandomEdits(folder, original, createChance(seed), kinds);
  const memory = createScanMemory(createParseCache());
  const story: string[] = [];
  // Seen from an hour later all files were written long ago, so that stamps are trusted.
  const { now } = Date;
  vi.spyOn(Date, "now").mockImplementation(() => now() + 3_600_000);
  for (let step = 0; step < steps; step += 1) {
    const scannedAt = performance.now();
    let isAnew = false;
    const remembered = await orRefusal(() => memory.scan({ folder }, () => (isAnew = true)).facts);
    tally[isAnew ? "anew" : "reused"] += 1;
    const cold = await orRefusal(() => scanFolder({ folder }));
    const kept =
      step % 10 === 0 ? [await orRefusal(() => keptFacts(folder, cacheFolder)), await orRefusal(() => keptFacts(folder, cacheFolder))] : [];
    const found = [remembered, ...kept].find((text) => text !== cold);
    if (found !== undefined) return { told: `seed ${seed}, step ${step}: ${story.slice(-4).join(" | ")}`, found, cold };
    await delay(Math.max(0, clockStepMs - (performance.now() - scannedAt)));
    story.push(edits.edit());
  }
  return null;
};

const keptFacts = async (folder: string, cacheFolder: string): Promise<Facts> => {
  const reading = await readFolder({ folder, cacheFolder });
  tally.recalled += Number(reading.timing.extract_ms === 0);
  return reading.facts();
};

describe("scanning again after edits", () => {
  const random = Math.floor(Math.random() * 1e9);
  it.each([1, 2, 3, 382569328, random])(
    "gives what a first scan gives, byte for byte: seed %i",
    async (seed) => {
      expect(await firstDifference(at("fixtures/bakery/edited"), { seed, steps: 250 })).toBeNull();
    },
    300_000,
  );

  it.each([5, random + 2])(
    "gives the same after edits of class bodies: seed %i",
    async (seed) => {
      expect(await firstDifference(at("fixtures/bakery/edited"), { seed, steps: 150, kinds: smallEdits })).toBeNull();
    },
    300_000,
  );

  it.each([4, random + 1])(
    "gives the same for a larger project: seed %i",
    async (seed) => {
      expect(await firstDifference(at("samples/observatory"), { seed, steps: 25 })).toBeNull();
    },
    300_000,
  );

  it("has seen all ways to an answer", () => {
    expect(tally.reused).toBeGreaterThan(200);
    expect(tally.anew).toBeGreaterThan(200);
    expect(tally.recalled).toBeGreaterThan(50);
  });
});

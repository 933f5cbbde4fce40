/** For tests: a project that is edited at random, scanned after each edit by a memory and by scans that remember nothing. */
import { cpSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Refusal } from "../../contract/errors.ts";
import type { Facts } from "../../contract/shapes/facts.ts";
import { createParseCache } from "../../inspector/python/parse-cache.ts";
import { readFolder } from "../read-folder.ts";
import { scanFolder } from "../scan-folder.ts";
import { createChance } from "./a-chance.ts";
import { createRandomEdits } from "./a-random-edit.ts";
import type { InspectRequest } from "./scan-messages.ts";
import { createScanMemory } from "./scan-memory.ts";

const textOf = (facts: Facts): string => JSON.stringify({ ...facts, timing: null });
const orRefusal = async (scan: () => Facts | Promise<Facts>): Promise<string> => {
  try {
    return textOf(await scan());
  } catch (error) {
    if (error instanceof Refusal) return `${error.code}: ${error.message}`;
    throw error;
  }
};

/** The clock of the file system moves in steps of some milliseconds. */
const clockStepMs = 11;

/** How the scans of a memory came to their facts; `recalled` those of the kept scans on disk. */
export interface Ways {
  reused: number;
  anew: number;
  recalled: number;
}

export interface Story {
  readonly seed: number;
  readonly steps: number;
  readonly kinds?: readonly string[];
  readonly ways: Ways;
  /** How the copy of the project is scanned; its folder alone when absent. */
  readonly request?: (folder: string) => InspectRequest;
  readonly onStep?: (told: string, isAnew: boolean) => void;
}

export interface Difference {
  readonly told: string;
  readonly found: string;
  readonly cold: string;
}

/** The first difference between a scan that remembers and one that does not, after each of the edits. */
export const firstDifference = async (original: string, story: Story): Promise<Difference | null> => {
  const place = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-edits-")));
  const { now } = Date;
  // Seen from an hour later all files were written long ago, so that stamps are trusted.
  Date.now = () => now() + 3_600_000;
  try {
    return await tell(place, original, story);
  } finally {
    Date.now = now;
    rmSync(place, { recursive: true, force: true });
  }
};

const tell = async (place: string, original: string, { seed, steps, kinds, ways, request, onStep }: Story): Promise<Difference | null> => {
  const folder = join(place, "work", "project");
  const cacheFolder = join(place, "cache");
  cpSync(original, folder, { recursive: true });
  const asked = request?.(folder) ?? { folder };
  const edits = createRandomEdits(folder, original, createChance(seed), kinds);
  const memory = createScanMemory(createParseCache());
  const told: string[] = [];
  const kept = async (): Promise<Facts> => {
    const reading = await readFolder({ ...asked, cacheFolder });
    ways.recalled += Number(reading.timing.extract_ms === 0);
    return reading.facts();
  };
  for (let step = 0; step < steps; step += 1) {
    const scannedAt = performance.now();
    let isAnew = false;
    const remembered = await orRefusal(() => memory.scan(asked, () => (isAnew = true)).facts);
    ways[isAnew ? "anew" : "reused"] += 1;
    const cold = await orRefusal(() => scanFolder(asked));
    const recalled = step % 10 === 0 ? [await orRefusal(kept), await orRefusal(kept)] : [];
    const found = [remembered, ...recalled].find((text) => text !== cold);
    if (found !== undefined) return { told: `seed ${seed}, step ${step}: ${told.slice(-4).join(" | ")}`, found, cold };
    onStep?.(told.at(-1) ?? "", isAnew);
    await delay(Math.max(0, clockStepMs - (performance.now() - scannedAt)));
    told.push(edits.edit());
  }
  return null;
};

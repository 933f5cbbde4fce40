/**
 * The scan thread: inspects one folder after the other, away from the server's own thread, and keeps the inspector's
 * caches warm between scans. What it sends is ready to be stored; the facts themselves stay here.
 */
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { observeDisk } from "../../inspector/files/disk.ts";
import { createParseCache, type ParseCache } from "../../inspector/python/parse-cache.ts";
import type { Stage } from "../../inspector/inspect.ts";
import { observeProgress } from "../../inspector/progress.ts";
import { messageOf } from "../../kit/message-of.ts";
import { openKeptScans } from "../kept-scans.ts";
import { toDigest } from "./digest.ts";
import { toSections } from "./facts-sections.ts";
import { whole } from "./thread-guard.ts";
import { createScanMemory, type MemorisedScan } from "./scan-memory.ts";
import { createPulse } from "./scan-pulse.ts";
import type { ScanAnswer, ScanTask } from "./scan-messages.ts";

const answer = (message: ScanAnswer): void => parentPort?.postMessage(message);

const shared = z.instanceof(SharedArrayBuffer);
const {
  cacheFolder,
  guard,
  pulse: pulseMemory,
} = z.object({ cacheFolder: z.string().optional(), guard: shared, pulse: shared }).parse(workerData);

/** Serve every scan of this process: after a save only what the save can matter to is done. */
const trees = createParseCache(cacheFolder === undefined ? {} : { folder: join(cacheFolder, "trees") });
const pulse = createPulse(pulseMemory);
const cache: ParseCache = {
  parse: (text, hash) => pulse.parse(() => trees.parse(text, hash)),
  get stats() {
    return trees.stats;
  },
  flush: () => trees.flush(),
};
const memory = createScanMemory(cache);
const kept = cacheFolder === undefined ? null : openKeptScans(cacheFolder);

const idleMs = 1000;
let keeping: NodeJS.Timeout | undefined;
/** Nobody edits any more. */
const restMs = 15 * 60_000;
let resting: NodeJS.Timeout | undefined;

/** Leaves the scan to other processes, once nobody waits for this one. */
const keepWhenIdle = (request: ScanTask["request"], { facts, notes }: MemorisedScan): void => {
  clearTimeout(keeping);
  clearTimeout(resting);
  resting = setTimeout(() => memory.rest(), restMs).unref();
  keeping = setTimeout(() => {
    cache.flush();
    if (notes !== null) whole(guard, () => kept?.keep(request, facts, notes));
  }, idleMs);
};

const scan = ({ id, request }: ScanTask): void => {
  try {
    const tell = (stage: Stage): void => {
      pulse.beat();
      answer({ kind: "stage", id, stage });
    };
    const scanned = observeDisk(
      ({ question, path }) => (question === "bytes" ? pulse.read(path) : pulse.beat()),
      () => memory.scan(request, tell),
    );
    const { facts, secrets } = scanned;
    pulse.beat();
    const digest = JSON.stringify(toDigest(facts));
    pulse.beat();
    answer({ kind: "done", id, result: { digest, secrets, ...whole(guard, () => toSections(facts)) } });
    keepWhenIdle(request, scanned);
  } catch (error) {
    answer({ kind: "failed", id, message: messageOf(error) });
  }
};

parentPort?.on("message", (task: ScanTask) =>
  observeProgress(
    () => pulse.beat(),
    () => scan(task),
  ),
);

/**
 * The scan thread: inspects one folder after the other, away from the server's own thread, and keeps the inspector's
 * caches warm between scans. What it sends is ready to be stored; the facts themselves stay here.
 */
import { parentPort } from "node:worker_threads";
import { createParseCache } from "../../inspector/python/parse-cache.ts";
import { messageOf } from "../../kit/message-of.ts";
import { toDigest } from "./digest.ts";
import { toSections } from "./facts-sections.ts";
import { createScanMemory } from "./scan-memory.ts";
import type { ScanAnswer, ScanTask } from "./scan-messages.ts";

const answer = (message: ScanAnswer): void => parentPort?.postMessage(message);

/** Serves every scan of this process: after a save only what the save can matter to is done. */
const memory = createScanMemory(createParseCache());

const scan = ({ id, request }: ScanTask): void => {
  try {
    const { facts, secrets } = memory.scan(request, (stage) => answer({ kind: "stage", id, stage }));
    answer({ kind: "done", id, result: { digest: JSON.stringify(toDigest(facts)), secrets, ...toSections(facts) } });
  } catch (error) {
    answer({ kind: "failed", id, message: messageOf(error) });
  }
};

parentPort?.on("message", scan);

/**
 * The scan thread: inspects one folder after the other, away from the server's own thread, and keeps the inspector's
 * caches warm between scans. What it sends is ready to be stored; the facts themselves stay here.
 */
import { parentPort } from "node:worker_threads";
import { createParseCache } from "../../inspector/python/parse-cache.ts";
import { messageOf } from "../../kit/message-of.ts";
import { scanFolder } from "../scan-folder.ts";
import { toDigest } from "./digest.ts";
import { toSections } from "./facts-sections.ts";
import type { ScanAnswer, ScanTask } from "./scan-messages.ts";

const answer = (message: ScanAnswer): void => parentPort?.postMessage(message);

/** Serves every scan of this process: after a save only the changed files are parsed. */
const cache = createParseCache();

const scan = ({ id, request }: ScanTask): void => {
  try {
    const secrets = new Set<string>();
    const facts = scanFolder({
      ...request,
      cache,
      onStage: (stage) => answer({ kind: "stage", id, stage }),
      onSecret: (value) => secrets.add(value),
    });
    const result = { digest: JSON.stringify(toDigest(facts)), secrets: [...secrets], ...toSections(facts) };
    answer({ kind: "done", id, result });
  } catch (error) {
    answer({ kind: "failed", id, message: messageOf(error) });
  }
};

parentPort?.on("message", scan);

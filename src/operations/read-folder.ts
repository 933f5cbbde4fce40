/**
 * A folder's facts for a terminal: those of an earlier scan where nothing that it stood on has changed, else of a new
 * one, which is kept for the next. What a new scan needs is loaded only for one.
 */
import { join } from "node:path";
import type { Facts } from "../contract/shapes/facts.ts";
import { factsPieces } from "./facts-pieces.ts";
import type { ScanFolderInput } from "./scan-folder.ts";
import { openKeptScans, type KeptScan } from "./kept-scans.ts";
import { isFinding } from "./scans/count-project.ts";

export interface ReadFolderInput extends Omit<ScanFolderInput, "cache" | "cacheFolder"> {
  /** What other scans read, shared by processes; absent: all is read anew and nothing kept. */
  readonly cacheFolder?: string | undefined;
}

export interface FolderReading extends KeptScan {
  readonly facts: () => Facts;
}

/** Refuses as `scanFolder` does. */
export const readFolder = async ({ cacheFolder, ...input }: ReadFolderInput): Promise<FolderReading> => {
  const kept = cacheFolder === undefined ? null : openKeptScans(cacheFolder);
  const recalled = kept?.recall(input) ?? null;
  if (recalled !== null) return { ...recalled, facts: () => parsed(recalled.json()) };
  const { scanFolder } = await import("./scan-folder.ts");
  if (kept === null || cacheFolder === undefined) return toReading(scanFolder(input));
  const { recordTrace } = await import("../inspector/trace/record-trace.ts");
  const { value: facts, notes } = recordTrace(() => scanFolder({ ...input, cacheFolder: join(cacheFolder, "trees") }));
  if (notes !== null) kept.keep(input, facts, notes);
  return toReading(facts);
};

const parsed = (pieces: Iterable<string | Uint8Array>): Facts => {
  const text = Buffer.concat([...pieces].map((piece) => Buffer.from(piece))).toString("utf8");
  return JSON.parse(text);
};

const toReading = (facts: Facts): FolderReading => ({
  timing: facts.timing,
  hasFindings: facts.insights.some(isFinding),
  facts: () => facts,
  json: () => factsPieces(facts),
});

/**
 * The scans of one process, kept so that the next of the same folder does only what is left to do: nothing when no answer
 * of the disk has changed, little when the changes cannot matter, else all of it with the trees of unchanged files.
 */
import type { Facts, Timing } from "../../contract/shapes/facts.ts";
import type { Note } from "../../inspector/files/disk.ts";
import { toFacts, type Inspection, type Stage } from "../../inspector/inspect.ts";
import type { ParseCache } from "../../inspector/python/parse-cache.ts";
import { recordTrace } from "../../inspector/trace/record-trace.ts";
import { reuseInspection } from "../../inspector/trace/reuse-inspection.ts";
import { verifyTrace } from "../../inspector/trace/verify-trace.ts";
import { systemClock } from "../../kit/clock.ts";
import { createValueRedactor } from "../../runner/redaction/redact-values.ts";
import { checkInterpreter, reachFolder } from "../reach-folder.ts";
import { filesOf, inspectFolder } from "../scan-folder.ts";
import type { InspectRequest } from "./scan-messages.ts";

export interface MemorisedScan {
  readonly facts: Facts;
  readonly secrets: readonly string[];
  /** What it asked of the disk; null when the disk changed meanwhile. */
  readonly notes: readonly Note[] | null;
}

export interface ScanMemory {
  /** The facts of the folder as it is. Refuses as `scanFolder` does. */
  scan(request: InspectRequest, onStage: (stage: Stage) => void): MemorisedScan;
  /** Lets go of the evaluation that the next edit of a model would go on with: half of the memory. */
  rest(): void;
}

interface Remembered {
  readonly inspection: Inspection;
  readonly secrets: readonly string[];
  readonly notes: readonly Note[];
  /** Masks these secrets; knows each text that it has seen. */
  readonly redact: (facts: object) => boolean;
}

/** Folders remembered at a time; each holds its facts, trees and texts. */
const mostFolders = 8;

export const createScanMemory = (cache: ParseCache): ScanMemory => {
  const remembered = new Map<string, Remembered>();
  /** Only the folder scanned last has one: it takes as much memory as all else that is remembered of a folder. */
  const rest = (): void => {
    for (const [key, { inspection, ...others }] of remembered)
      if (inspection.kept !== undefined) remembered.set(key, { ...others, inspection: withoutEvaluation(inspection) });
  };
  const keep = (key: string, scan: Remembered | null): void => {
    remembered.delete(key);
    rest();
    if (scan !== null) remembered.set(key, scan);
    for (const [oldest] of remembered) if (remembered.size > mostFolders) remembered.delete(oldest);
  };
  return {
    rest,
    scan: (request, onStage) => {
      const root = reachFolder(request.folder);
      const key = JSON.stringify([root, request]);
      if (request.python !== undefined) checkInterpreter(request.python);
      const known = remembered.get(key);
      const revised = known === undefined ? null : revise(known, { root, request, cache });
      if (revised !== null) {
        keep(key, revised);
        return { facts: toFacts(revised.inspection), secrets: revised.secrets, notes: revised.notes };
      }
      const secrets = new Set<string>();
      keep(key, null);
      const { value: inspection, notes } = recordTrace(() =>
        inspectFolder({ ...request, cache, keepsTrees: true, onStage, onSecret: (value) => secrets.add(value) }),
      );
      if (notes !== null) keep(key, { inspection, secrets: [...secrets], notes, redact: createValueRedactor([...secrets]) });
      return { facts: toFacts(inspection), secrets: [...secrets], notes };
    },
  };
};

const withoutEvaluation = ({ kept: _, ...inspection }: Inspection): Inspection => inspection;

interface Revision {
  readonly root: string;
  readonly request: InspectRequest;
  readonly cache: ParseCache;
}

const keyOf = ({ question, path }: Note): string => `${question} ${path}`;

/** The scan as it would be today, without evaluating; null when only a new one can tell. */
const revise = (known: Remembered, { root, request, cache }: Revision): Remembered | null => {
  const begun = systemClock.monotonic();
  const parsedBefore = cache.stats.parsed;
  const { notes, changed } = verifyTrace(known.notes);
  const asked = systemClock.monotonic() - begun;
  const timed = (inspection: Inspection): Inspection => ({
    ...inspection,
    timing: revisedTiming(known.inspection.timing, {
      parsed: cache.stats.parsed - parsedBefore,
      asked,
      total: systemClock.monotonic() - begun,
    }),
  });
  if (changed.length === 0) return { ...known, notes, inspection: timed(known.inspection) };
  const files = filesOf(root, request);
  const { redact } = known;
  const { value: inspection, notes: asking } = recordTrace(() =>
    reuseInspection(known.inspection, { notes, changed }, { files, cache, redact }),
  );
  const merged = asking === null ? null : mergeNotes(notes, asking, new Set(changed.map(keyOf)));
  if (inspection === null || merged === null) return null;
  redact(inspection.insights);
  return { ...known, notes: merged, inspection: timed(inspection) };
};

/** The later answer to a question counts; one that changed in between, unnoticed by who used the earlier, counts for nothing. */
const mergeNotes = (notes: readonly Note[], later: readonly Note[], changed: ReadonlySet<string>): readonly Note[] | null => {
  const all = new Map(notes.map((note) => [keyOf(note), note]));
  for (const note of later) {
    const key = keyOf(note);
    const earlier = all.get(key);
    if (earlier !== undefined && earlier.answer !== note.answer && !changed.has(key)) return null;
    all.set(key, note);
  }
  return [...all.values()];
};

const revisedTiming = (
  { files, bytes }: Timing,
  { parsed, asked, total }: { readonly parsed: number; readonly asked: number; readonly total: number },
): Timing => ({
  files,
  bytes,
  parsed,
  cached: files - parsed,
  discover_ms: asked,
  parse_ms: 0,
  extract_ms: 0,
  link_ms: 0,
  derive_ms: total - asked,
  total_ms: total,
});

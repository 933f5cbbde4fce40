/**
 * Scans that earlier processes made, terminal and server alike. One is good as long as everything that it asked of the
 * disk is answered as it was then: then its facts are what a new scan would give, and nothing is parsed or evaluated.
 */
import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Facts, Timing } from "../contract/shapes/facts.ts";
import type { Note } from "../inspector/files/disk.ts";
import { createScanStore } from "../inspector/trace/scan-store.ts";
import { verifyTrace } from "../inspector/trace/verify-trace.ts";
import { systemClock } from "../kit/clock.ts";
import { factsPieces } from "./facts-pieces.ts";
import { checkInterpreter, reachFolder } from "./reach-folder.ts";
import type { ScanFolderInput } from "./scan-folder.ts";
import { isFinding } from "./scans/count-project.ts";

/** What decides over a scan besides the disk. */
export type ScanQuestion = Pick<ScanFolderInput, "folder" | "settingsModule" | "pythonPath" | "env" | "python" | "toolEnv" | "toldApplied">;

export interface KeptScan {
  readonly timing: Timing;
  readonly hasFindings: boolean;
  /** The facts document, on one line, in pieces. */
  readonly json: () => Iterable<string | Uint8Array>;
}

export interface KeptScans {
  /** Null when there is none that still holds. Refuses as `scanFolder` does when the folder or the interpreter is gone. */
  recall(question: ScanQuestion): KeptScan | null;
  /** `notes` are those of the scan, see `record-trace.ts`. */
  keep(question: ScanQuestion, facts: Facts, notes: readonly Note[]): void;
}

interface Head {
  readonly files: number;
  readonly bytes: number;
  readonly hasFindings: boolean;
}

const sorted = (record: Readonly<Record<string, string>> = {}): readonly (readonly [string, string])[] =>
  Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));

const nameOf = (question: ScanQuestion): string => {
  const { settingsModule = null, pythonPath = [], env, python = null, toolEnv, toldApplied = {} } = question;
  const root = reachFolder(question.folder);
  const all = [
    root,
    settingsModule,
    pythonPath,
    sorted(env),
    python,
    sorted(toolEnv),
    toldApplied,
    homedir(),
    process.platform,
    process.version,
  ];
  return createHash("sha1").update(JSON.stringify(all)).digest("hex");
};

/** `timing` is the last of the facts, and of each scan its own: the text is kept without it, and without its last brace. */
function* withoutTiming({ timing: _timing, ...facts }: Facts): Generator<string> {
  let before = "";
  for (const piece of factsPieces(facts)) {
    if (before !== "") yield before;
    before = piece;
  }
  yield before.slice(0, -"}".length);
}

function* withTiming(text: Iterable<string | Uint8Array>, timing: Timing): Generator<string | Uint8Array> {
  yield* text;
  yield `,"timing":${JSON.stringify(timing)}}`;
}

/** All the time goes into asking the disk again. */
const recalledTiming = ({ files, bytes }: Head, spent: number): Timing => ({
  files,
  bytes,
  parsed: 0,
  cached: files,
  discover_ms: spent,
  parse_ms: 0,
  extract_ms: 0,
  link_ms: 0,
  derive_ms: 0,
  total_ms: spent,
});

export const openKeptScans = (cacheFolder: string): KeptScans => {
  const store = createScanStore<Head>({ folder: join(cacheFolder, "scans") });
  return {
    recall: (question) => {
      const begun = systemClock.monotonic();
      const name = nameOf(question);
      if (question.python !== undefined) checkInterpreter(question.python);
      const stored = store.get(name);
      if (stored === undefined) return null;
      const { notes, changed, isRestamped } = verifyTrace(stored.notes);
      if (changed.length > 0) return null;
      if (isRestamped) store.put(name, { ...stored, notes });
      const timing = recalledTiming(stored.head, systemClock.monotonic() - begun);
      return { timing, hasFindings: stored.head.hasFindings, json: () => withTiming(stored.text(), timing) };
    },
    keep: (question, facts, notes) => {
      const { files, bytes } = facts.timing;
      const head: Head = { files, bytes, hasFindings: facts.insights.some(isFinding) };
      store.put(nameOf(question), { head, notes, text: () => withoutTiming(facts) });
    },
  };
};

/**
 * Asks the disk again what a scan asked it. A path whose stamp is the same is not read; of any other the answer decides,
 * so that a touched or checked-out file with the same content changes nothing.
 */
import { lstatSync, statSync } from "node:fs";
import { askApplied, stampOfDatabase } from "../applied/read-sqlite-file.ts";
import { askBytes, askEntries, askKind, askOwner, askReal, askText, stampOf, type Answered, type Note } from "../files/disk.ts";

export interface Verification {
  /** The same questions with the answers of today. */
  readonly notes: readonly Note[];
  /** Those of them whose answer is another. */
  readonly changed: readonly Note[];
  /** Some have another stamp than before. */
  readonly isRestamped: boolean;
}

const asks: Readonly<Record<string, (path: string) => Answered<unknown>>> = {
  kind: askKind,
  owner: askOwner,
  real: askReal,
  entries: askEntries,
  bytes: askBytes,
  text: askText,
  applied: askApplied,
};

const stamps: Readonly<Record<string, (path: string) => string | null>> = {
  entries: (path) => stampOf(statSync(path)),
  bytes: (path) => stampOf(lstatSync(path)),
  text: (path) => stampOf(statSync(path)),
  applied: (path) => stampOfDatabase(path, stampOf),
};

const hasItsStamp = ({ question, path, stamp }: Note): boolean => {
  if (stamp === null) return false;
  try {
    return stamps[question]?.(path) === stamp;
  } catch {
    return false;
  }
};

export const verifyTrace = (notes: readonly Note[]): Verification => {
  const changed: Note[] = [];
  let isRestamped = false;
  const today = notes.map((note): Note => {
    if (hasItsStamp(note)) return note;
    const { question, path } = note;
    const asked = asks[question]?.(path);
    const fresh: Note = { question, path, answer: asked?.answer() ?? "", stamp: asked?.stamp ?? null };
    if (fresh.answer !== note.answer) changed.push(fresh);
    isRestamped ||= fresh.stamp !== note.stamp;
    return fresh;
  });
  return { notes: today, changed, isRestamped };
};

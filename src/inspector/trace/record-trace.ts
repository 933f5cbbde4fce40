import { observeDisk, type Note } from "../files/disk.ts";

export interface Recorded<T> {
  readonly value: T;
  /** Every question that `run` asked of the disk, once each; null when one got two answers, because the disk changed meanwhile. */
  readonly notes: readonly Note[] | null;
}

/** Runs a scan and keeps what it asked: as long as the answers are the same, so is what the scan gives. */
export const recordTrace = <T>(run: () => T): Recorded<T> => {
  const notes = new Map<string, Note>();
  let isSteady = true;
  const keep = (note: Note): void => {
    const key = `${note.question} ${note.path}`;
    const known = notes.get(key);
    if (known === undefined) notes.set(key, note);
    else if (known.answer !== note.answer) isSteady = false;
  };
  const value = observeDisk(keep, run);
  return { value, notes: isSteady ? [...notes.values()] : null };
};

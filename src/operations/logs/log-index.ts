/**
 * Where the lines of a log file begin and what level each has, kept in memory: nine bytes a line. It grows with the
 * file; a file that was replaced or cut is indexed anew under another generation. Reading goes in pieces, so that a
 * large file never holds up the server.
 */
import { constants } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { levelNames, levelOf } from "./level-of.ts";

export interface LogIndex {
  readonly generation: string;
  readonly modifiedAt: number;
  /** Bytes at the beginning that are left out. */
  readonly skipped: number;
  /** How many lines there are. */
  readonly count: number;
  /** Where each line begins; one more entry than lines, the end of the last. */
  readonly starts: Float64Array;
  /** Code of each line's level: place in `levelNames`. */
  readonly levels: Uint8Array;
  readonly counts: readonly number[];
}

interface Growing extends LogIndex {
  count: number;
  starts: Float64Array;
  levels: Uint8Array;
  counts: number[];
}

const pieceBytes = 1024 * 1024;
/** Of a larger file the end is shown. */
const mostBytes = 1024 * 1024 * 1024;
const newline = 10;

/** A regular file or nothing: a pipe would block, a link may lead anywhere. */
export const openLog = (file: string): Promise<FileHandle> => open(file, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);

/** The index of the file as it is; what `before` knows is kept when the file only grew. Null when it cannot be read. */
export const indexLog = async (file: string, before: LogIndex | null): Promise<LogIndex | null> => {
  let handle: FileHandle;
  try {
    handle = await openLog(file);
  } catch {
    return null;
  }
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) return null;
    const end = before === null ? 0 : (before.starts[before.count] ?? 0);
    const isSame = before !== null && before.generation.startsWith(`${stat.dev}-${stat.ino}-`) && stat.size >= end;
    if (isSame && stat.size === end) return before;
    const skipped = Math.max(0, stat.size - mostBytes);
    return await extend(
      handle,
      isSame ? copyOf(before) : empty(`${stat.dev}-${stat.ino}-${stat.mtimeMs}`, skipped),
      stat.size,
      stat.mtimeMs,
    );
  } finally {
    await handle.close();
  }
};

const empty = (generation: string, skipped: number): Growing => ({
  generation,
  modifiedAt: 0,
  skipped,
  count: 0,
  starts: new Float64Array(1024).fill(skipped, 0, 1),
  levels: new Uint8Array(1024),
  counts: levelNames.map(() => 0),
});

/** The last line may have gone on: it is read again. */
const copyOf = (index: LogIndex): Growing => {
  const count = Math.max(0, index.count - 1);
  const counts = [...index.counts];
  const last = index.levels[count];
  if (index.count > 0 && last !== undefined) counts[last] = (counts[last] ?? 1) - 1;
  return { ...index, count, counts };
};

const roomFor = (index: Growing, lines: number): void => {
  if (lines + 1 < index.levels.length) return;
  const starts = new Float64Array(index.starts.length * 2);
  starts.set(index.starts);
  index.starts = starts;
  const levels = new Uint8Array(index.levels.length * 2);
  levels.set(index.levels);
  index.levels = levels;
};

const extend = async (handle: FileHandle, index: Growing, size: number, modifiedAt: number): Promise<LogIndex> => {
  const piece = Buffer.alloc(pieceBytes);
  const add = (bytes: Uint8Array, from: number, to: number, end: number): void => {
    roomFor(index, index.count + 1);
    const said = levelOf(bytes, from, to);
    const level = said > 0 ? said - 1 : index.count === 0 ? 0 : (index.levels[index.count - 1] ?? 0);
    index.levels[index.count] = level;
    index.counts[level] = (index.counts[level] ?? 0) + 1;
    index.count += 1;
    index.starts[index.count] = end;
  };
  let at = index.starts[index.count] ?? 0;
  /** Bytes of the line that began in the pieces before. */
  let begun = 0;
  while (at < size) {
    const { bytesRead } = await handle.read(piece, begun, Math.min(pieceBytes - begun, size - at), at);
    if (bytesRead === 0) break;
    const filled = begun + bytesRead;
    const first = at - begun;
    let start = 0;
    for (let found = piece.indexOf(newline); found >= 0 && found < filled; found = piece.indexOf(newline, start)) {
      add(piece, start, found, first + found + 1);
      start = found + 1;
    }
    at += bytesRead;
    begun = filled - start;
    if (begun === pieceBytes || (at >= size && begun > 0)) {
      // A line longer than a piece is shown as several; the last line needs no newline.
      add(piece, start, filled, at);
      begun = 0;
    } else piece.copyWithin(0, start, filled);
  }
  return { ...index, modifiedAt };
};

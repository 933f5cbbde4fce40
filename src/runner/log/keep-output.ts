/**
 * Which output of a run is kept: its first lines as they come, then the last ones, in bounded memory.
 *
 * While the head is open every line goes straight to `onLine`. Once it is full, chunks go unsplit into a ring that
 * holds the last megabytes; a chunk leaves the ring as soon as enough is behind it. So a flood costs no more than
 * counting its newlines. At the end the ring is split, its last lines are told, and one number says what was left out.
 */
import { createLineSplitter, type LineSplitter, type RawLine } from "./split-lines.ts";

export type OutputStream = "stdout" | "stderr";

export interface KeepLimits {
  readonly headLines: number;
  readonly headBytes: number;
  readonly tailLines: number;
  readonly tailBytes: number;
}

export const keepLimits: KeepLimits = { headLines: 5000, headBytes: 4 << 20, tailLines: 5000, tailBytes: 4 << 20 };

export interface KeptLine {
  readonly stream: OutputStream;
  readonly line: RawLine;
  readonly at: number;
}

export interface Tail {
  /** Lines between head and tail that are not kept. */
  readonly leftOut: number;
  readonly lines: readonly KeptLine[];
  /** Lines of the whole output. */
  readonly total: number;
}

export interface OutputKeeper {
  push(stream: OutputStream, chunk: Buffer, at: number): void;
  /** Everything that was not told yet. Call once. */
  end(at: number): Tail;
  /** True once lines are held back. */
  readonly isHolding: boolean;
}

interface Held {
  readonly stream: OutputStream;
  readonly chunk: Buffer;
  readonly at: number;
}

const countNewlines = (chunk: Buffer): number => {
  let count = 0;
  for (let index = 0; index < chunk.length; index += 1) if (chunk[index] === 0x0a) count += 1;
  return count;
};

/** Splits what the ring holds; a stream whose beginning was dropped starts with half a line, which is not told. */
const splitHeld = (held: readonly Held[], torn: ReadonlySet<OutputStream>, cuts: ReadonlyMap<OutputStream, number>): KeptLine[] => {
  const splitters = { stdout: createLineSplitter(), stderr: createLineSplitter() };
  const halves = new Set(torn);
  const owed = new Map(cuts);
  const lines: KeptLine[] = [];
  const tell = (stream: OutputStream, line: RawLine, at: number): void => {
    const cut = line.cut + (owed.get(stream) ?? 0);
    owed.delete(stream);
    if (!halves.delete(stream)) lines.push({ stream, line: { bytes: line.bytes, cut }, at });
  };
  for (const { stream, chunk, at } of held) {
    splitters[stream].push(chunk, (line) => {
      tell(stream, line, at);
      return true;
    });
  }
  const last = held.at(-1)?.at ?? 0;
  for (const stream of ["stdout", "stderr"] as const) {
    const rest = splitters[stream].flush();
    if (rest !== null) tell(stream, rest, last);
  }
  return lines;
};

export const createOutputKeeper = (onLine: (line: KeptLine) => void, limits: KeepLimits = keepLimits): OutputKeeper => {
  const splitters: Record<OutputStream, LineSplitter> = { stdout: createLineSplitter(), stderr: createLineSplitter() };
  const unended = { stdout: false, stderr: false };
  const torn = new Set<OutputStream>();
  /** Bytes that were cut from the unfinished line with which holding began. */
  const cuts = new Map<OutputStream, number>();
  const ring: Held[] = [];
  let first = 0;
  let ringBytes = 0;
  let headLines = 0;
  let headBytes = 0;
  let newlines = 0;
  let holding = false;

  const hold = (held: Held): void => {
    ring.push(held);
    ringBytes += held.chunk.length;
    for (let oldest = ring[first]; oldest !== undefined; oldest = ring[first]) {
      if (ringBytes - oldest.chunk.length < limits.tailBytes) break;
      torn.add(oldest.stream);
      ringBytes -= oldest.chunk.length;
      first += 1;
    }
    // The dropped front is cut off now and then, never one by one.
    if (first > 1024 && first > ring.length / 2) {
      ring.splice(0, first);
      first = 0;
    }
  };

  /** From here on chunks are held; what the splitters hold of unfinished lines goes first. */
  const startHolding = (at: number): void => {
    holding = true;
    for (const stream of ["stdout", "stderr"] as const) {
      const rest = splitters[stream].flush();
      if (rest === null) continue;
      hold({ stream, chunk: rest.bytes, at });
      cuts.set(stream, rest.cut);
    }
  };

  return {
    push(stream, chunk, at) {
      if (chunk.length === 0) return;
      newlines += countNewlines(chunk);
      unended[stream] = chunk[chunk.length - 1] !== 0x0a;
      if (holding) {
        hold({ stream, chunk, at });
        return;
      }
      const rest = splitters[stream].push(chunk, (line) => {
        onLine({ stream, line, at });
        headLines += 1;
        headBytes += line.bytes.length;
        return headLines < limits.headLines && headBytes < limits.headBytes;
      });
      if (rest === null) return;
      startHolding(at);
      if (rest.length > 0) hold({ stream, chunk: rest, at });
    },
    end(at) {
      if (!holding) startHolding(at);
      const total = newlines + Number(unended.stdout) + Number(unended.stderr);
      const lines = splitHeld(ring.slice(first), torn, cuts).slice(-limits.tailLines);
      return { lines, total, leftOut: total - headLines - lines.length };
    },
    get isHolding() {
      return holding;
    },
  };
};

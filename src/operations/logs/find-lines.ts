import type { FileHandle } from "node:fs/promises";
import { createByteFinder } from "./find-bytes.ts";
import type { LogIndex } from "./log-index.ts";

export interface LineFilter {
  readonly q: string;
  /** Codes of the levels that are wanted; all when empty. */
  readonly levels: ReadonlySet<number>;
}

/** Places of the lines that fit, ascending, from 0. Null: all of them do. */
export type Matches = Uint32Array | null;

const pieceBytes = 4 * 1024 * 1024;

export const findLines = async (handle: FileHandle, index: LogIndex, { q, levels }: LineFilter): Promise<Matches> => {
  if (q === "" && levels.size === 0) return null;
  const found = new Uint32Array(index.count);
  let count = 0;
  const fits = (line: number): boolean => levels.size === 0 || levels.has(index.levels[line] ?? 0);
  if (q === "") {
    for (let line = 0; line < index.count; line += 1) if (fits(line)) found[count++] = line;
    return found.slice(0, count);
  }
  const finder = createByteFinder(q);
  let buffer = Buffer.alloc(pieceBytes);
  for (let first = 0; first < index.count;) {
    const offset = index.starts[first] ?? 0;
    let next = first + 1;
    while (next < index.count && (index.starts[next + 1] ?? 0) - offset <= pieceBytes) next += 1;
    const length = (index.starts[next] ?? 0) - offset;
    if (length > buffer.length) buffer = Buffer.alloc(length);
    const { bytesRead } = await handle.read(buffer, 0, length, offset);
    let line = first;
    for (let at = finder.find(buffer, 0, bytesRead); at >= 0;) {
      while (line + 1 < next && (index.starts[line + 1] ?? 0) <= offset + at) line += 1;
      if (fits(line)) found[count++] = line;
      at = finder.find(buffer, (index.starts[line + 1] ?? 0) - offset, bytesRead);
    }
    first = next;
  }
  return found.slice(0, count);
};

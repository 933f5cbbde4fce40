/**
 * Bytes of one stream to raw lines, in bounded memory: at most one line of `longestLineBytes` is held back.
 * What is longer is cut there and the rest of the line is counted and thrown away.
 */
export interface RawLine {
  readonly bytes: Buffer;
  /** Bytes that were cut from its end. */
  readonly cut: number;
}

export interface LineSplitter {
  /** Calls `onLine` for each whole line; false from it stops, and the answer is the bytes after that line. */
  push(chunk: Buffer, onLine: (line: RawLine) => boolean): Buffer | null;
  /** The line that no newline ended, null when there is none; the splitter is then empty. */
  flush(): RawLine | null;
}

export const longestLineBytes = 64 * 1024;
const newline = 0x0a;

/** The longest beginning of `bytes` of at most `limit` bytes that does not end inside a UTF-8 character. */
const cutBefore = (bytes: Buffer, limit: number): Buffer => {
  let end = limit;
  while (end > limit - 4 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end);
};

export const createLineSplitter = (): LineSplitter => {
  let parts: Buffer[] = [];
  let held = 0;
  let cut = 0;

  const hold = (bytes: Buffer): void => {
    const room = longestLineBytes - held;
    if (bytes.length <= room) {
      if (bytes.length > 0) parts.push(bytes);
      held += bytes.length;
      return;
    }
    const kept = room > 0 && cut === 0 ? cutBefore(bytes, room) : bytes.subarray(0, 0);
    if (kept.length > 0) parts.push(kept);
    held = longestLineBytes;
    cut += bytes.length - kept.length;
  };

  const take = (): RawLine => {
    const line = { bytes: parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts), cut };
    parts = [];
    held = 0;
    cut = 0;
    return line;
  };

  return {
    push(chunk, onLine) {
      let start = 0;
      for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
        hold(chunk.subarray(start, end));
        start = end + 1;
        if (!onLine(take())) return chunk.subarray(start);
      }
      // A copy, so that a short beginning of a line does not keep its whole chunk in memory.
      if (start < chunk.length) hold(start === 0 ? chunk : Buffer.from(chunk.subarray(start)));
      return null;
    },
    flush: () => (held === 0 && cut === 0 ? null : take()),
  };
};

import { logLevel, type LogLevel } from "../../contract/shapes/status.ts";

/** Codes of levels as they stand in an index: one byte a line. 0 is "says none". */
export const levelNames: readonly LogLevel[] = ["info", ...logLevel.options.filter((level) => level !== "info" && level !== "success")];

const words: readonly (readonly [word: string, level: LogLevel])[] = [
  ["DEBUG", "debug"],
  ["INFO", "info"],
  ["WARNING", "warning"],
  ["WARN", "warning"],
  ["ERROR", "error"],
  ["CRITICAL", "critical"],
  ["FATAL", "critical"],
];

interface Word {
  readonly bytes: Uint8Array;
  readonly code: number;
}

/** First byte → the words that begin with it. */
const byFirst = new Map<number, readonly Word[]>();
for (const [word, level] of words) {
  const bytes = Uint8Array.from(Buffer.from(word));
  const first = bytes[0] ?? 0;
  byFirst.set(first, [...(byFirst.get(first) ?? []), { bytes, code: levelNames.indexOf(level) + 1 }]);
}

/** A level stands near the beginning of its line. */
const within = 120;
const isLetter = (byte: number | undefined): boolean =>
  byte !== undefined && ((byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte === 95);

/** Code of the level that a line names: place in `levelNames` + 1, or 0. */
export const levelOf = (bytes: Uint8Array, start: number, end: number): number => {
  const stop = Math.min(end, start + within);
  for (let at = start; at < stop; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte < 67 || byte > 87 || (at > start && isLetter(bytes[at - 1]))) continue;
    for (const word of byFirst.get(byte) ?? []) {
      const after = at + word.bytes.length;
      if (
        after <= end &&
        !isLetter(after < end ? bytes[after] : undefined) &&
        word.bytes.every((each, index) => bytes[at + index] === each)
      )
        return word.code;
    }
  }
  return 0;
};

/**
 * A raw line to text that is safe to store and to show: invalid UTF-8 replaced, a progress bar reduced to its last
 * state, terminal control sequences removed. Colours (SGR) stay and are closed at the end of the line.
 */
import type { RawLine } from "./split-lines.ts";

const escape = "\u001b";
const bell = "\u0007";
const text = (pattern: string, flags: string): RegExp => new RegExp(pattern, flags);

/** Titles, clipboard and hyperlinks (OSC), device strings (DCS, SOS, PM, APC): up to their terminator or the line's end. */
const strings = text(
  `(?:${escape}[\\]PX^_]|[\\u0090\\u0098\\u009d-\\u009f])[^${bell}${escape}\\u009c]*(?:${bell}|${escape}\\\\|\\u009c)?`,
  "g",
);
/** Control sequences: cursor, erase, modes, colours. */
const controls = text(`(?:${escape}\\[|\\u009b)([0-?]*)([ -/]*)([@-~]?)`, "g");
/** Other escapes: `ESC 7`, `ESC ( B`. */
const escapes = text(`${escape}(?!\\[)[ -/]*[0-~]?`, "g");
/** Every other control character but tab and the escape of a colour. */
const others = text(`(?!\\t|${escape}\\[[0-9;:]*m)\\p{Cc}`, "gu");
const colour = text(`${escape}\\[[0-9;:]*m`, "g");
const longestWord = 1024;
const resets = new Set([`${escape}[m`, `${escape}[0m`, `${escape}[00m`]);

const keepColours = (sequence: string, parameters: string, between: string, final: string): string =>
  final === "m" && between === "" && /^[0-9;:]*$/.test(parameters) ? `${escape}[${parameters}m` : sequence.slice(0, 0);

const closeColours = (line: string): string => {
  const last = line.match(colour)?.at(-1);
  return last === undefined || resets.has(last) ? line : `${line}${escape}[0m`;
};

/** What a terminal would show after the carriage returns of a progress bar. */
const afterReturns = (line: string): string => {
  const shown = line.replace(/\r+$/, "");
  return shown.slice(shown.lastIndexOf("\r") + 1);
};

export const stripColours = (line: string): string => (line.includes(escape) ? line.replace(colour, "") : line);

/** Text without control characters; says how much of an overlong line was cut. */
export const cleanText = (line: string): string => {
  const shown = afterReturns(line);
  if (!/\p{Cc}/u.test(shown)) return shown;
  const plain = shown.replace(strings, "").replace(controls, keepColours).replace(escapes, "").replace(others, "");
  return closeColours(plain);
};

/** The last word of a line that was cut may be half a secret, which nobody would know again: it goes too. */
const withoutLastWord = (text: string): string => {
  const end = text.slice(-longestWord);
  return text.slice(0, text.length - end.length) + end.slice(0, end.search(/[^\s"'=:,;&?@/]*$/));
};

export const cleanLine = (raw: RawLine): string => {
  const text = raw.bytes.toString("utf8");
  if (raw.cut === 0) return cleanText(text);
  const kept = withoutLastWord(text);
  const cut = raw.cut + Buffer.byteLength(text) - Buffer.byteLength(kept);
  return `${cleanText(kept)} … ${cut.toLocaleString("en")} bytes of this line were left out`;
};

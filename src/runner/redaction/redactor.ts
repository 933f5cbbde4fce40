/**
 * Masks secrets in output lines before anybody sees or stores them: values that the desk knows, values with a
 * secret's name before them, values that look like a secret, and private key blocks over several lines.
 * It may mask too much, which costs a reader a word; masking too little costs a secret.
 */
import { stripColours } from "../log/clean-line.ts";
import { findNamedValues, type NameState, type Span } from "./named-values.ts";
import { findShapes } from "./secret-shapes.ts";

const mask = "•••";

export interface Redactor {
  /** The line with its secrets masked. Lines of one stream come in order. */
  redact(stream: "stdout" | "stderr", line: string): string;
  /** How many values were masked so far. */
  readonly count: number;
}

interface StreamState extends NameState {
  /** Lines left of the private key block that is open, 0 outside. */
  blockLines: number;
}

const longestBlock = 200;
const shortestSecret = 6;
const wholeBlock = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY( BLOCK)?-----/;
const endOfBlock = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY( BLOCK)?-----/;

/** Values that are secrets in name only: masking them would hide half of every log. */
const common = new Set([
  "postgres",
  "password",
  "localhost",
  "database",
  "django",
  "default",
  "sqlite3",
  "secret",
  "changeme",
  "example",
  "testing",
]);

const isWorthMasking = (value: string): boolean =>
  !common.has(value.toLowerCase()) && (value.length >= 8 || (value.length >= shortestSecret && /[^A-Za-z]/.test(value)));

/** The ways in which a value is printed: as it is, in Python's and JSON's quotes, in a URL as JavaScript and as Python write it. */
const spellingsOf = (secret: string): readonly string[] => {
  const escaped = JSON.stringify(secret).slice(1, -1);
  const inUrl = encodeURIComponent(secret.toWellFormed());
  const byPython = inUrl.replaceAll(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  const urls = [inUrl, byPython].flatMap((url) => [url, url.replaceAll("%20", "+"), url.replaceAll("%2F", "/")]);
  return [secret, escaped, secret.replaceAll("\\", "\\\\").replaceAll("'", "\\'"), ...urls];
};

const toPattern = (secrets: readonly string[]): RegExp | null => {
  const parts = secrets.flatMap((secret) => secret.split(/\r?\n/)).filter(isWorthMasking);
  const spellings = [...new Set(parts.flatMap(spellingsOf))].toSorted((a, b) => b.length - a.length);
  return spellings.length === 0
    ? null
    : new RegExp(spellings.map((spelling) => spelling.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")).join("|"), "g");
};

const findKnown = (line: string, pattern: RegExp | null): readonly Span[] =>
  pattern === null ? [] : [...line.matchAll(pattern)].map((match) => [match.index, match.index + match[0].length]);

/** Overlapping spans become one. */
const join = (spans: readonly Span[]): readonly Span[] => {
  const joined: Span[] = [];
  for (const [start, end] of spans.toSorted((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last !== undefined && start < last[1]) joined[joined.length - 1] = [last[0], Math.max(last[1], end)];
    else joined.push([start, end]);
  }
  return joined;
};

const cover = (line: string, spans: readonly Span[]): string => {
  let covered = "";
  let at = 0;
  for (const [start, end] of spans) {
    covered += `${line.slice(at, start)}${mask}`;
    at = end;
  }
  return covered + line.slice(at);
};

export const createRedactor = (secrets: readonly string[]): Redactor => {
  const pattern = toPattern(secrets);
  const states: Record<"stdout" | "stderr", StreamState> = {
    stdout: { blockLines: 0, secretPrimaryKey: false },
    stderr: { blockLines: 0, secretPrimaryKey: false },
  };
  let count = 0;

  /** A line of a private key block that began on an earlier one. */
  const insideBlock = (line: string, state: StreamState): string => {
    const end = endOfBlock.exec(line);
    state.blockLines = end === null ? state.blockLines - 1 : 0;
    return end === null ? mask : mask + line.slice(end.index + end[0].length);
  };

  const blockSpans = (line: string, state: StreamState): readonly Span[] => {
    const begin = wholeBlock.exec(line);
    if (begin === null) return [];
    const end = endOfBlock.exec(line.slice(begin.index));
    if (end === null) state.blockLines = longestBlock;
    return [[begin.index, end === null ? line.length : begin.index + end.index + end[0].length]];
  };

  const redact = (stream: "stdout" | "stderr", line: string): string => {
    const state = states[stream];
    const plain = stripColours(line);
    if (state.blockLines > 0) return insideBlock(plain, state);
    const found = [
      ...blockSpans(plain, state),
      ...findKnown(plain, pattern),
      ...findShapes(plain),
      ...findNamedValues(plain, state),
    ].filter(([start, end]) => plain.slice(start, end) !== mask);
    if (found.length === 0) return line;
    const spans = join(found);
    count += spans.length;
    // A line with a secret loses its colours: they could stand in the middle of it.
    return cover(plain, spans);
  };

  return {
    redact,
    get count() {
      return count;
    },
  };
};

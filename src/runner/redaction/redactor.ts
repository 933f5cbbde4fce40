/**
 * Masks secrets in output lines before anybody sees or stores them: values that the desk knows, values with a
 * secret's name before them, values that look like a secret, and private key blocks over several lines.
 * It may mask too much, which costs a reader a word; masking too little costs a secret.
 */
import { stripColours } from "../log/clean-line.ts";
import { cover, joinSpans, mask } from "./cover.ts";
import { findKnown, toKnownValues } from "./known-values.ts";
import { findNamedValues, type NameState, type Span } from "./named-values.ts";
import { findShapes } from "./secret-shapes.ts";

export interface Redactor {
  /** The line with its secrets masked. Lines of one stream come in order. */
  redact(stream: "stdout" | "stderr", line: string): string;
  /**
   * Lines of a stream were left out before these, which come next: were they inside a private key, they are masked up
   * to its end.
   */
  resume(stream: "stdout" | "stderr", next: readonly string[]): void;
  /** How many values were masked so far. */
  readonly count: number;
}

export const redactionRules = ["known", "shapes", "names", "blocks"] as const;
export type RedactionRule = (typeof redactionRules)[number];

interface StreamState extends NameState {
  /** Lines left of the private key block that is open, 0 outside. */
  blockLines: number;
}

const longestBlock = 200;
const beginOfBlock = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY( BLOCK)?-----/;
const endOfBlock = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY( BLOCK)?-----/;

/** Characters of no width, which could stand in the middle of a secret: they are not seen, and copied with it. */
const unseen = /[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

const aState = (): StreamState => ({ blockLines: 0, secretPrimaryKey: false, secretValue: false });

/** A line of a private key block that began on an earlier one. */
const insideBlock = (line: string, state: StreamState): string => {
  const end = endOfBlock.exec(line);
  state.blockLines = end === null ? state.blockLines - 1 : 0;
  return end === null ? mask : mask + line.slice(end.index + end[0].length);
};

const blockSpans = (line: string, state: StreamState): readonly Span[] => {
  const begin = beginOfBlock.exec(line);
  if (begin === null) return [];
  const end = endOfBlock.exec(line.slice(begin.index));
  if (end === null) state.blockLines = longestBlock;
  return [[begin.index, end === null ? line.length : begin.index + end.index + end[0].length]];
};

/** `rules`: those that are applied, all by default. */
export const createRedactor = (secrets: readonly string[], rules: readonly RedactionRule[] = redactionRules): Redactor => {
  const knownValues = toKnownValues(secrets);
  const states: Record<"stdout" | "stderr", StreamState> = { stdout: aState(), stderr: aState() };
  const finders: Readonly<Record<RedactionRule, (line: string, state: StreamState) => readonly Span[]>> = {
    known: (line) => findKnown(line, knownValues),
    shapes: (line) => findShapes(line),
    names: findNamedValues,
    blocks: blockSpans,
  };
  let count = 0;

  const redact = (stream: "stdout" | "stderr", line: string): string => {
    const state = states[stream];
    const plain = stripColours(line).replace(unseen, "");
    if (state.blockLines > 0) return insideBlock(plain, state);
    const found = rules.flatMap((rule) => finders[rule](plain, state)).filter(([start, end]) => plain.slice(start, end) !== mask);
    if (found.length === 0) return line;
    const spans = joinSpans(found);
    count += spans.length;
    // A line with a secret loses what is not seen: it could stand in the middle of it.
    return cover(plain, spans);
  };

  return {
    redact,
    resume(stream, next) {
      const end = next.slice(0, longestBlock).findIndex((line) => endOfBlock.test(line));
      const begin = next.findIndex((line) => beginOfBlock.test(line));
      const isInside = end >= 0 && (begin < 0 || end < begin) && rules.includes("blocks");
      states[stream].blockLines = isInside ? longestBlock : 0;
    },
    get count() {
      return count;
    },
  };
};

/** Several lines at once, for text that is no output of a run. */
export const redactText = (text: string, secrets: readonly string[] = []): string => {
  const redactor = createRedactor(secrets);
  return text
    .split("\n")
    .map((line) => redactor.redact("stdout", line))
    .join("\n");
};

/** Adjacent string literals to one value. The fields of an f-string are read where they stand. */
import { unescape } from "../scan/unescape.ts";
import type { Expression } from "../tree.ts";
import { advance, isOp, Kind, line, mark, type Reader, refuse } from "./reader.ts";

type Part = Extract<Expression, { kind: "fstring" }>["parts"][number];

/** Reads the expression of a field; passed in, because `read-expression.ts` needs this file. */
type ReadValue = (r: Reader) => Expression;

interface Literal {
  readonly isRaw: boolean;
  readonly isBytes: boolean;
  /** The quotes that end it. */
  readonly close: string;
  /** Offsets of what stands between the quotes. */
  readonly from: number;
  readonly to: number;
}

const literalAt = (r: Reader): Literal => {
  const { text, value: prefix, start, end } = r;
  const quote = start + prefix.length;
  const one = text.charAt(quote);
  const close = end - quote >= 6 && text.startsWith(one.repeat(3), quote) ? one.repeat(3) : one;
  return {
    isRaw: prefix.includes("r"),
    isBytes: prefix.includes("b"),
    close,
    from: quote + close.length,
    to: end - close.length,
  };
};

/** Null when it holds a character by an unknown name. */
const decode = (raw: string, literal: Literal): string | null => (literal.isRaw ? raw : unescape(raw, literal.isBytes));

const addText = (parts: Part[], text: string): void => {
  if (text === "") return;
  const last = parts.at(-1);
  if (typeof last === "string") parts[parts.length - 1] = last + text;
  else parts.push(text);
};

/** Where the literal text that begins at `from` stops: at a field's brace or at the end. */
const endOfText = (r: Reader, literal: Literal, from: number): number => {
  const { text } = r;
  let at = from;
  while (at < literal.to) {
    const code = text.charCodeAt(at);
    if (code === 92 && !literal.isRaw) {
      if (text.startsWith("\\N{", at)) {
        const close = text.indexOf("}", at);
        at = close === -1 ? literal.to : close + 1;
      } else at += text.charCodeAt(at + 1) === 123 || text.charCodeAt(at + 1) === 125 ? 1 : 2;
    } else if (code === 123) {
      if (text.charCodeAt(at + 1) !== 123) return at;
      at += 2;
    } else if (code === 125) {
      if (text.charCodeAt(at + 1) !== 125) refuse();
      at += 2;
    } else at += 1;
  }
  return Math.min(at, literal.to);
};

/** Where a format spec that begins at `from` ends: at its brace. */
const endOfSpec = (r: Reader, literal: Literal, from: number): number => {
  let depth = 0;
  for (let at = from; at < literal.to; at += 1) {
    const code = r.text.charCodeAt(at);
    if (code === 123) depth += 1;
    if (code === 125) {
      if (depth === 0) return at;
      depth -= 1;
    }
  }
  return refuse();
};

interface Building {
  readonly parts: Part[];
  readonly readValue: ReadValue;
}

/** Reads the field whose brace stands at `open`; gives the offset after its closing brace. */
const readField = (r: Reader, literal: Literal, open: number, { parts, readValue }: Building): number => {
  r.end = open + 1;
  r.depth = 1;
  advance(r);
  const value = readValue(r);
  let conversion: string | undefined;
  let format: string | undefined;
  let isDebug = false;
  if (isOp(r, "=")) {
    advance(r);
    isDebug = true;
    addText(parts, r.text.slice(open + 1, r.start));
  }
  if (isOp(r, "!")) {
    advance(r);
    if (r.kind !== Kind.Name || !/^[rsa]$/.test(r.value)) refuse();
    conversion = r.value;
    advance(r);
  }
  let close = r.start;
  if (r.kind === Kind.Op && r.value.startsWith(":")) {
    const spec = r.start + 1;
    close = endOfSpec(r, literal, spec);
    format = r.text.slice(spec, close);
  } else if (!isOp(r, "}")) refuse();
  if (isDebug && conversion === undefined && format === undefined) conversion = "r";
  parts.push({ value, ...(conversion === undefined ? {} : { conversion }), ...(format === undefined ? {} : { format }) });
  return close + 1;
};

/** False when a part cannot be decoded. */
const addFormatted = (r: Reader, literal: Literal, building: Building): boolean => {
  const { parts } = building;
  const before = mark(r);
  let at = literal.from;
  let isKnown = true;
  while (at < literal.to) {
    const end = endOfText(r, literal, at);
    const text = decode(
      r.text.slice(at, end).replace(/\{\{|\}\}/g, (pair) => pair.charAt(0)),
      literal,
    );
    if (text === null) isKnown = false;
    else addText(parts, text);
    at = end < literal.to ? readField(r, literal, end, building) : end;
    if (at > literal.to) refuse();
  }
  Object.assign(r, before);
  return isKnown;
};

/** From the first of adjacent literals past the last. */
export const readStrings = (r: Reader, readValue: ReadValue): Expression => {
  const at = line(r);
  const { start } = r;
  if (r.value === "" && r.text.charCodeAt(start + 1) !== r.text.charCodeAt(start)) {
    const { end, level, depth } = r;
    const raw = r.text.slice(start + 1, end - 1);
    advance(r);
    if (r.kind !== Kind.String && !raw.includes("\\")) return { kind: "string", line: at, value: raw };
    Object.assign(r, { kind: Kind.String, value: "", start, end, level, depth });
  }
  const parts: Part[] = [];
  let isKnown = true;
  let bytes = 0;
  let count = 0;
  let end = r.end;
  while (r.kind === Kind.String) {
    const literal = literalAt(r);
    if (r.value.includes("t")) isKnown = false;
    count += 1;
    if (literal.isBytes) bytes += 1;
    if (r.value.includes("f") || r.value.includes("t")) isKnown = addFormatted(r, literal, { parts, readValue }) && isKnown;
    else {
      const text = decode(r.text.slice(literal.from, literal.to), literal);
      if (text === null) isKnown = false;
      else addText(parts, text);
    }
    end = r.end;
    advance(r);
  }
  if (bytes > 0 && bytes < count) refuse();
  if (!isKnown) return { kind: "unsupported", line: at, text: r.text.slice(start, Math.min(end, start + 200)) };
  const [only = "", ...more] = parts;
  if (more.length === 0 && typeof only === "string") return { kind: bytes > 0 ? "bytes" : "string", line: at, value: only };
  return { kind: "fstring", line: at, parts };
};

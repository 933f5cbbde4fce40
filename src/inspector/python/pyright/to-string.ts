/**
 * String literals to their values, decoded as Python does: prefixes, escapes, implicit concatenation, f-strings.
 * What cannot be decoded faithfully (a character by a name that is not known here) makes the literal `unsupported`.
 */
import type { ExpressionNode, FormatStringNode, StringListNode, StringNode } from "@zzzen/pyright-internal/dist/parser/parseNodes.js";
import { NodeType } from "./node-type.ts";
import type { SourceView } from "./source-view.ts";
import type { Expression } from "../tree.ts";

type Part = Extract<Expression, { kind: "fstring" }>["parts"][number];

/** `StringTokenFlags` of the library. */
const Flag = { Raw: 8, Bytes: 32, Template: 128 } as const;
// oxlint-disable-next-line no-bitwise
const has = (flags: number, flag: number): boolean => (flags & flag) !== 0;

const simpleEscapes: Readonly<Record<string, string>> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** Names that people do write; the whole table of Unicode is a megabyte. */
const characterNames: Readonly<Record<string, string>> = {
  "NO-BREAK SPACE": "\u00a0",
  "NARROW NO-BREAK SPACE": "\u202f",
  "ZERO WIDTH SPACE": "\u200b",
  "SOFT HYPHEN": "\u00ad",
  "NON-BREAKING HYPHEN": "\u2011",
  "EN DASH": "\u2013",
  "EM DASH": "\u2014",
  "HORIZONTAL ELLIPSIS": "\u2026",
  BULLET: "\u2022",
  "MIDDLE DOT": "\u00b7",
  "LEFT SINGLE QUOTATION MARK": "\u2018",
  "RIGHT SINGLE QUOTATION MARK": "\u2019",
  "LEFT DOUBLE QUOTATION MARK": "\u201c",
  "RIGHT DOUBLE QUOTATION MARK": "\u201d",
  "RIGHTWARDS ARROW": "\u2192",
  "LEFTWARDS ARROW": "\u2190",
  "CHECK MARK": "\u2713",
  "HEAVY CHECK MARK": "\u2714",
  "BALLOT X": "\u2717",
  "MULTIPLICATION SIGN": "\u00d7",
  "DEGREE SIGN": "\u00b0",
  "EURO SIGN": "\u20ac",
  "COPYRIGHT SIGN": "\u00a9",
  SNOWMAN: "\u2603",
};

const escape = /\\(\n|[0-7]{1,3}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|N\{[^}]*\}|.)/gs;

/** Null when a character is given by an unknown name. */
const unescape = (text: string, isBytes: boolean): string | null => {
  if (!text.includes("\\")) return text;
  let isKnown = true;
  const value = text.replace(escape, (whole: string, code: string) => {
    const simple = simpleEscapes[code];
    if (simple !== undefined) return simple;
    const first = code.charAt(0);
    // oxlint-disable-next-line no-bitwise
    if (first >= "0" && first <= "7") return String.fromCharCode(isBytes ? parseInt(code, 8) & 255 : parseInt(code, 8));
    if (first === "x" && code.length === 3) return String.fromCharCode(parseInt(code.slice(1), 16));
    if (isBytes || code.length === 1) return whole;
    if (first === "N") {
      const named = characterNames[code.slice(2, -1).toUpperCase()];
      if (named === undefined) isKnown = false;
      return named ?? whole;
    }
    const point = parseInt(code.slice(1), 16);
    if (point > 0x10ffff) isKnown = false;
    return point > 0x10ffff ? whole : String.fromCodePoint(point);
  });
  return isKnown ? value : null;
};

interface Token {
  readonly start: number;
  readonly length: number;
  readonly flags: number;
}

const decode = (raw: string, flags: number): string | null => (has(flags, Flag.Raw) ? raw : unescape(raw, has(flags, Flag.Bytes)));

const plainValue = (node: StringNode, view: SourceView): string | null => {
  const { escapedValue, flags, start, length, prefixLength, quoteMarkLength } = node.d.token;
  /** The library shortens very long literals in `escapedValue`. */
  const from = start + view.shift + prefixLength + quoteMarkLength;
  const size = length - prefixLength - 2 * quoteMarkLength;
  const raw = escapedValue.length === size ? escapedValue : view.text.slice(from, from + escapedLength(escapedValue, size));
  return decode(raw, flags);
};

/** An unterminated literal has no closing quotes; its value is what the library saw. */
const escapedLength = (value: string, size: number): number => Math.max(value.length, size);

const literalPart = (token: Token, view: SourceView): string | null => {
  const from = token.start + view.shift;
  const raw = view.text.slice(from, from + token.length).replace(/\{\{|\}\}/g, (pair) => pair.charAt(0));
  return decode(raw, token.flags);
};

/** The text between a field's expression and its closing brace: `=`, `!r`, `:>10`. */
interface FieldTail {
  readonly debug?: string;
  readonly conversion?: string;
  readonly format?: string;
}

const tail = /^((?:\s*\))*\s*=\s*)?(?:\s*\))*\s*(?:!\s*(\w)\s*)?(?::(.*))?$/s;

const fieldTail = (text: string): FieldTail => {
  const found = tail.exec(text);
  const [, debug, conversion, format] = found ?? [];
  return {
    ...(debug === undefined ? {} : { debug }),
    ...(conversion === undefined ? {} : { conversion }),
    ...(format === undefined ? {} : { format }),
  };
};

/** Where the field whose expression ends at `from` is closed, all offsets of the file. */
const closingBrace = (text: string, from: number, limit: number): number => {
  let depth = 0;
  for (let at = from; at < limit; at += 1) {
    const mark = text.charAt(at);
    if (mark === "{") depth += 1;
    if (mark === "}") {
      if (depth === 0) return at;
      depth -= 1;
    }
  }
  return limit;
};

const formattedParts = (
  node: FormatStringNode,
  view: SourceView,
  toExpression: (node: ExpressionNode, view: SourceView) => Expression,
): Part[] | null => {
  const parts: Part[] = [];
  const end = node.start + node.length + view.shift;
  const pieces: ({ readonly start: number; readonly field: ExpressionNode } | { readonly start: number; readonly token: Token })[] = [
    ...node.d.middleTokens.map((token) => ({ start: token.start, token })),
    ...node.d.fieldExprs.map((field) => ({ start: field.start, field })),
  ].sort((a, b) => a.start - b.start);
  let closedAt = -1;
  for (const piece of pieces) {
    if (piece.start + view.shift < closedAt) continue;
    if ("token" in piece) {
      const literal = literalPart(piece.token, view);
      if (literal === null) return null;
      parts.push(literal);
      continue;
    }
    const { field } = piece;
    const after = field.start + field.length + view.shift;
    closedAt = closingBrace(view.text, after, end);
    const { debug, ...rest } = fieldTail(view.text.slice(after, closedAt));
    if (debug !== undefined) {
      const source = view.text.slice(view.text.lastIndexOf("{", field.start + view.shift - 1) + 1, after);
      parts.push(`${source}${debug}`);
    }
    const isDebugRepr = debug !== undefined && rest.conversion === undefined && rest.format === undefined;
    parts.push({ value: toExpression(field, view), ...rest, ...(isDebugRepr ? { conversion: "r" } : {}) });
  }
  return parts;
};

const mergedParts = (parts: readonly Part[]): Part[] => {
  const merged: Part[] = [];
  for (const part of parts) {
    if (part === "") continue;
    const last = merged.at(-1);
    if (typeof part === "string" && typeof last === "string") merged[merged.length - 1] = last + part;
    else merged.push(part);
  }
  return merged;
};

/** Adjacent literals are one value. */
export const toString = (
  node: StringListNode,
  view: SourceView,
  line: number,
  toExpression: (node: ExpressionNode, view: SourceView) => Expression,
): Expression => {
  const unsupported = (): Expression => {
    const from = node.start + view.shift;
    return { kind: "unsupported", line, text: view.text.slice(from, from + Math.min(node.length, 200)) };
  };
  const parts: Part[] = [];
  let isBytes = false;
  for (const string of node.d.strings) {
    if (has(string.d.token.flags, Flag.Template)) return unsupported();
    isBytes ||= has(string.d.token.flags, Flag.Bytes);
    if (string.nodeType === NodeType.FormatString) {
      const formatted = formattedParts(string, view, toExpression);
      if (formatted === null) return unsupported();
      parts.push(...formatted);
    } else {
      const value = plainValue(string, view);
      if (value === null) return unsupported();
      parts.push(value);
    }
  }
  if (parts.every((part) => typeof part === "string")) return { kind: isBytes ? "bytes" : "string", line, value: parts.join("") };
  return { kind: "fstring", line, parts: mergedParts(parts) };
};

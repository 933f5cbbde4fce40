/**
 * String literals to their values, decoded as Python does: prefixes, escapes, implicit concatenation, f-strings.
 * What cannot be decoded faithfully (a character by a name that is not known here) makes the literal `unsupported`.
 */
import type { ExpressionNode, FormatStringNode, StringListNode, StringNode } from "@zzzen/pyright-internal/dist/parser/parseNodes.js";
import { NodeType } from "./node-type.ts";
import type { SourceView } from "./source-view.ts";
import { unescape } from "../scan/unescape.ts";
import type { Expression } from "../tree.ts";

type Part = Extract<Expression, { kind: "fstring" }>["parts"][number];

/** `StringTokenFlags` of the library. */
const Flag = { Raw: 8, Bytes: 32, Template: 128 } as const;
const has = (flags: number, flag: number): boolean => (flags & flag) !== 0;

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

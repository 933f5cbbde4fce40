/** Text from values: `str()`, `repr()`, f-strings, `%` and `str.format`. Undefined where a part is not known. */
import type { Machine, Scope } from "../machine.ts";
import type { Expression } from "../../python/tree.ts";
import type { ConstantValue, Origin, Value } from "../value.ts";
import { unknown } from "../value.ts";
import { whyUnknown } from "../values/why.ts";
import { text } from "../values/make.ts";
import { memberValue } from "../values/same.ts";

const floatText = (value: number): string => {
  if (Number.isInteger(value) && Math.abs(value) < 1e16) return `${value}.0`;
  if (value === Infinity) return "inf";
  if (value === -Infinity) return "-inf";
  return Number.isNaN(value) ? "nan" : String(value);
};

const constantText = (value: ConstantValue): string => {
  if (value.type === "none") return "None";
  if (value.type === "bool") return value.value === true ? "True" : "False";
  if (value.type === "ellipsis") return "Ellipsis";
  if (value.type === "float" && typeof value.value === "number") return floatText(value.value);
  if (value.type === "bytes") return `b${quoted(String(value.value))}`;
  return String(value.value);
};

const quoted = (value: string): string => {
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  const escaped = value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t");
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
};

/** Python's `repr()`. */
export const reprOf = (m: Machine, value: Value, depth = 0): string | undefined => {
  const forced = m.force(value);
  if (depth > 20) return undefined;
  if (forced.kind === "constant") return forced.type === "str" ? quoted(String(forced.value)) : constantText(forced);
  if (forced.kind === "sequence" && forced.open === undefined) {
    const parts: string[] = [];
    for (const item of forced.items) {
      const part = reprOf(m, item, depth + 1);
      if (part === undefined) return undefined;
      parts.push(part);
    }
    if (forced.type === "list") return `[${parts.join(", ")}]`;
    if (forced.type === "tuple") return parts.length === 1 ? `(${parts.join("")},)` : `(${parts.join(", ")})`;
    return parts.length === 0 ? "set()" : `{${parts.join(", ")}}`;
  }
  if (forced.kind === "dict" && forced.open === undefined) {
    const parts: string[] = [];
    for (const entry of forced.entries) {
      const key = reprOf(m, entry.key, depth + 1);
      const item = reprOf(m, entry.value, depth + 1);
      if (key === undefined || item === undefined) return undefined;
      parts.push(`${key}: ${item}`);
    }
    return `{${parts.join(", ")}}`;
  }
  return undefined;
};

/** Python's `str()`. */
export const textOf = (m: Machine, value: Value): string | undefined => {
  const forced = m.force(value);
  if (forced.kind === "constant") return constantText(forced);
  if (forced.kind === "instance") {
    const [first] = forced.args;
    if (forced.class.kind === "external" && forced.class.path === "pathlib.Path" && first !== undefined) return textOf(m, first);
    const member = memberValue(forced);
    if (member !== undefined) return textOf(m, member);
    const method = m.find(forced, "__str__");
    if (method?.kind === "method" && method.function.kind === "function") {
      const answer = m.callFunction(
        method.function,
        { args: [], kwargs: new Map(), origin: forced.origin ?? { file: "", line: 0 } },
        forced,
      );
      return answer.kind === "constant" ? constantText(answer) : undefined;
    }
    return undefined;
  }
  return reprOf(m, forced);
};

const grouped = (digits: string, separator: string): string => digits.replaceAll(/\B(?=(\d{3})+(?!\d))/g, separator);

const specification = /^(?:(.)?([<>=^]))?([+\- ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/su;

const numberText = (value: number, type: string | undefined, precision: string | undefined): string | undefined => {
  switch (type) {
    case undefined:
    case "d":
    case "n":
      return type === undefined && precision !== undefined ? String(Number(value.toPrecision(Number(precision)))) : String(value);
    case "f":
    case "F":
      return value.toFixed(Number(precision ?? 6));
    case "%":
      return `${(value * 100).toFixed(Number(precision ?? 6))}%`;
    case "x":
      return value.toString(16);
    case "X":
      return value.toString(16).toUpperCase();
    case "o":
      return value.toString(8);
    case "b":
      return value.toString(2);
    default:
      return undefined;
  }
};

/** `format(value, spec)` for the common specifications. */
export const formatValue = (m: Machine, value: Value, spec: string): string | undefined => {
  if (spec === "") return textOf(m, value);
  const match = specification.exec(spec);
  const forced = m.force(value);
  if (match === null) return undefined;
  const [, fill, align, sign, , zero, width, group, precision, type] = match;
  let body: string | undefined;
  let isNumber = false;
  if (forced.kind === "constant" && typeof forced.value === "number") {
    isNumber = true;
    body = numberText(forced.value, type, precision);
    if (body !== undefined && group !== undefined) {
      const [whole = "", ...fraction] = body.split(".");
      body = [grouped(whole, group), ...fraction].join(".");
    }
    if (body !== undefined && sign === "+" && forced.value >= 0) body = `+${body}`;
  } else {
    body = textOf(m, forced);
    if (body !== undefined && precision !== undefined) body = body.slice(0, Number(precision));
  }
  if (body === undefined || width === undefined) return body;
  const size = Number(width);
  const pad = fill ?? (zero === undefined ? " " : "0");
  const where = align ?? (isNumber ? ">" : "<");
  if (where === "<") return body.padEnd(size, pad);
  if (where === "^") {
    const missing = Math.max(0, size - body.length);
    return pad.repeat(Math.floor(missing / 2)) + body + pad.repeat(Math.ceil(missing / 2));
  }
  return body.padStart(size, pad);
};

/** A value as a replacement field shows it: `{value!r:>6}`. */
export const formatField = (m: Machine, value: Value, conversion: string | undefined, spec: string): string | undefined => {
  if (conversion !== "r" && conversion !== "a") return formatValue(m, value, spec);
  const shown = reprOf(m, value);
  return shown === undefined ? undefined : formatValue(m, text(shown), spec);
};

type FString = Extract<Expression, { kind: "fstring" }>;

export const formatString = (m: Machine, node: FString, scope: Scope): Value => {
  const origin: Origin = { file: scope.module.file, line: node.line };
  let result = "";
  for (const part of node.parts) {
    if (typeof part === "string") {
      result += part;
      continue;
    }
    const value = m.force(m.evaluate(part.value, scope));
    const spec = part.format ?? "";
    const piece = spec.includes("{") ? undefined : formatField(m, value, part.conversion, spec);
    if (piece === undefined) return unknown(`a part of the text is not known: ${whyUnknown(value)}`, origin);
    result += piece;
  }
  return text(result, origin);
};

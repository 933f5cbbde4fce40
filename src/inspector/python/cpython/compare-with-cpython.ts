/** Brings our tree and CPython's to one form, for the parser's test: the few places where two trees say the same. */
import type { BodyRange, Statement } from "../tree.ts";

type Plain = null | boolean | number | string | undefined | readonly Plain[] | { readonly [key: string]: Plain };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Expressions whose beginning the two parsers place differently when they stand in parentheses. */
const looseLines = new Set(
  "name string bytes number bigint constant ellipsis fstring attribute subscript slice call list tuple set dict comprehension unary binary flat conditional lambda starred walrus await yield".split(
    " ",
  ),
);

/** Operands of `a and b and c`, however they are nested. */
const operands = (value: unknown, op: unknown): unknown[] =>
  isRecord(value) && value["kind"] === "binary" && value["op"] === op
    ? [...operands(value["left"], op), ...operands(value["right"], op)]
    : [value];

const isBodyRange = (value: unknown): value is BodyRange => isRecord(value) && "start" in value && "end" in value && "line" in value;

/** `readBody` puts the statements of a function in place of the range of its body. */
export const normalised = (value: unknown, readBody: (range: BodyRange) => readonly Statement[] = () => []): Plain => {
  const plain = (inner: unknown): Plain => normalised(inner, readBody);
  if (Array.isArray(value)) return value.map(plain);
  if (!isRecord(value)) return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
  const { kind, op } = value;
  if (kind === "flat" && Array.isArray(value["values"]))
    return { kind, op: plain(op), values: value["values"].flatMap((item) => flattened(item, op, plain)) };
  if (kind === "binary" && (op === "and" || op === "or")) return { kind: "flat", op, values: operands(value, op).map(plain) };
  if (kind === "unsupported") return { kind };
  if (kind === "bigint" && value["value"] === "long") return { kind };
  const lineless = typeof kind === "string" && looseLines.has(kind);
  const entries = Object.entries(value).flatMap(([key, inner]): [string, Plain][] => {
    if (key === "line" && lineless) return [];
    if (key === "format" && typeof inner === "string" && inner.includes("{")) return [[key, "..."]];
    if (key === "body" && kind === "function" && isBodyRange(inner)) return [["statements", plain(readBody(inner))]];
    return [[key, plain(inner)]];
  });
  return Object.fromEntries(entries);
};

const flattened = (item: unknown, op: unknown, plain: (inner: unknown) => Plain): Plain[] => {
  const value = plain(item);
  return isRecord(value) && value["kind"] === "flat" && value["op"] === op && Array.isArray(value["values"]) ? value["values"] : [value];
};

/** Expressions, by recursive descent: Python's grammar from the loosest binding down. */
import type { Comprehension, Expression } from "../tree.ts";
import { type Grammar, readArguments, readLambda } from "./read-arguments.ts";
import { advance, expect, isKeyword, isOp, Kind, line, type Reader, refuse, take, takeName } from "./reader.ts";
import { readStrings } from "./read-strings.ts";

/** `a if test else b`, a lambda, or anything tighter. */
export const readExpression = (r: Reader): Expression => {
  if (isKeyword(r, "lambda")) return readLambda(r, grammar);
  const then = readOr(r);
  if (!isKeyword(r, "if")) return then;
  advance(r);
  const test = readOr(r);
  expect(r, "else");
  return { kind: "conditional", line: then.line, test, then, otherwise: readExpression(r) };
};

/** An expression, or `name := value`. */
export const readNamed = (r: Reader): Expression => {
  const target = readExpression(r);
  if (!isOp(r, ":=")) return target;
  if (target.kind !== "name") refuse();
  advance(r);
  return { kind: "walrus", line: target.line, target, value: readExpression(r) };
};

/** `*value` or a named expression. */
const readStarOrNamed = (r: Reader): Expression => {
  if (!isOp(r, "*")) return readNamed(r);
  const at = line(r);
  advance(r);
  return { kind: "starred", line: at, value: readBinary(r, 1) };
};

const closers = new Set([")", "]", "}", "=", ":", ";", "!", ":="]);

/** Does the token at hand end a list of expressions, after a comma? */
const endsList = (r: Reader): boolean => {
  if (r.kind === Kind.Newline || r.kind === Kind.End) return true;
  if (r.kind === Kind.Op) return closers.has(r.value) || r.value.endsWith("=");
  return r.kind === Kind.Keyword && (r.value === "in" || r.value === "for" || r.value === "if" || r.value === "async");
};

/** One expression, or a tuple without parentheses. */
export const readList = (r: Reader, readItem: (r: Reader) => Expression = readStarOrExpression): Expression => {
  const first = readItem(r);
  if (!isOp(r, ",")) {
    if (first.kind === "starred") refuse();
    return first;
  }
  const items = [first];
  while (take(r, ",") && !endsList(r)) items.push(readItem(r));
  return { kind: "tuple", line: first.line, items: items.slice() };
};

const readStarOrExpression = (r: Reader): Expression => {
  if (!isOp(r, "*")) return readExpression(r);
  const at = line(r);
  advance(r);
  return { kind: "starred", line: at, value: readBinary(r, 1) };
};

/** `yield`, `yield from`, or a list of expressions: what may stand right of `=`. */
export const readYieldOrList = (r: Reader): Expression => {
  if (!isKeyword(r, "yield")) return readList(r);
  if (r.functions === 0) refuse();
  const at = line(r);
  advance(r);
  if (take(r, "from")) return { kind: "yield", line: at, value: { kind: "starred", line: at, value: readExpression(r) } };
  return endsList(r) ? { kind: "yield", line: at } : { kind: "yield", line: at, value: readList(r) };
};

/** Targets of `for` and comprehensions end before `in`. */
export const readTargets = (r: Reader): Expression => {
  const target = readList(r, (inner) => {
    if (!isOp(inner, "*")) return readBinary(inner, 1);
    const at = line(inner);
    advance(inner);
    return { kind: "starred", line: at, value: readBinary(inner, 1) };
  });
  checkTarget(target);
  return target;
};

/** Refuses what Python does not assign to. */
export const checkTarget = (target: Expression): void => {
  if (target.kind === "name" || target.kind === "attribute" || target.kind === "subscript") return;
  if (target.kind === "starred") checkTarget(target.value);
  else if (target.kind === "tuple" || target.kind === "list") for (const item of target.items) checkTarget(item);
  else refuse();
};

const readOr = (r: Reader): Expression => {
  let left = readAnd(r);
  while (isKeyword(r, "or")) {
    advance(r);
    left = { kind: "binary", line: left.line, op: "or", left, right: readAnd(r) };
  }
  return left;
};

const readAnd = (r: Reader): Expression => {
  let left = readNot(r);
  while (isKeyword(r, "and")) {
    advance(r);
    left = { kind: "binary", line: left.line, op: "and", left, right: readNot(r) };
  }
  return left;
};

const readNot = (r: Reader): Expression => {
  if (!isKeyword(r, "not")) return readComparison(r);
  const at = line(r);
  advance(r);
  return { kind: "unary", line: at, op: "not", value: readNot(r) };
};

/** The comparison at hand, taken; null when there is none. */
const takeComparison = (r: Reader): string | null => {
  const { kind, value } = r;
  if (kind === Kind.Op) {
    if (value !== "==" && value !== "!=" && value !== "<" && value !== "<=" && value !== ">" && value !== ">=") return null;
    advance(r);
    return value;
  }
  if (kind !== Kind.Keyword) return null;
  if (value === "in") {
    advance(r);
    return "in";
  }
  if (value === "is") {
    advance(r);
    return take(r, "not") ? "is not" : "is";
  }
  if (value !== "not") return null;
  advance(r);
  expect(r, "in");
  return "not in";
};

/** `a < b < c` means `a < b and b < c`. */
const readComparison = (r: Reader): Expression => {
  const first = readBinary(r, 1);
  let op = takeComparison(r);
  if (op === null) return first;
  const rest: { readonly op: string; readonly operand: Expression }[] = [];
  for (; op !== null; op = takeComparison(r)) rest.push({ op, operand: readBinary(r, 1) });
  const operands = [first, ...rest.map(({ operand }) => operand)];
  let chain: Expression | undefined;
  for (let index = rest.length - 1; index >= 0; index -= 1) {
    const [left, step] = [operands[index], rest[index]];
    if (left === undefined || step === undefined) return refuse();
    const one: Expression = { kind: "binary", line: left.line, op: step.op, left, right: step.operand };
    chain = chain === undefined ? one : { kind: "binary", line: left.line, op: "and", left: one, right: chain };
  }
  return chain ?? first;
};

/** Arithmetic of at least the given level; 1 is `|`. */
const readBinary = (r: Reader, lowest: number): Expression => {
  let left = readUnary(r);
  while (r.kind === Kind.Op && r.level >= lowest) {
    const { level, value: op } = r;
    advance(r);
    left = { kind: "binary", line: left.line, op, left, right: readBinary(r, level + 1) };
  }
  return left;
};

const readUnary = (r: Reader): Expression => {
  if (r.kind === Kind.Op && (r.value === "-" || r.value === "+" || r.value === "~")) {
    const op = r.value;
    const at = line(r);
    advance(r);
    return { kind: "unary", line: at, op, value: readUnary(r) };
  }
  const base = readPrimary(r);
  if (!isOp(r, "**")) return base;
  advance(r);
  return { kind: "binary", line: base.line, op: "**", left: base, right: readUnary(r) };
};

const readPrimary = (r: Reader): Expression => {
  if (isKeyword(r, "await")) {
    if (!r.isAsync) refuse();
    const at = line(r);
    advance(r);
    return { kind: "await", line: at, value: readPrimary(r) };
  }
  let value = readAtom(r);
  while (r.kind === Kind.Op) {
    if (r.value === ".") {
      advance(r);
      value = { kind: "attribute", line: value.line, value, name: takeName(r) };
    } else if (r.value === "(") value = { kind: "call", line: value.line, callee: value, args: readArguments(r, grammar) };
    else if (r.value === "[") value = { kind: "subscript", line: value.line, value, index: readIndex(r) };
    else break;
  }
  return value;
};

const readIndex = (r: Reader): Expression => {
  const at = line(r);
  expect(r, "[");
  const first = readSlice(r);
  let index = first;
  if (isOp(r, ",") || first.kind === "starred") {
    const items = [first];
    while (take(r, ",") && !isOp(r, "]")) items.push(readSlice(r));
    index = { kind: "tuple", line: at, items };
  }
  expect(r, "]");
  return index;
};

const readSlice = (r: Reader): Expression => {
  const at = line(r);
  const start = isOp(r, ":") ? undefined : readStarOrNamed(r);
  if (!isOp(r, ":")) return start ?? refuse();
  if (start?.kind === "starred") refuse();
  advance(r);
  const stop = isOp(r, ":") || isOp(r, "]") || isOp(r, ",") ? undefined : readExpression(r);
  const step = take(r, ":") && !isOp(r, "]") && !isOp(r, ",") ? readExpression(r) : undefined;
  return {
    kind: "slice",
    line: at,
    ...(start === undefined ? {} : { start }),
    ...(stop === undefined ? {} : { stop }),
    ...(step === undefined ? {} : { step }),
  };
};

const readAtom = (r: Reader): Expression => {
  const at = line(r);
  switch (r.kind) {
    case Kind.Name: {
      const name = r.value;
      advance(r);
      return { kind: "name", line: at, name };
    }
    case Kind.String:
      return readStrings(r, readYieldOrList);
    case Kind.Number:
      return readNumber(r, at);
    case Kind.Keyword: {
      const { value } = r;
      if (value !== "None" && value !== "True" && value !== "False") return refuse();
      advance(r);
      return { kind: "constant", line: at, value: value === "None" ? null : value === "True" };
    }
    case Kind.Op:
      if (r.value === "(") return readParenthesis(r, at);
      if (r.value === "[") return readDisplay(r, at);
      if (r.value === "{") return readBraces(r, at);
      if (!take(r, "...")) return refuse();
      return { kind: "ellipsis", line: at };
    default:
      return refuse();
  }
};

/** Python itself reads no longer decimal number. */
const mostDigits = 4300;

const readNumber = (r: Reader, at: number): Expression => {
  const written = r.value;
  advance(r);
  if (/[jJ]$/.test(written)) return { kind: "unsupported", line: at, text: written };
  const digits = written.replaceAll("_", "");
  const isFloat = !/^0[xXoObB]/.test(digits) && /[.eE]/.test(digits);
  const value = Number(digits);
  if (digits.length > mostDigits) return { kind: "unsupported", line: at, text: `${written.slice(0, 20)}…` };
  if (!isFloat && !Number.isSafeInteger(value)) return { kind: "bigint", line: at, value: BigInt(digits).toString() };
  return Number.isFinite(value) ? { kind: "number", line: at, value, isFloat } : { kind: "unsupported", line: at, text: written };
};

const startsClause = (r: Reader): boolean => isKeyword(r, "for") || isKeyword(r, "async");

const readClauses = (r: Reader): readonly Comprehension[] => {
  const clauses: Comprehension[] = [];
  while (startsClause(r)) {
    take(r, "async");
    expect(r, "for");
    const target = readTargets(r);
    expect(r, "in");
    const iterable = readOr(r);
    const conditions: Expression[] = [];
    while (take(r, "if")) conditions.push(readCondition(r));
    clauses.push({ target, iterable, conditions });
  }
  return clauses;
};

/** A condition of a comprehension has no `else`, but may be named. */
const readCondition = (r: Reader): Expression => {
  if (isKeyword(r, "lambda")) return readLambda(r, grammar);
  const test = readOr(r);
  if (!isOp(r, ":=")) return test;
  if (test.kind !== "name") refuse();
  advance(r);
  return { kind: "walrus", line: test.line, target: test, value: readExpression(r) };
};

const readGenerator = (r: Reader, value: Expression): Expression => {
  if (value.kind === "starred") refuse();
  return { kind: "comprehension", line: value.line, type: "generator", value, clauses: readClauses(r) };
};

/** `(…)`: a tuple, a generator, or the expression itself. */
const readParenthesis = (r: Reader, at: number): Expression => {
  expect(r, "(");
  if (take(r, ")")) return { kind: "tuple", line: at, items: [] };
  if (isKeyword(r, "yield")) {
    const value = readYieldOrList(r);
    expect(r, ")");
    return value;
  }
  const first = readStarOrNamed(r);
  if (startsClause(r)) {
    const generator = readGenerator(r, first);
    expect(r, ")");
    return generator;
  }
  if (isOp(r, ",")) {
    const items = [first];
    while (take(r, ",") && !isOp(r, ")")) items.push(readStarOrNamed(r));
    expect(r, ")");
    return { kind: "tuple", line: at, items: items.slice() };
  }
  if (first.kind === "starred") refuse();
  expect(r, ")");
  return first;
};

const readDisplay = (r: Reader, at: number): Expression => {
  expect(r, "[");
  if (take(r, "]")) return { kind: "list", line: at, items: [] };
  const first = readStarOrNamed(r);
  if (startsClause(r)) {
    if (first.kind === "starred") refuse();
    const clauses = readClauses(r);
    expect(r, "]");
    return { kind: "comprehension", line: at, type: "list", value: first, clauses };
  }
  const items = [first];
  while (take(r, ",") && !isOp(r, "]")) items.push(readStarOrNamed(r));
  expect(r, "]");
  return { kind: "list", line: at, items: items.slice() };
};

type Entry = Extract<Expression, { kind: "dict" }>["entries"][number];

const readEntry = (r: Reader): Entry => {
  if (take(r, "**")) return { value: readBinary(r, 1) };
  const key = readExpression(r);
  expect(r, ":");
  return { key, value: readExpression(r) };
};

/** `{…}`: a dict or a set, or a comprehension of one. */
const readBraces = (r: Reader, at: number): Expression => {
  expect(r, "{");
  if (take(r, "}")) return { kind: "dict", line: at, entries: [] };
  if (isOp(r, "**")) return readDict(r, at, readEntry(r));
  const first = readStarOrNamed(r);
  if (isOp(r, ":") && first.kind !== "starred" && first.kind !== "walrus") {
    advance(r);
    return readDict(r, at, { key: first, value: readExpression(r) });
  }
  if (startsClause(r)) {
    if (first.kind === "starred") refuse();
    const clauses = readClauses(r);
    expect(r, "}");
    return { kind: "comprehension", line: at, type: "set", value: first, clauses };
  }
  const items = [first];
  while (take(r, ",") && !isOp(r, "}")) items.push(readStarOrNamed(r));
  expect(r, "}");
  return { kind: "set", line: at, items: items.slice() };
};

const readDict = (r: Reader, at: number, first: Entry): Expression => {
  if (startsClause(r)) {
    const { key, value } = first;
    if (key === undefined) return refuse();
    const clauses = readClauses(r);
    expect(r, "}");
    return { kind: "comprehension", line: at, type: "dict", key, value, clauses };
  }
  const entries = [first];
  while (take(r, ",") && !isOp(r, "}")) entries.push(readEntry(r));
  expect(r, "}");
  return { kind: "dict", line: at, entries: entries.slice() };
};

/** For the readers of arguments and parameters. */
export const grammar: Grammar = { readExpression, readNamed, readGenerator };

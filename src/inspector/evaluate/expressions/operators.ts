/** Arithmetic, comparison and membership over known values; alternatives are spread out. */
import type { Forced, Machine } from "../machine.ts";
import type { ConstantValue, Origin, SequenceValue, Value } from "../value.ts";
import { unknown } from "../value.ts";
import { noKwargs } from "../machine.ts";
import { countThings } from "../state/budget.ts";
import { absent, entryWith } from "../values/entries.ts";
import { whyUnknown } from "../values/why.ts";
import { isPatternList, patternsOf } from "../django/pattern-lists.ts";
import { isPath, joinPath } from "../stdlib/path-value.ts";
import { bytes, dict, float, integer, list, sequence, text, truthValue, tuple } from "../values/make.ts";
import { either, equal, memberValue, unwrapped } from "../values/same.ts";
import { maybeNone } from "../values/truth.ts";
import { formatPercent } from "./percent.ts";

type Operands = readonly [Value, Value];

const mostAlternatives = 6;

/** Applies a binary operator other than `and`/`or`. Both operands are forced. */
export const operate = (m: Machine, op: string, operands: Operands, origin: Origin | undefined): Forced => {
  const [left, right] = operands;
  if (left.kind === "alternatives" || right.kind === "alternatives") {
    const spreadOut = spread(m, op, operands, origin);
    if (spreadOut !== undefined) return spreadOut;
  }
  switch (op) {
    case "==":
    case "!=":
      return compare(equal(left, right), op === "!=", operands, origin);
    case "is":
    case "is not":
      return compare(identical(left, right), op === "is not", operands, origin);
    case "in":
    case "not in":
      return compare(contains(m, right, left), op === "not in", operands, origin);
    case "<":
    case ">":
    case "<=":
    case ">=":
      return compare(ordered(left, right, op), false, operands, origin);
    default:
      return m.force(arithmetic(m, op, operands, origin) ?? unknown(whyNot(op, operands), origin));
  }
};

const whyNot = (op: string, [left, right]: Operands): string => {
  const culprit = left.kind === "unknown" || left.kind === "alternatives" || left.kind === "external" ? left : right;
  return culprit.kind === "constant" || culprit.kind === "sequence" || culprit.kind === "dict"
    ? `what ${op} gives here is not known`
    : whyUnknown(culprit);
};

const spread = (m: Machine, op: string, [left, right]: Operands, origin: Origin | undefined): Forced | undefined => {
  const lefts = left.kind === "alternatives" ? left.options : [left];
  const rights = right.kind === "alternatives" ? right.options : [right];
  if (lefts.length * rights.length > mostAlternatives) return undefined;
  const because = left.kind === "alternatives" ? left.because : right.kind === "alternatives" ? right.because : "";
  let result: Value | undefined;
  for (const a of lefts)
    for (const b of rights) {
      const value = operate(m, op, [m.force(a), m.force(b)], origin);
      result = result === undefined ? value : either(result, value, because);
    }
  return result === undefined ? undefined : m.force(result);
};

const compare = (known: boolean | undefined, negated: boolean, [left, right]: Operands, origin: Origin | undefined): Forced =>
  known === undefined
    ? unknown(whyUnknown(left.kind === "unknown" || left.kind === "external" ? left : right), origin)
    : truthValue(known !== negated, origin);

const singletons = new Set(["none", "bool", "ellipsis"]);

const identical = (left: Value, right: Value): boolean | undefined => {
  if (left === right && left.kind !== "unknown" && left.kind !== "alternatives") return true;
  if (left.kind === "constant" && right.kind === "constant") return left.type === right.type && left.value === right.value;
  const single = [left, right].find((side) => side.kind === "constant" && singletons.has(side.type));
  const other = single === left ? right : left;
  if (single !== undefined) {
    if (other.kind === "unknown" || other.kind === "alternatives" || other.kind === "external") return undefined;
    return other.kind === "instance" && maybeNone(other) ? undefined : false;
  }
  if (left.kind === "unknown" || right.kind === "unknown" || left.kind === "alternatives" || right.kind === "alternatives")
    return undefined;
  if (left.kind === "external" && right.kind === "external") return left.path === right.path && left.of === right.of ? true : undefined;
  if (left.kind === "builtin" && right.kind === "builtin") return left.name === right.name;
  return left.kind === "external" || right.kind === "external" ? undefined : false;
};

/** Python's `in`. */
export const contains = (m: Machine, container: Value, item: Value): boolean | undefined => {
  if (container.kind === "constant" && item.kind === "constant" && typeof container.value === "string" && typeof item.value === "string")
    return container.value.includes(item.value);
  if (container.kind === "dict") {
    const at = entryWith(container.entries, item);
    if (at >= 0) return true;
    return container.open === undefined && item.kind !== "unknown" && at === absent ? false : undefined;
  }
  if (container.kind === "instance") {
    const method = m.find(container, "__contains__");
    if (method !== undefined)
      return m.truth(m.call(method, { args: [item], kwargs: noKwargs, origin: item.origin ?? { file: "", line: 0 } }));
  }
  if (container.kind === "external") {
    const native = m.natives.functions.get(`${container.path}.__contains__`);
    if (native !== undefined)
      return m.truth(native(m, { args: [item], kwargs: noKwargs, origin: item.origin ?? { file: "", line: 0 } }, container));
  }
  const items = m.items(container);
  if (items === undefined) return undefined;
  let result: boolean | undefined = items.open === undefined ? false : undefined;
  for (const each of items.items) {
    const same = equal(m.force(each), item);
    if (same === true) return true;
    if (same === undefined) result = undefined;
  }
  return result;
};

const rank = (value: ConstantValue): number | bigint | string | undefined => {
  if (value.type === "bool") return value.value === true ? 1 : 0;
  return value.type === "none" || value.type === "ellipsis" || value.value === null || typeof value.value === "boolean"
    ? undefined
    : value.value;
};

const ordered = (left: Value, right: Value, op: string): boolean | undefined => {
  if (left.kind === "instance" || right.kind === "instance") {
    const a = left.kind === "instance" ? memberValue(left) : left;
    const b = right.kind === "instance" ? memberValue(right) : right;
    return a === undefined || b === undefined || (a === left && b === right) ? undefined : ordered(a, b, op);
  }
  if (left.kind === "sequence" && right.kind === "sequence") return orderedItems(left, right, op);
  if (left.kind !== "constant" || right.kind !== "constant") return undefined;
  const a = rank(left);
  const b = rank(right);
  if (a === undefined || b === undefined || (typeof a === "string") !== (typeof b === "string")) return undefined;
  if (op === "<") return a < b;
  if (op === ">") return a > b;
  return op === "<=" ? a <= b : a >= b;
};

const orderedItems = (left: SequenceValue, right: SequenceValue, op: string): boolean | undefined => {
  if (left.open !== undefined || right.open !== undefined || left.type === "set") return undefined;
  const size = Math.min(left.items.length, right.items.length);
  for (let index = 0; index < size; index++) {
    const a = left.items[index];
    const b = right.items[index];
    if (a === undefined || b === undefined) return undefined;
    const same = equal(a, b);
    if (same === undefined) return undefined;
    if (!same) return ordered(a, b, op);
  }
  if (op === "<") return left.items.length < right.items.length;
  if (op === ">") return left.items.length > right.items.length;
  return op === "<=" ? left.items.length <= right.items.length : left.items.length >= right.items.length;
};

/** May it be a list as well as anything else? */
const isOpen = ({ kind }: Value): boolean => kind === "unknown" || kind === "alternatives" || kind === "external";

const arithmetic = (m: Machine, op: string, operands: Operands, origin: Origin | undefined): Value | undefined => {
  const left = unwrapped(operands[0]);
  const right = unwrapped(operands[1]);
  if (op === "/" && (isPath(left) || isPath(right))) return joinPath(m, [left, right], origin);
  if (left.kind === "constant" && right.kind === "constant") {
    const plain = constants(op, left, right, origin);
    if (plain !== undefined) return plain;
  }
  if (op === "%" && left.kind === "constant" && typeof left.value === "string") return formatPercent(m, left, right, origin);
  if (left.kind === "sequence" && right.kind === "sequence") {
    countThings(m, left.type === "set" ? left.items.length * right.items.length : left.items.length + right.items.length);
    return sequences(op, left, right, origin);
  }
  if (op === "+" && (isPatternList(left) || isPatternList(right))) return arithmetic(m, op, [patternsOf(left), patternsOf(right)], origin);
  if (op === "+" && left.kind === "sequence" && left.type !== "set" && isOpen(right))
    return sequence(left.type, [...left.items], origin, left.open ?? whyUnknown(right));
  if (op === "+" && right.kind === "sequence" && right.type !== "set" && isOpen(left))
    return sequence(right.type, [...right.items], origin, right.open ?? whyUnknown(left));
  if (op === "*" && left.kind !== "instance") return repeated(left, right, origin);
  if (op === "|" && left.kind === "dict" && right.kind === "dict") {
    countThings(m, left.entries.length * right.entries.length);
    const made = dict(left.entries.slice(), origin, left.open ?? right.open);
    for (const entry of right.entries) {
      const index = made.entries.findIndex((each) => equal(each.key, entry.key) === true);
      if (index < 0) made.entries.push(entry);
      else made.entries[index] = entry;
    }
    return made;
  }
  return dunder(m, op, [left, right], origin);
};

const dunders: Readonly<Record<string, string>> = {
  "+": "__add__",
  "-": "__sub__",
  "*": "__mul__",
  "/": "__truediv__",
  "**": "__pow__",
  "|": "__or__",
  "&": "__and__",
  "%": "__mod__",
};

/** Operators of a project's own class; those of a class that is not here give an opaque instance. */
const dunder = (m: Machine, op: string, [left, right]: Operands, origin: Origin | undefined): Value | undefined => {
  const name = dunders[op];
  if (name === undefined || left.kind !== "instance") return undefined;
  const member = memberValue(left);
  if (member !== undefined && left.class.kind === "class" && left.class.namespace.has("__mixed_enum__"))
    return arithmetic(m, op, [member, right], origin);
  const method = m.find(left, name);
  if (method === undefined || method.kind === "unknown") return undefined;
  return m.call(method, { args: [right], kwargs: noKwargs, origin: origin ?? { file: "", line: 0 } });
};

const repeated = (left: Value, right: Value, origin: Origin | undefined): Value | undefined => {
  const [many, times] = left.kind === "constant" && typeof left.value === "number" ? [right, left] : [left, right];
  if (times.kind !== "constant" || typeof times.value !== "number" || times.value > 10_000) return undefined;
  if (many.kind === "constant" && typeof many.value === "string") return text(many.value.repeat(Math.max(0, times.value)), origin);
  if (many.kind !== "sequence") return undefined;
  const items: Value[] = [];
  for (let turn = 0; turn < times.value && items.length < 10_000; turn++) for (const item of many.items) items.push(item);
  return sequence(many.type, items, origin, many.open);
};

const sequences = (op: string, left: SequenceValue, right: SequenceValue, origin: Origin | undefined): Value | undefined => {
  const open = left.open ?? right.open;
  if (left.type !== "set") {
    if (op !== "+" || right.type !== left.type) return undefined;
    const items = [...left.items, ...right.items];
    const made = left.type === "list" ? list(items, origin, open) : tuple(items, origin);
    if (open !== undefined) made.open = open;
    const maybe = [...(left.maybe ?? []), ...(right.maybe ?? [])];
    if (maybe.length > 0) made.maybe = maybe;
    return made;
  }
  const has = (within: SequenceValue, item: Value): boolean => within.items.some((each) => equal(each, item) === true);
  if (op === "|") return sequence("set", [...left.items, ...right.items.filter((item) => !has(left, item))], origin, open);
  if (op === "&")
    return sequence(
      "set",
      left.items.filter((item) => has(right, item)),
      origin,
      open,
    );
  if (op === "-")
    return sequence(
      "set",
      left.items.filter((item) => !has(right, item)),
      origin,
      open,
    );
  return undefined;
};

const constants = (op: string, left: ConstantValue, right: ConstantValue, origin: Origin | undefined): Value | undefined => {
  if (typeof left.value === "string" && typeof right.value === "string")
    return op === "+" && left.type === right.type ? (left.type === "bytes" ? bytes : text)(left.value + right.value, origin) : undefined;
  const a = left.type === "bool" ? Number(left.value) : left.value;
  const b = right.type === "bool" ? Number(right.value) : right.value;
  if (typeof a === "bigint" || typeof b === "bigint") {
    if (left.type === "float" || right.type === "float" || typeof a === "string" || typeof b === "string" || a === null || b === null)
      return undefined;
    return bigArithmetic(op, BigInt(a), BigInt(b), origin);
  }
  if (typeof a !== "number" || typeof b !== "number") return undefined;
  const result = numbers(op, a, b);
  if (result === undefined || Number.isNaN(result)) return undefined;
  if (left.type === "bool" && right.type === "bool" && (op === "&" || op === "|" || op === "^")) return truthValue(result !== 0, origin);
  if (op === "/" || left.type === "float" || right.type === "float" || (op === "**" && b < 0)) return float(result, origin);
  if (!Number.isSafeInteger(result)) return bigArithmetic(op, BigInt(a), BigInt(b), origin);
  return integer(result, origin);
};

const numbers = (op: string, a: number, b: number): number | undefined => {
  switch (op) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return b === 0 ? undefined : a / b;
    case "//":
      return b === 0 ? undefined : Math.floor(a / b);
    case "%":
      return b === 0 ? undefined : ((a % b) + b) % b;
    case "**":
      return a ** b;
    case "<<":
      return b > 1000 ? undefined : a * 2 ** b;
    case ">>":
      return Math.floor(a / 2 ** b);
    case "&":
    case "|":
    case "^":
      return Math.abs(a) < 2 ** 31 && Math.abs(b) < 2 ** 31 ? bits(op, a, b) : undefined;
    default:
      return undefined;
  }
};

const bits = (op: string, a: number, b: number): number => (op === "&" ? a & b : op === "|" ? a | b : a ^ b);

/** Larger numbers take the longer the larger they are, and say nothing about a project. */
const mostBits = 65_536;

/** About so many bits hold a number. */
const bitsOf = (number: bigint): number => number.toString(16).length * 4;

const bigArithmetic = (op: string, a: bigint, b: bigint, origin: Origin | undefined): Value | undefined => {
  if (bitsOf(a) > mostBits || bitsOf(b) > mostBits) return undefined;
  switch (op) {
    case "+":
      return integer(a + b, origin);
    case "-":
      return integer(a - b, origin);
    case "*":
      return integer(a * b, origin);
    case "**":
      return b >= 0n && b < 4096n && bitsOf(a) * Number(b) < 2 * mostBits ? integer(a ** b, origin) : undefined;
    case "<<":
      return b < 4096n ? integer(a << b, origin) : undefined;
    case "|":
      return integer(a | b, origin);
    case "&":
      return integer(a & b, origin);
    default:
      return undefined;
  }
};

export const unary = (m: Machine, op: "not" | "-" | "+" | "~", value: Value, origin: Origin): Value => {
  if (op === "not") {
    const known = m.truth(value);
    return known === undefined ? unknown(whyUnknown(value), origin) : truthValue(!known, origin);
  }
  if (value.kind === "constant" && typeof value.value === "number") {
    const number = value.value;
    if (op === "~") return integer(~number, origin);
    const result = op === "-" ? -number : number;
    return value.type === "float" ? float(result, origin) : integer(result === 0 ? 0 : result, origin);
  }
  if (value.kind === "constant" && typeof value.value === "bigint") return integer(op === "-" ? -value.value : value.value, origin);
  return unaryDunder(m, op, value, origin) ?? unknown(whyUnknown(value), origin);
};

const unaryDunders: Readonly<Record<string, string>> = { "~": "__invert__", "-": "__neg__", "+": "__pos__" };

/** As for two operands: what a class that is not here makes of its instance is an opaque instance. */
const unaryDunder = (m: Machine, op: string, value: Value, origin: Origin): Value | undefined => {
  const name = unaryDunders[op];
  if (name === undefined || value.kind !== "instance") return undefined;
  const method = m.find(value, name);
  if (method === undefined || method.kind === "unknown") return undefined;
  return m.call(method, { args: [], kwargs: noKwargs, origin });
};

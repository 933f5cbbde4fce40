/** Python's built-in functions over values: numbers, iteration, conversion. */
import type { Machine, Native } from "../machine.ts";
import type { SequenceValue, Value } from "../value.ts";
import { unknown } from "../value.ts";
import { noKwargs } from "../machine.ts";
import { setItem } from "../expressions/items.ts";
import { operate } from "../expressions/operators.ts";
import { formatValue, reprOf, textOf } from "../expressions/format.ts";
import { dict, float, integer, isText, list, none, sequence, text, truthValue, tuple } from "../values/make.ts";
import { equal, memberValue } from "../values/same.ts";
import { whyUnknown } from "../values/why.ts";
import { argument, numberArgument, textArgument, unknownResult } from "./arguments.ts";
import { sortItems } from "./sort.ts";

const collect =
  (type: SequenceValue["type"]): Native =>
  (m, call) => {
    const given = argument(m, call, 0);
    if (given === undefined) return sequence(type, [], call.origin);
    const found = m.items(given);
    if (found === undefined) return sequence(type, [], call.origin, whyUnknown(given));
    const made = sequence(type, type === "set" ? unique(found.items) : [...found.items], call.origin, found.open);
    if (given.kind === "sequence" && given.maybe !== undefined) made.maybe = given.maybe;
    return made;
  };

export const unique = (items: readonly Value[]): Value[] => {
  const result: Value[] = [];
  const seen = new Set<string>();
  for (const item of items) {
    if (item.kind === "constant") {
      const key = `${item.type}:${String(item.value)}`;
      if (seen.has(key)) continue;
      seen.add(key);
    } else if (result.some((known) => equal(known, item) === true)) continue;
    result.push(item);
  }
  return result;
};

const makeDict: Native = (m, call) => {
  const made = dict([], call.origin, call.open);
  fillDict(m, made, call.args[0]);
  for (const [key, value] of call.kwargs) setItem(m, made, text(key), value);
  return made;
};

/** Puts a mapping or an iterable of pairs into a dict. */
export const fillDict = (m: Machine, target: Value, source: Value | undefined): void => {
  if (source === undefined || target.kind !== "dict") return;
  const given = m.force(source);
  if (given.kind === "dict") {
    for (const entry of given.entries) setItem(m, target, entry.key, entry.value);
    if (given.open !== undefined) target.open ??= given.open;
    return;
  }
  const found = m.items(given);
  if (found === undefined) target.open ??= whyUnknown(given);
  for (const pair of found?.items ?? []) {
    const [key, value] = m.items(pair)?.items ?? [];
    if (key === undefined || value === undefined) target.open ??= "an item is no pair";
    else setItem(m, target, key, value);
  }
};

const range: Native = (m, call) => {
  const numbers = call.args.map((_, index) => numberArgument(m, call, index));
  const [first, second, third] = numbers;
  if (first === undefined || numbers.includes(undefined)) return unknownResult(m, call, "range()");
  const [start, stop] = second === undefined ? [0, first] : [first, second];
  const step = third ?? 1;
  if (step === 0) return unknown("range() with step 0", call.origin);
  const items: Value[] = [];
  for (let at = start; step > 0 ? at < stop : at > stop; at += step) {
    if (items.length >= 10_000) return list(items, call.origin, "the range has more than 10000 items");
    items.push(integer(at));
  }
  return tuple(items, call.origin);
};

const enumerate: Native = (m, call) => {
  const given = argument(m, call, 0);
  const start = numberArgument(m, call, 1, "start") ?? 0;
  const found = given === undefined ? undefined : m.items(given);
  if (given === undefined || found === undefined) return unknownResult(m, call, "enumerate()");
  return list(
    found.items.map((item, index) => tuple([integer(index + start), item])),
    call.origin,
    found.open,
  );
};

const zip: Native = (m, call) => {
  const all = call.args.map((each) => m.items(each));
  let size = Number.POSITIVE_INFINITY;
  let open: string | undefined;
  for (const each of all) {
    if (each === undefined) return unknownResult(m, call, "zip()");
    size = Math.min(size, each.items.length);
    open ??= each.open;
  }
  const rows: Value[] = [];
  for (let index = 0; index < size && Number.isFinite(size); index++) rows.push(tuple(all.flatMap((each) => each?.items[index] ?? [])));
  return list(rows, call.origin, open);
};

const map: Native = (m, call) => {
  const [fn, ...rest] = call.args;
  const rows = rest.map((each) => m.items(each));
  const [first] = rows;
  if (fn === undefined || first === undefined) return unknownResult(m, call, "map()");
  const items = first.items.map((item, index) =>
    m.call(fn, { args: [item, ...rows.slice(1).flatMap((row) => row?.items[index] ?? [])], kwargs: noKwargs, origin: call.origin }),
  );
  return list(items, call.origin, first.open);
};

const filter: Native = (m, call) => {
  const [fn, source] = call.args;
  const found = source === undefined ? undefined : m.items(source);
  if (fn === undefined || found === undefined) return unknownResult(m, call, "filter()");
  const test = m.force(fn);
  let { open } = found;
  const items = found.items.filter((item) => {
    const value = test.kind === "constant" ? item : m.call(test, { args: [item], kwargs: noKwargs, origin: call.origin });
    const known = m.truth(value);
    if (known === undefined) open ??= whyUnknown(m.force(value));
    return known === true;
  });
  return list(items, call.origin, open);
};

const sorted: Native = (m, call) => {
  const given = argument(m, call, 0);
  const found = given === undefined ? undefined : m.items(given);
  if (found === undefined) return unknownResult(m, call, "sorted()");
  const items = sortItems(m, found.items, call);
  return items === undefined
    ? list([...found.items], call.origin, found.open ?? "the order is not known")
    : list(items, call.origin, found.open);
};

const extreme =
  (op: "<" | ">"): Native =>
  (m, call) => {
    const given = call.args.length === 1 ? m.items(call.args[0] ?? none()) : { items: call.args };
    if (given === undefined || given.open !== undefined) return unknownResult(m, call, "min() or max()");
    let best: Value | undefined;
    for (const item of given.items) {
      if (best === undefined) best = item;
      else {
        const known = m.truth(operate(m, op, [m.force(item), m.force(best)], call.origin));
        if (known === undefined || call.kwargs.has("key")) return unknownResult(m, call, "min() or max()");
        if (known) best = item;
      }
    }
    return best ?? call.kwargs.get("default") ?? unknownResult(m, call, "min() or max()");
  };

const sum: Native = (m, call) => {
  const given = call.args[0] === undefined ? undefined : m.items(call.args[0]);
  if (given === undefined || given.open !== undefined) return unknownResult(m, call, "sum()");
  let total: Value = call.args[1] ?? call.kwargs.get("start") ?? integer(0);
  for (const item of given.items) total = operate(m, "+", [m.force(total), m.force(item)], call.origin);
  return total;
};

const quantify =
  (wanted: boolean): Native =>
  (m, call) => {
    const given = call.args[0] === undefined ? undefined : m.items(call.args[0]);
    if (given === undefined) return unknownResult(m, call, wanted ? "any()" : "all()");
    let doubt = given.open !== undefined;
    for (const item of given.items) {
      const known = m.truth(item);
      if (known === wanted) return truthValue(wanted, call.origin);
      doubt ||= known === undefined;
    }
    return doubt ? unknownResult(m, call, wanted ? "any()" : "all()") : truthValue(!wanted, call.origin);
  };

const length: Native = (m, call) => {
  const given = argument(m, call, 0);
  if (given?.kind === "constant" && typeof given.value === "string") return integer(Array.from(given.value).length, call.origin);
  const found = given === undefined ? undefined : m.items(given);
  return found === undefined || found.open !== undefined ? unknownResult(m, call, "len()") : integer(found.items.length, call.origin);
};

const toInteger: Native = (m, call) => {
  const given = argument(m, call, 0);
  if (given === undefined) return integer(0, call.origin);
  const value = given.kind === "instance" ? m.force(memberValue(given) ?? given) : given;
  const base = numberArgument(m, call, 1, "base") ?? 10;
  if (value.kind !== "constant") return unknownResult(m, call, "int()");
  if (typeof value.value === "number") return integer(Math.trunc(value.value), call.origin);
  if (typeof value.value === "boolean") return integer(Number(value.value), call.origin);
  if (typeof value.value === "bigint") return value;
  if (typeof value.value !== "string") return m.raise("TypeError", "int() of None", call.origin);
  const digits = value.value.trim().replaceAll("_", "");
  if (base === 10 && /^[+-]?\d+$/u.test(digits)) return integer(BigInt(digits), call.origin);
  const parsed = base === 10 ? Number.NaN : Number.parseInt(digits, base === 0 ? 10 : base);
  return Number.isNaN(parsed)
    ? m.raise("ValueError", `int() of ${JSON.stringify(value.value)}`, call.origin)
    : integer(parsed, call.origin);
};

const toFloat: Native = (m, call) => {
  const given = argument(m, call, 0);
  if (given === undefined) return float(0, call.origin);
  if (given.kind !== "constant" || given.value === null) return unknownResult(m, call, "float()");
  const number = Number(given.value);
  return Number.isNaN(number) || given.value === ""
    ? m.raise("ValueError", "float() of no number", call.origin)
    : float(number, call.origin);
};

const toText: Native = (m, call) => {
  const given = argument(m, call, 0);
  if (given === undefined) return text("", call.origin);
  if (given.kind === "constant" && given.type === "bytes" && call.args.length > 1) return text(String(given.value), call.origin);
  const result = textOf(m, given);
  return result === undefined ? unknownResult(m, call, "str()") : text(result, call.origin);
};

const toBool: Native = (m, call) => {
  const given = argument(m, call, 0);
  const known = given === undefined ? false : m.truth(given);
  return known === undefined ? unknownResult(m, call, "bool()") : truthValue(known, call.origin);
};

const numeric =
  (compute: (value: number, second: number | undefined) => number, keepFloat: boolean): Native =>
  (m, call) => {
    const given = argument(m, call, 0);
    if (given?.kind !== "constant" || typeof given.value !== "number") return unknownResult(m, call, "this");
    const result = compute(given.value, numberArgument(m, call, 1, "ndigits"));
    return given.type === "float" && (keepFloat || !Number.isInteger(result)) ? float(result, call.origin) : integer(result, call.origin);
  };

const first = (m: Machine, value: Value | undefined): Value | undefined => {
  const found = value === undefined ? undefined : m.items(value);
  return found?.items[0];
};

export const builtinFunctions: Readonly<Record<string, Native>> = {
  list: collect("list"),
  tuple: collect("tuple"),
  set: collect("set"),
  frozenset: collect("set"),
  dict: makeDict,
  range,
  enumerate,
  zip,
  map,
  filter,
  sorted,
  reversed: (m, call) => {
    const found = call.args[0] === undefined ? undefined : m.items(call.args[0]);
    return found === undefined ? unknownResult(m, call, "reversed()") : list([...found.items].reverse(), call.origin, found.open);
  },
  min: extreme("<"),
  max: extreme(">"),
  sum,
  any: quantify(true),
  all: quantify(false),
  len: length,
  int: toInteger,
  float: toFloat,
  str: toText,
  bool: toBool,
  repr: (m, call) => {
    const result = call.args[0] === undefined ? undefined : reprOf(m, call.args[0]);
    return result === undefined ? unknownResult(m, call, "repr()") : text(result, call.origin);
  },
  format: (m, call) => {
    const given = argument(m, call, 0);
    const result = given === undefined ? undefined : formatValue(m, given, textArgument(m, call, 1) ?? "");
    return result === undefined ? unknownResult(m, call, "format()") : text(result, call.origin);
  },
  abs: numeric((value) => Math.abs(value), true),
  round: numeric((value, digits) => (digits === undefined ? Math.round(value) : Number(value.toFixed(digits))), false),
  pow: (m, call) => operate(m, "**", [argument(m, call, 0) ?? none(), argument(m, call, 1) ?? none()], call.origin),
  iter: (_m, call) => call.args[0] ?? none(),
  next: (m, call) => {
    const given = argument(m, call, 0);
    const found = given === undefined ? undefined : m.items(given);
    if (found === undefined) return unknownResult(m, call, "next()");
    return (
      first(m, given) ??
      (found.open === undefined ? call.args[1] : undefined) ??
      (found.open === undefined ? m.raise("StopIteration", "there is no next item", call.origin) : unknown(found.open, call.origin))
    );
  },
  ord: (m, call) => {
    const given = textArgument(m, call, 0);
    return given === undefined ? unknownResult(m, call, "ord()") : integer(given.codePointAt(0) ?? 0, call.origin);
  },
  chr: (m, call) => {
    const given = numberArgument(m, call, 0);
    return given === undefined || given < 0 || given > 0x10ffff
      ? unknownResult(m, call, "chr()")
      : text(String.fromCodePoint(given), call.origin);
  },
  hex: (m, call) => {
    const given = numberArgument(m, call, 0);
    return given === undefined ? unknownResult(m, call, "hex()") : text(`0x${given.toString(16)}`, call.origin);
  },
  print: (_m, call) => none(call.origin),
  id: (_m, call) => unknown("id() is not known", call.origin),
  hash: (_m, call) => unknown("hash() is not known", call.origin),
  input: (_m, call) => unknown("input() is not known", call.origin),
  breakpoint: () => none(),
  bytes: (m, call) => {
    const given = argument(m, call, 0);
    return isText(given) ? { ...given, type: "bytes" } : unknownResult(m, call, "bytes()");
  },
};

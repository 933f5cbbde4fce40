/** Subscripts: reading, setting and deleting items, and slices. */
import type { Forced, Machine } from "../machine.ts";
import type { InstanceValue, Origin, Value } from "../value.ts";
import { unknown } from "../value.ts";
import { noKwargs } from "../machine.ts";
import { whyUnknown } from "../values/why.ts";
import { noteChange } from "../state/deeds.ts";
import { toOneOf } from "../state/fork.ts";
import { setEntries, setItems, setSequence, setDict } from "../state/journal.ts";
import { absent, entryWith } from "../values/entries.ts";
import { bytes, external, isText, sequence, text } from "../values/make.ts";
import { either, equal, memberValue } from "../values/same.ts";

const sliceClass = external("builtins.slice");

export const sliceOf = (start: Value, stop: Value, step: Value): InstanceValue => ({
  kind: "instance",
  class: sliceClass,
  args: [start, stop, step],
  kwargs: noKwargs,
  attributes: new Map(),
});

const isSlice = (value: Value): value is InstanceValue => value.kind === "instance" && value.class === sliceClass;

/** Positions that a slice takes of `length` items; undefined when a bound is not known. */
const positions = (slice: InstanceValue, length: number): number[] | undefined => {
  const bounds: (number | null)[] = [];
  for (const bound of slice.args) {
    if (bound.kind !== "constant" || (typeof bound.value !== "number" && bound.value !== null)) return undefined;
    bounds.push(bound.value);
  }
  const [start = null, stop = null, given = null] = bounds;
  const step = given ?? 1;
  if (step === 0) return undefined;
  const clamp = (value: number): number => {
    const at = value < 0 ? value + length : value;
    return step > 0 ? Math.min(Math.max(at, 0), length) : Math.min(Math.max(at, -1), length - 1);
  };
  const from = start === null ? (step > 0 ? 0 : length - 1) : clamp(start);
  const to = stop === null ? (step > 0 ? length : -1) : clamp(stop);
  const result: number[] = [];
  for (let at = from; step > 0 ? at < to : at > to; at += step) result.push(at);
  return result;
};

export const getItem = (m: Machine, container: Value, index: Value, origin: Origin): Forced => {
  const target = m.force(container);
  const key = m.force(index);
  switch (target.kind) {
    case "dict":
      return getEntry(m, target, key, origin);
    case "sequence":
      return getPosition(m, target, key, origin);
    case "constant":
      return characters(target, key, origin) ?? unknown("this cannot be subscripted", origin);
    case "instance":
      return getFromInstance(m, target, key, origin);
    case "class":
    case "builtin":
      return getFromClass(m, target, key, origin);
    case "alternatives": {
      let result: Value | undefined;
      for (const option of target.options) {
        const value = getItem(m, option, key, origin);
        result = result === undefined ? value : either(result, value, target.because);
      }
      return result === undefined ? unknown(target.because, origin) : m.force(result);
    }
    case "external":
      return fromExternal(m, target, key, origin);
    case "unknown":
      return target;
    case "module":
    case "function":
    case "method":
      return unknown("this cannot be subscripted", origin);
  }
};

const fromExternal = (m: Machine, target: Extract<Forced, { kind: "external" }>, key: Value, origin: Origin): Forced => {
  const native = m.natives.functions.get(`${target.path}.__getitem__`);
  if (native !== undefined) return m.force(native(m, { args: [key], kwargs: noKwargs, origin }, target));
  return target.of === undefined ? target : unknown(`an item of ${target.path} is not known`, origin);
};

const getEntry = (m: Machine, target: Extract<Forced, { kind: "dict" }>, key: Forced, origin: Origin): Forced => {
  const at = entryWith(target.entries, key);
  const entry = target.entries[at];
  if (entry !== undefined) return m.force(entry.value);
  const factory = target.entries.length === 0 && target.open === undefined ? undefined : target.open;
  if (factory !== undefined) return unknown(factory, origin);
  const sure = key.kind === "constant" || at === absent;
  const missing = defaultFactories.get(target);
  if (sure && missing !== undefined) {
    const made = m.call(missing, { args: [], kwargs: noKwargs, origin });
    setItem(m, target, key, made);
    return made;
  }
  return sure ? m.raise("KeyError", `the key ${describe(key)} is not there`, origin) : unknown(whyUnknown(key), origin);
};

/** `collections.defaultdict`: what makes its missing values. */
export const defaultFactories = new WeakMap<object, Value>();

const describe = (key: Value): string => (key.kind === "constant" ? JSON.stringify(String(key.value)) : "asked for");

const getPosition = (m: Machine, target: Extract<Forced, { kind: "sequence" }>, key: Forced, origin: Origin): Forced => {
  if (isSlice(key)) {
    const taken = target.open === undefined ? positions(key, target.items.length) : undefined;
    if (taken === undefined) return sequence(target.type, [], origin, target.open ?? "the bounds of a slice are not known");
    return sequence(
      target.type,
      taken.flatMap((at) => target.items[at] ?? []),
      origin,
    );
  }
  if (key.kind !== "constant" || typeof key.value !== "number") return unknown(whyUnknown(key), origin);
  if (target.open !== undefined) return unknown(target.open, origin);
  const item = target.items[key.value < 0 ? key.value + target.items.length : key.value];
  return item === undefined ? m.raise("IndexError", `there is no item ${key.value}`, origin) : m.force(item);
};

const characters = (target: Extract<Forced, { kind: "constant" }>, key: Forced, origin: Origin): Forced | undefined => {
  if (typeof target.value !== "string") return undefined;
  const make = target.type === "bytes" ? bytes : text;
  const points = Array.from(target.value);
  if (isSlice(key)) {
    const taken = positions(key, points.length);
    return taken === undefined ? undefined : make(taken.map((at) => points[at] ?? "").join(""), origin);
  }
  if (key.kind !== "constant" || typeof key.value !== "number") return undefined;
  const point = points[key.value < 0 ? key.value + points.length : key.value];
  return point === undefined ? undefined : make(point, origin);
};

const getFromInstance = (m: Machine, target: InstanceValue, key: Forced, origin: Origin): Forced => {
  const member = memberValue(target);
  if (member !== undefined) return getItem(m, member, key, origin);
  if (target.class.kind === "external") {
    const native = m.natives.functions.get(`${target.class.path}.__getitem__`);
    if (native !== undefined) return m.force(native(m, { args: [key], kwargs: noKwargs, origin }, target));
  }
  const method = m.find(target, "__getitem__");
  if (method === undefined || method.kind !== "method") return unknown("what this item is, is not known", origin);
  return m.call(method, { args: [key], kwargs: noKwargs, origin });
};

/** `Enum["NAME"]`, `Generic[T]`, `list[int]`. */
const getFromClass = (m: Machine, target: Extract<Forced, { kind: "class" | "builtin" }>, key: Forced, origin: Origin): Forced => {
  if (target.kind === "class" && target.namespace.has("__members__") && isText(key)) {
    const found = target.namespace.get(key.value);
    return found === undefined ? m.raise("KeyError", `there is no member ${key.value}`, origin) : m.read(found);
  }
  if (target.kind === "class") {
    const hook = m.find(target, "__class_getitem__");
    if (hook?.kind === "method" && hook.function.kind === "function") {
      const answer = m.call(hook, { args: [key], kwargs: noKwargs, origin });
      if (answer.kind === "class") return answer;
    }
  }
  return target;
};

export const setItem = (m: Machine, container: Value, index: Value, value: Value): void => {
  const target = m.force(container);
  const key = m.force(index);
  if (target.kind === "dict") {
    if (key.kind === "unknown" || key.kind === "alternatives") {
      setDict(m.state, target, { entries: target.entries, open: target.open ?? whyUnknown(key) });
      return;
    }
    const at = entryWith(target.entries, key);
    if (at < 0) {
      if (m.state.journal === undefined) {
        noteChange(target);
        target.entries.push({ key, value });
      } else setEntries(m.state, target, [...target.entries, { key, value }]);
    } else setEntries(m.state, target, target.entries.with(at, { key: target.entries[at]?.key ?? key, value }));
  } else if (target.kind === "sequence") setPosition(m, target, key, value);
  else if (target.kind === "alternatives") toOneOf(m, target, (option) => setItem(m, option, key, value));
  else if (target.kind === "instance" && memberValue(target)?.kind === "sequence") setItem(m, memberValue(target) ?? target, key, value);
  else if (target.kind === "external" || target.kind === "instance") {
    const path = target.kind === "external" ? target.path : target.class.kind === "external" ? target.class.path : undefined;
    const native = path === undefined ? undefined : m.natives.functions.get(`${path}.__setitem__`);
    const origin = value.origin ?? { file: "", line: 0 };
    if (native !== undefined) native(m, { args: [key, value], kwargs: noKwargs, origin }, target);
    else if (target.kind === "instance" && target.class.kind === "class") {
      const method = m.find(target, "__setitem__");
      if (method?.kind === "method" && method.function.kind === "function")
        m.call(method, { args: [key, value], kwargs: noKwargs, origin });
    }
  }
};

const setPosition = (m: Machine, target: Extract<Forced, { kind: "sequence" }>, key: Forced, value: Value): void => {
  if (isSlice(key)) {
    const taken = positions(key, target.items.length);
    const items = m.items(value);
    if (taken === undefined || items === undefined) {
      setSequence(m.state, target, { items: [], open: "a slice of it was set to something that is not known", maybe: undefined });
      return;
    }
    const first = taken[0] ?? sliceStart(key, target.items.length);
    setItems(m.state, target, [...target.items.slice(0, first), ...items.items, ...target.items.slice(first + taken.length)]);
    return;
  }
  if (key.kind !== "constant" || typeof key.value !== "number") {
    setSequence(m.state, target, { items: [], open: whyUnknown(key), maybe: undefined });
    return;
  }
  const at = key.value < 0 ? key.value + target.items.length : key.value;
  if (at >= 0 && at < target.items.length) setItems(m.state, target, target.items.with(at, value));
};

const sliceStart = (slice: InstanceValue, length: number): number => {
  const [start] = slice.args;
  if (start?.kind !== "constant" || typeof start.value !== "number") return 0;
  return Math.min(start.value < 0 ? Math.max(0, start.value + length) : start.value, length);
};

export const deleteItem = (m: Machine, container: Value, index: Value): void => {
  const target = m.force(container);
  const key = m.force(index);
  if (target.kind === "dict")
    setEntries(
      m.state,
      target,
      target.entries.filter((entry) => equal(entry.key, key) !== true),
    );
  else if (target.kind === "sequence" && key.kind === "constant" && typeof key.value === "number") {
    const at = key.value < 0 ? key.value + target.items.length : key.value;
    if (at >= 0 && at < target.items.length) setItems(m.state, target, target.items.toSpliced(at, 1));
  } else if (target.kind === "sequence" && isSlice(key)) {
    const taken = new Set(positions(key, target.items.length));
    setItems(
      m.state,
      target,
      target.items.filter((_, at) => !taken.has(at)),
    );
  }
};

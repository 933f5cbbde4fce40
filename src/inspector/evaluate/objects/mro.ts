import type { Machine } from "../machine.ts";
import type { ClassValue, ExternalValue, Unknown } from "../value.ts";
import { unknown } from "../value.ts";
import { external } from "../values/make.ts";

type Ancestor = ClassValue | ExternalValue | Unknown;

const known = new WeakMap<ClassValue, readonly Ancestor[]>();

/** Two ancestors are one when their keys are: what is not here is known by its path alone. */
const keyOf = (ancestor: Ancestor): Ancestor | string => (ancestor.kind === "external" ? ancestor.path : ancestor);

const baseOf = (m: Machine, base: ClassValue["bases"][number]): Ancestor | undefined => {
  const forced = m.force(base);
  switch (forced.kind) {
    case "class":
    case "external":
    case "unknown":
      return forced;
    case "builtin":
      return forced.name === "object" ? undefined : external(`builtins.${forced.name}`);
    case "alternatives":
      return unknown(forced.because);
    case "instance":
      if (forced.class.kind === "external") return external(`${forced.class.path}()`);
      return unknown("a base class is the result of a call that is not followed");
    case "constant":
    case "sequence":
    case "dict":
    case "module":
    case "function":
    case "method":
      return unknown("a base is not a class");
  }
};

/** One of the lists that are merged, and how far it is taken. */
interface Line {
  readonly items: readonly Ancestor[];
  at: number;
}

/** C3 merge; where Python would refuse the order, the rest follows in source order. */
const merge = (lists: readonly (readonly Ancestor[])[]): Ancestor[] => {
  const result: Ancestor[] = [];
  const taken = new Set<Ancestor | string>();
  /** How often each ancestor stands behind the head of a list. */
  const behind = new Map<Ancestor | string, number>();
  const lines: Line[] = lists.map((items) => ({ items, at: -1 }));
  for (const list of lists)
    list.forEach((ancestor) => {
      const key = keyOf(ancestor);
      behind.set(key, (behind.get(key) ?? 0) + 1);
    });
  /** Goes on to the next ancestor that is not taken yet: the list's new head. */
  const proceed = (line: Line): void => {
    for (;;) {
      line.at += 1;
      const head = line.items[line.at];
      if (head === undefined) return;
      const key = keyOf(head);
      behind.set(key, (behind.get(key) ?? 0) - 1);
      if (!taken.has(key)) return;
    }
  };
  for (const line of lines) proceed(line);
  for (;;) {
    let head: Ancestor | undefined;
    let first: Ancestor | undefined;
    for (let index = 0; index < lines.length; index++) {
      const line = lines[index];
      const candidate = line?.items[line.at];
      if (candidate === undefined) continue;
      first ??= candidate;
      if (behind.get(keyOf(candidate)) !== 0) continue;
      head = candidate;
      break;
    }
    head ??= first;
    if (head === undefined) return result;
    result.push(head);
    const key = keyOf(head);
    taken.add(key);
    for (let index = 0; index < lines.length; index++) {
      const line = lines[index];
      const candidate = line?.items[line.at];
      if (line !== undefined && candidate !== undefined && keyOf(candidate) === key) proceed(line);
    }
  }
};

/** No class that people write has as many, or stands below as many; each is looked at for each other. */
const mostBases = 500;

/** Stands in an order for those of so many classes that are left out: all but the last, which tell what kind of class it is. */
export const tooManyAbove: Unknown = unknown(`more than ${mostBases} classes stand above it`);
const mostRoots = 20;

const running = new WeakSet<ClassValue>();

/** Is the order of this class found, once for all? Not while its bases are being looked up. */
export const hasOrder = (value: ClassValue): boolean => known.has(value);

/** C3 order, the class itself first. `object` is left out. */
export const mro = (m: Machine, value: ClassValue): readonly Ancestor[] => {
  const cached = known.get(value);
  if (cached !== undefined) return cached;
  if (running.has(value)) return [value];
  if (value.bases.length > mostBases) return [value, unknown(`it has more than ${mostBases} bases`)];
  running.add(value);
  const bases: Ancestor[] = [];
  for (const base of value.bases) {
    const ancestor = baseOf(m, base);
    if (ancestor !== undefined) bases.push(ancestor);
  }
  const lists = bases.map((base) => (base.kind === "class" ? mro(m, base) : [base]));
  // The order of a single base is merged already.
  const above = lists.length === 1 ? (lists[0] ?? []) : merge([...lists, bases]);
  const order = [value, ...(above.length > mostBases ? [tooManyAbove, ...above.slice(-mostRoots)] : above)];
  running.delete(value);
  known.set(value, order);
  return order;
};

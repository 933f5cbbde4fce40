import type { Machine } from "../machine.ts";
import type { ClassValue, ExternalValue, Unknown } from "../value.ts";
import { unknown } from "../value.ts";
import { external } from "../values/make.ts";

type Ancestor = ClassValue | ExternalValue | Unknown;

const known = new WeakMap<ClassValue, readonly Ancestor[]>();

const sameAncestor = (a: Ancestor, b: Ancestor): boolean =>
  a === b || (a.kind === "external" && b.kind === "external" && a.path === b.path);

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

/** C3 merge; where Python would refuse the order, the rest follows in source order. */
const merge = (lists: Ancestor[][]): Ancestor[] => {
  const result: Ancestor[] = [];
  let rest = lists.filter((each) => each.length > 0);
  while (rest.length > 0) {
    let head: Ancestor | undefined;
    for (const [candidate] of rest) {
      if (candidate === undefined) continue;
      if (!rest.some((each) => each.slice(1).some((other) => sameAncestor(other, candidate)))) {
        head = candidate;
        break;
      }
    }
    head ??= rest[0]?.[0];
    if (head === undefined) break;
    const taken = head;
    result.push(taken);
    rest = rest.map((each) => each.filter((other) => !sameAncestor(other, taken))).filter((each) => each.length > 0);
  }
  return result;
};

const running = new WeakSet<ClassValue>();

/** C3 order, the class itself first. `object` is left out. */
export const mro = (m: Machine, value: ClassValue): readonly Ancestor[] => {
  const cached = known.get(value);
  if (cached !== undefined) return cached;
  if (running.has(value)) return [value];
  running.add(value);
  const bases: Ancestor[] = [];
  for (const base of value.bases) {
    const ancestor = baseOf(m, base);
    if (ancestor !== undefined) bases.push(ancestor);
  }
  const lists = bases.map((base) => (base.kind === "class" ? [...mro(m, base)] : [base]));
  const order = [value, ...merge([...lists, bases])];
  running.delete(value);
  known.set(value, order);
  return order;
};

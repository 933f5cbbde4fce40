import type { Items, Machine } from "../machine.ts";
import type { ClassValue, InstanceValue, Value } from "../value.ts";
import { noKwargs } from "../machine.ts";
import { isPatternList } from "../django/pattern-lists.ts";
import { dictInside } from "../objects/dict-instance.ts";
import { enumMembers } from "../objects/class-attribute.ts";
import { countThings } from "../state/budget.ts";
import { text } from "./make.ts";
import { memberValue } from "./same.ts";

/** The items of anything iterable; `undefined` when nothing is known of them. */
export const items = (m: Machine, value: Value): Items | undefined => {
  const target = m.force(value);
  switch (target.kind) {
    case "sequence":
      countThings(m, target.items.length);
      return target.open === undefined ? { items: target.items } : { items: target.items, open: target.open };
    case "dict": {
      countThings(m, target.entries.length);
      const keys = target.entries.map((entry) => entry.key);
      return target.open === undefined ? { items: keys } : { items: keys, open: target.open };
    }
    case "constant":
      if (typeof target.value !== "string" || target.type === "none") return undefined;
      countThings(m, target.value.length);
      return { items: Array.from(target.value).map((point) => text(point, target.origin)) };
    case "class":
      return target.namespace.has("__members__") ? { items: enumMembers(target) } : throughMethod(m, target);
    case "instance": {
      const member = memberValue(target);
      if (member !== undefined) return items(m, member);
      if (isPatternList(target)) return { items: [target] };
      if (target.class.kind === "external") {
        return iterated(m, target.class.path, target);
      }
      const inside = dictInside(m, target);
      if (inside !== undefined && m.find(target, "__iter__") === undefined) return items(m, inside);
      return throughMethod(m, target);
    }
    case "external":
      return isPatternList(target) ? { items: [target] } : iterated(m, target.path, target);
    case "alternatives":
    case "unknown":
    case "module":
    case "function":
    case "method":
    case "builtin":
      return undefined;
  }
};

const nowhere = { file: "", line: 0 };

/** A modelled object that can be iterated. */
const iterated = (m: Machine, path: string, target: Value): Items | undefined => {
  const native = m.natives.functions.get(`${path}.__iter__`);
  return native === undefined ? undefined : items(m, native(m, { args: [], kwargs: noKwargs, origin: nowhere }, target));
};

/** `__iter__` of the project: of an instance's class, or of a class's metaclass. */
const throughMethod = (m: Machine, target: InstanceValue | ClassValue): Items | undefined => {
  const method = m.find(target, "__iter__");
  if (method?.kind !== "method" || method.function.kind !== "function" || method.self !== target) return undefined;
  return items(m, m.call(method, { args: [], kwargs: noKwargs, origin: target.origin ?? nowhere }));
};

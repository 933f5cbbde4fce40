import type { Machine } from "../machine.ts";
import type { Value } from "../value.ts";
import { memberValue } from "./same.ts";

const plainItems = (m: Machine, items: readonly Value[], depth: number): unknown[] | undefined => {
  const result: unknown[] = [];
  for (const item of items) {
    const plain = toPlain(m, item, depth + 1);
    if (plain === undefined) return undefined;
    result.push(plain);
  }
  return result;
};

/**
 * Python's plain data where the value is fully known, else undefined: constants as they are, list, tuple and set as array,
 * dict as Map, a path as its text, an enum member as its value.
 */
export const toPlain = (m: Machine, value: Value, depth = 0): unknown => {
  if (depth > 40) return undefined;
  switch (value.kind) {
    case "constant":
      return value.type === "ellipsis" ? undefined : value.value;
    case "sequence":
      return value.open === undefined ? plainItems(m, value.items, depth) : undefined;
    case "dict": {
      if (value.open !== undefined) return undefined;
      const result = new Map<unknown, unknown>();
      for (const entry of value.entries) {
        const key = toPlain(m, entry.key, depth + 1);
        const plain = toPlain(m, entry.value, depth + 1);
        if (key === undefined || plain === undefined) return undefined;
        result.set(key, plain);
      }
      return result;
    }
    case "instance": {
      const member = memberValue(value);
      if (member !== undefined) return toPlain(m, member, depth + 1);
      const [first] = value.args;
      if (value.class.kind === "external" && value.class.path === "pathlib.Path" && first !== undefined)
        return toPlain(m, first, depth + 1);
      return undefined;
    }
    case "lazy":
      return toPlain(m, m.force(value), depth + 1);
    case "module":
    case "class":
    case "function":
    case "method":
    case "builtin":
    case "external":
    case "alternatives":
    case "unknown":
      return undefined;
  }
};

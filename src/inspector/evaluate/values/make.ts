/** Makers of values; `origin` may be absent for what no source line wrote. */
import type { Forced } from "../machine.ts";
import { noteBirth } from "../state/deeds.ts";
import type { BuiltinValue, ConstantValue, DictValue, ExternalValue, Origin, SequenceValue, Value } from "../value.ts";

type Where = Origin | undefined;

const constant = (value: ConstantValue["value"], type: ConstantValue["type"], origin: Where): ConstantValue =>
  origin === undefined ? { kind: "constant", value, type } : { kind: "constant", value, type, origin };

export const text = (value: string, origin?: Where): ConstantValue => constant(value, "str", origin);
export const bytes = (value: string, origin?: Where): ConstantValue => constant(value, "bytes", origin);
export const truthValue = (value: boolean, origin?: Where): ConstantValue => constant(value, "bool", origin);
export const none = (origin?: Where): ConstantValue => constant(null, "none", origin);
export const float = (value: number, origin?: Where): ConstantValue => constant(value, "float", origin);
/** Integers beyond 2^53 stay exact as bigint; smaller bigints become numbers. */
export const integer = (value: number | bigint, origin?: Where): ConstantValue => {
  if (typeof value === "bigint" && value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER)
    return constant(Number(value), "int", origin);
  return constant(value, "int", origin);
};

export const sequence = (type: SequenceValue["type"], items: Value[], origin?: Where, open?: string): SequenceValue => {
  const made: SequenceValue = origin === undefined ? { kind: "sequence", type, items } : { kind: "sequence", type, items, origin };
  noteBirth(made);
  if (open !== undefined) made.open = open;
  return made;
};
export const list = (items: Value[], origin?: Where, open?: string): SequenceValue => sequence("list", items, origin, open);
export const tuple = (items: Value[], origin?: Where): SequenceValue => sequence("tuple", items, origin);

export const dict = (entries: DictValue["entries"], origin?: Where, open?: string): DictValue => {
  const made: DictValue = origin === undefined ? { kind: "dict", entries } : { kind: "dict", entries, origin };
  noteBirth(made);
  if (open !== undefined) made.open = open;
  return made;
};

export const external = (path: string, origin?: Where): ExternalValue =>
  origin === undefined ? { kind: "external", path } : { kind: "external", path, origin };
export const attributeOf = (of: Value, path: string): ExternalValue => ({ kind: "external", path, of });
export const builtin = (name: string): BuiltinValue => ({ kind: "builtin", name });

export const isText = (value: Value | undefined): value is ConstantValue & { value: string } =>
  value !== undefined && value.kind === "constant" && value.type === "str";
export const isNone = (value: Value | undefined): boolean => value !== undefined && value.kind === "constant" && value.type === "none";

/** JSON-like data (string, number, boolean, null, array, plain object, Map) as a value. */
export const fromPlain = (data: unknown, origin?: Where): Forced => {
  if (data === null || data === undefined) return none(origin);
  if (typeof data === "string") return text(data, origin);
  if (typeof data === "boolean") return truthValue(data, origin);
  if (typeof data === "bigint") return integer(data, origin);
  if (typeof data === "number") return Number.isInteger(data) ? integer(data, origin) : float(data, origin);
  if (Array.isArray(data))
    return list(
      data.map((item: unknown) => fromPlain(item, origin)),
      origin,
    );
  const pairs: Iterable<[unknown, unknown]> = data instanceof Map ? data.entries() : Object.entries(data);
  return dict(
    [...pairs].map(([key, value]) => ({ key: fromPlain(key, origin), value: fromPlain(value, origin) })),
    origin,
  );
};

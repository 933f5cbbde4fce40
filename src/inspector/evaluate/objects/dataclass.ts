import type { Machine } from "../machine.ts";
import type { ClassValue, Origin, Value } from "../value.ts";
import { noKwargs } from "../machine.ts";
import { isText } from "../values/make.ts";
import { pathOf } from "../values/same.ts";
import { hasOrder } from "./mro.ts";

export interface DataclassField {
  readonly name: string;
  readonly makeDefault?: (origin: Origin) => Value;
}

const decoratorPaths = new Set([
  "dataclasses.dataclass",
  "attr.s",
  "attr.dataclass",
  "attrs.define",
  "attr.define",
  "attrs.frozen",
  "attr.attrs",
]);

const isDataclass = (m: Machine, cls: ClassValue): boolean =>
  cls.decorators.some((decorator) => {
    const forced = m.force(decorator);
    const path = forced.kind === "instance" ? pathOf(forced.class) : pathOf(forced);
    return path !== null && decoratorPaths.has(path);
  });

/** `field(default=…, default_factory=…)` or a plain value. */
const defaultOf = (m: Machine, value: Value): ((origin: Origin) => Value) | undefined => {
  const forced = m.force(value);
  if (forced.kind !== "instance" || forced.class.kind !== "external" || forced.class.path !== "dataclasses.field") return () => forced;
  const plain = forced.kwargs.get("default");
  if (plain !== undefined) return () => plain;
  const factory = forced.kwargs.get("default_factory");
  return factory === undefined ? undefined : (origin) => m.call(factory, { args: [], kwargs: noKwargs, origin });
};

const isNamedTuple = (path: string): boolean => path === "typing.NamedTuple" || path === "collections.namedtuple()";

/** Classes that turned out to have fields of neither kind: most that are ever called. Their order and decorators stay as they are. */
const plain = new WeakSet<ClassValue>();

/** Fields of a dataclass or `typing.NamedTuple`, inherited ones first; undefined when the class is neither. */
export const dataclassFields = (m: Machine, cls: ClassValue): readonly DataclassField[] | undefined => {
  if (plain.has(cls)) return undefined;
  const order = [...m.mro(cls)].reverse();
  if (!order.some((base) => (base.kind === "external" ? isNamedTuple(base.path) : base.kind === "class" && isDataclass(m, base)))) {
    if (hasOrder(cls)) plain.add(cls);
    return undefined;
  }
  const fields = new Map<string, DataclassField>();
  for (const base of order) {
    if (base.kind !== "class") continue;
    const annotations = base.namespace.get("__annotations__")?.value;
    if (annotations?.kind !== "dict") continue;
    for (const { key } of annotations.entries) {
      if (!isText(key)) continue;
      const binding = base.namespace.get(key.value);
      const makeDefault = binding === undefined ? undefined : defaultOf(m, binding.value);
      fields.set(key.value, makeDefault === undefined ? { name: key.value } : { name: key.value, makeDefault });
    }
  }
  return [...fields.values()];
};

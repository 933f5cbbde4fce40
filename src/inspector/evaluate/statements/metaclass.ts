/**
 * A metaclass of the project's own: its `__new__` is followed with the class body as a dictionary, and what reaches the
 * metaclass whose code is not here (`type`, Django's `ModelBase`) becomes the class's namespace; then its `__init__`.
 */
import type { Machine } from "../machine.ts";
import type { ClassValue, DictValue, FunctionValue, Namespace, Origin } from "../value.ts";
import { noKwargs } from "../machine.ts";
import { hasBody } from "../calls/call-function.ts";
import { dict, text, tuple } from "../values/make.ts";

/** A metaclass whose code is followed. */
export const metaclassOf = (m: Machine, made: ClassValue): ClassValue | undefined => {
  for (const base of m.mro(made)) {
    const given = base.kind === "class" ? base.keywords.get("metaclass") : undefined;
    if (given === undefined) continue;
    const found = m.force(given);
    return found.kind === "class" && found.catalogued !== true ? found : undefined;
  }
  return undefined;
};

/** A method of the metaclass whose code is here, before any class whose code is not. */
const ownMethod = (m: Machine, metaclass: ClassValue, name: string): FunctionValue | undefined => {
  for (const base of m.mro(metaclass)) {
    if (base.kind !== "class" || base.catalogued === true) return undefined;
    const binding = base.namespace.get(name);
    if (binding === undefined) continue;
    const value = m.read(binding);
    return value.kind === "function" && hasBody(value) ? value : undefined;
  }
  return undefined;
};

const toAttributes = (made: ClassValue): DictValue =>
  dict([
    { key: text("__module__"), value: text(made.module) },
    { key: text("__qualname__"), value: text(made.qualname) },
    ...[...made.namespace].map(([key, bound]) => ({ key: text(key), value: bound.value })),
  ]);

/** Bindings that were there before keep their origins. */
const takeAttributes = (made: ClassValue, attributes: DictValue, origin: Origin): void => {
  const before: Namespace = new Map(made.namespace);
  made.namespace.clear();
  for (const { key, value } of attributes.entries) {
    if (key.kind !== "constant" || typeof key.value !== "string" || key.value === "__module__" || key.value === "__qualname__") continue;
    const known = before.get(key.value);
    const kept = known?.value === value ? known : { value, origins: [value.origin ?? origin] };
    made.namespace.set(key.value, kept);
  }
};

/** Runs the metaclass over a class whose body has been run. */
export const applyMetaclass = (m: Machine, made: ClassValue, origin: Origin): void => {
  const metaclass = metaclassOf(m, made);
  if (metaclass === undefined) return;
  const create = ownMethod(m, metaclass, "__new__");
  const attributes = toAttributes(made);
  const bases = tuple([...made.bases]);
  const named = new Map([...made.keywords].filter(([name]) => name !== "metaclass"));
  const kwargs = named.size === 0 ? noKwargs : named;
  if (create !== undefined) {
    m.state.making.push({ made, take: (given) => takeAttributes(made, given, origin) });
    m.callFunction(create, { args: [metaclass, text(made.name), bases, attributes], kwargs, origin }, undefined);
    m.state.making.pop();
  }
  const initialise = ownMethod(m, metaclass, "__init__");
  if (initialise !== undefined) m.callFunction(initialise, { args: [text(made.name), bases, attributes], kwargs, origin }, made);
};

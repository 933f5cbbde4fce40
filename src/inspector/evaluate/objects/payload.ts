/**
 * Instances of the project's own subclasses of `str`, `int`, `tuple` and the like: each carries the plain value that it is.
 * The value is an attribute that no Python name can be, and is made by `super().__new__(cls, value)` or by calling the class.
 */
import type { Call, Machine, Native } from "../machine.ts";
import type { ClassValue, InstanceValue, Namespace } from "../value.ts";
import { noKwargs } from "../machine.ts";
import { Attributes } from "../state/attributes.ts";
import { none } from "../values/make.ts";
import { payloadName } from "../values/same.ts";

const plainTypes: ReadonlySet<string> = new Set(["str", "bytes", "int", "float", "tuple", "list", "set", "frozenset"]);

/** The plain type that a class derives from; undefined for most classes. */
export const plainTypeOf = (m: Machine, cls: ClassValue): string | undefined => {
  for (const base of m.mro(cls))
    if (base.kind === "external" && base.path.startsWith("builtins.")) {
      const name = base.path.slice("builtins.".length);
      if (plainTypes.has(name)) return name;
    }
  return undefined;
};

export const makeInstance = (cls: ClassValue, { args, kwargs, origin, open }: Call): InstanceValue => {
  const attributes: Namespace = new Attributes();
  return open === undefined
    ? { kind: "instance", class: cls, args, kwargs, attributes, origin }
    : { kind: "instance", class: cls, args, kwargs, attributes, origin, open };
};

/** An instance that carries `plainType(*args)`. */
export const makePayload = (m: Machine, { cls, plainType, call }: { cls: ClassValue; plainType: string; call: Call }): InstanceValue => {
  const made = makeInstance(cls, call);
  const value = m.call({ kind: "builtin", name: plainType }, { args: call.args.slice(0, 1), kwargs: noKwargs, origin: call.origin });
  made.attributes.set(payloadName, { value, origins: [call.origin] });
  return made;
};

/** `object.__new__(cls, …)`, `str.__new__(cls, value)`: an instance of whatever class is asked for. */
const create: Native = (m, call) => {
  const [asked, ...args] = call.args;
  const cls = asked === undefined ? undefined : m.force(asked);
  if (cls?.kind !== "class") return none(call.origin);
  const plainType = plainTypeOf(m, cls);
  const rest: Call = { ...call, args };
  return plainType === undefined
    ? makeInstance(cls, { ...call, args: [], kwargs: noKwargs })
    : makePayload(m, { cls, plainType, call: rest });
};

const creators: Record<string, Native> = {};
for (const name of ["object", "dict", ...plainTypes]) {
  creators[`${name}.__new__`] = create;
  creators[`builtins.${name}.__new__`] = create;
}

export const payloadFunctions: Readonly<Record<string, Native>> = creators;

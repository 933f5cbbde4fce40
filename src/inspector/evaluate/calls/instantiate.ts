/** Calling a class: enums by value, dataclasses, `__init__` of the project run, and what of it reached a class that is not here. */
import type { Call, Forced, Machine } from "../machine.ts";
import type { ClassValue, FunctionValue, InstanceValue, Value } from "../value.ts";
import { noteChange } from "../state/deeds.ts";
import { none } from "../values/make.ts";
import { equal, memberValue } from "../values/same.ts";
import { dataclassFields } from "../objects/dataclass.ts";
import { metaclassOf, sourceMethod } from "../objects/metaclass.ts";
import { makeInstance, makePayload, plainTypeOf } from "../objects/payload.ts";
import { Closure } from "./closure.ts";

export const instantiate = (m: Machine, cls: ClassValue, call: Call): Forced => {
  if (cls.namespace.has("__members__")) return enumMember(m, cls, call);
  const metaclass = metaclassOf(m, cls);
  const called = metaclass === undefined ? undefined : sourceMethod(m, metaclass, "__call__");
  if (called !== undefined) return m.callFunction(called, call, cls);
  return construct(m, cls, call);
};

/** What `type.__call__` does: `__new__`, then `__init__`. */
export const construct = (m: Machine, cls: ClassValue, call: Call): Forced => {
  const made = create(m, cls, call);
  const init = findInit(m, cls);
  if (init !== undefined) m.callFunction(init, call, made);
  else setDataclassFields(m, cls, made, call);
  return made;
};

/** A project's own `__new__` is followed when it gives an instance of the class. */
const create = (m: Machine, cls: ClassValue, call: Call): InstanceValue => {
  const own = sourceMethod(m, cls, "__new__");
  if (own !== undefined) {
    const given = m.callFunction(own, { ...call, args: [cls, ...call.args] }, undefined);
    if (given.kind === "instance" && given.class === cls) return { ...given, args: call.args, kwargs: call.kwargs };
  }
  const plainType = plainTypeOf(m, cls);
  return plainType === undefined ? makeInstance(cls, call) : makePayload(m, { cls, plainType, call });
};

/** The first `__init__` along the MRO, when its code is here; undefined when a class that is not here comes first. */
const findInit = (m: Machine, cls: ClassValue): FunctionValue | undefined => {
  for (const base of m.mro(cls)) {
    if (base.kind !== "class") return undefined;
    const binding = base.namespace.get("__init__");
    if (binding === undefined) continue;
    const value = m.read(binding);
    return value.kind === "function" && value.closure instanceof Closure ? value : undefined;
  }
  return undefined;
};

const enumMember = (m: Machine, cls: ClassValue, call: Call): Forced => {
  const [wanted] = call.args;
  if (wanted === undefined) return none(call.origin);
  const value = m.force(wanted);
  let doubt = false;
  for (const binding of cls.namespace.values()) {
    const member = binding.value;
    if (member.kind !== "instance" || member.class !== cls) continue;
    if (member === value) return member;
    const plain = memberValue(member);
    const same = plain === undefined ? undefined : equal(plain, value);
    if (same === true) return member;
    if (same === undefined) doubt = true;
  }
  return doubt
    ? { kind: "unknown", because: "which member is meant is not known", origin: call.origin }
    : m.raise("ValueError", `no member of ${cls.name} has this value`, call.origin);
};

const setDataclassFields = (m: Machine, cls: ClassValue, made: InstanceValue, call: Call): void => {
  const fields = dataclassFields(m, cls);
  if (fields === undefined) return;
  fields.forEach((field, index) => {
    const value: Value | undefined = call.args[index] ?? call.kwargs.get(field.name) ?? field.makeDefault?.(call.origin);
    if (value !== undefined) made.attributes.set(field.name, { value, origins: [call.origin] });
  });
  const after = m.find(made, "__post_init__");
  if (after?.kind === "method") m.call(after, { args: [], kwargs: new Map(), origin: call.origin });
};

/** `super().__init__(…)` reached a class whose code is not here: kept on the instance, the first time. */
export const reachSuper = (self: InstanceValue, path: string | undefined, call: Call): Forced => {
  const reached = path ?? pathBeyond.get(self);
  if (reached !== undefined && self.reached === undefined) {
    noteChange(self.attributes);
    self.reached = { path: reached, args: call.args, kwargs: call.kwargs, ...(call.open === undefined ? {} : { open: call.open }) };
  }
  return none(call.origin);
};

/** Path of the class that `super()` last led to, by instance. */
export const pathBeyond = new WeakMap<InstanceValue, string>();

/** Calling anything: builtins, functions, methods, classes, instances, and what is not here. */
import type { Call, Forced, Machine } from "../machine.ts";
import type { BoundMethod, BuiltinValue, FunctionValue, InstanceValue, Value } from "../value.ts";
import { unknown } from "../value.ts";
import { handOut } from "../django/deconstruct.ts";
import { callDictMethod, dictInside, isDictPath } from "../objects/dict-instance.ts";
import { isTypeCreation } from "../objects/metaclass.ts";
import { Attributes } from "../state/attributes.ts";
import { countStep, isSpent } from "../state/budget.ts";
import { toOneOf } from "../state/fork.ts";
import { either } from "../values/same.ts";
import { hasBody } from "./call-function.ts";
import { instantiate, reachSuper } from "./instantiate.ts";
import { opaque, recordEffect } from "./opaque.ts";

export const call = (m: Machine, callee: Value, call: Call): Forced => {
  const target = m.force(callee);
  countStep(m);
  if (isSpent(m)) return unknown("the scan's step limit was reached");
  switch (target.kind) {
    case "builtin":
      return callBuiltin(m, target, call, undefined);
    case "function":
      return callBase(m, target, call) ?? callDeconstruct(m, target, call) ?? m.callFunction(target, call, undefined);
    case "method":
      return callMethod(m, target, call);
    case "class":
      return instantiate(m, target, call);
    case "external":
      return opaque(m, target, call, undefined);
    case "instance":
      return callInstance(m, target, call);
    case "alternatives": {
      let result: Value | undefined;
      toOneOf(m, target, (option) => {
        const value = m.call(option, call);
        result = result === undefined ? value : either(result, value, target.because);
      });
      return result === undefined ? unknown(target.because, call.origin) : m.force(result);
    }
    case "unknown":
      recordEffect(m, target, call);
      return unknown(target.because, call.origin);
    case "constant":
    case "sequence":
    case "dict":
    case "module":
      return m.raise("TypeError", "this is not callable", call.origin);
  }
};

const callBuiltin = (m: Machine, target: BuiltinValue, call: Call, self: Value | undefined): Forced => {
  const native = m.natives.functions.get(target.name);
  if (native !== undefined) return m.force(native(m, call, self));
  if (target.name.endsWith(".__new__") && isTypeCreation(m, call)) return m.call({ kind: "builtin", name: "type.__new__" }, call);
  return opaque(m, target, call, self);
};

/** `Base.__init__(self, …)`, where the code of `Base` is not here. */
const callBase = (m: Machine, target: FunctionValue, call: Call): Forced | undefined => {
  const self = call.args[0] === undefined ? undefined : m.force(call.args[0]);
  if (target.name !== "__init__" || hasBody(target) || self?.kind !== "instance") return undefined;
  const path = `${target.module}.${target.qualname.replace(/\.__init__$/u, "")}`;
  return reachSuper(self, path, { ...call, args: call.args.slice(1) });
};

/** `Field.deconstruct(field)`, where the code of `Field` is not here. */
const callDeconstruct = (m: Machine, target: FunctionValue, call: Call): Forced | undefined => {
  const [field] = call.args;
  return hasBody(target) || field === undefined ? undefined : handOut(m, target, m.force(field));
};

const callMethod = (m: Machine, target: BoundMethod, call: Call): Forced => {
  const { self, function: fn } = target;
  const given = fn.kind === "builtin" || !hasBody(fn) ? handOut(m, fn, self) : undefined;
  if (given !== undefined) return given;
  if (fn.kind === "builtin") {
    if (self.kind === "instance" && fn.name.endsWith(".__init__")) return reachSuper(self, fn.name.slice(0, -".__init__".length), call);
    const name = dictMethodName(fn.name);
    const inside = name === undefined ? undefined : dictInside(m, self);
    if (name !== undefined && inside !== undefined) return callDictMethod(m, inside, name, call);
    return callBuiltin(m, fn, call, self);
  }
  if (!hasBody(fn) && fn.name === "__init__" && self.kind === "instance") return reachSuper(self, undefined, call);
  const native = hasBody(fn) ? undefined : m.natives.functions.get(`${fn.module}.${fn.qualname}`);
  if (native !== undefined) return m.force(native(m, call, self));
  return m.callFunction(fn, call, self);
};

/** Last part of `builtins.dict.get` and the like. */
const dictMethodName = (path: string): string | undefined => {
  const dot = path.lastIndexOf(".");
  return isDictPath(path.slice(0, dot)) ? path.slice(dot + 1) : undefined;
};

const callInstance = (m: Machine, target: InstanceValue, call: Call): Forced => {
  if (target.class.kind === "class") {
    const method = m.find(target, "__call__");
    if (method?.kind === "method") return m.call(method, call);
  }
  const path = target.class.kind === "external" ? target.class.path : `${target.class.module}.${target.class.qualname}`;
  const native = target.class.kind === "external" ? m.natives.functions.get(`${path}.__call__`) : undefined;
  if (native !== undefined) return m.force(native(m, call, target));
  recordEffect(m, target, call, `${path}()`);
  return {
    kind: "instance",
    class: { kind: "external", path: `${path}()` },
    receiver: target,
    args: call.args,
    kwargs: call.kwargs,
    attributes: new Attributes(),
    origin: call.origin,
  };
};

import type { Call, Machine } from "../machine.ts";
import type { FunctionValue, Namespace, Value } from "../value.ts";
import { unknown } from "../value.ts";
import { dict, text, tuple } from "../values/make.ts";
import { Closure } from "./closure.ts";

/** Parameters of a call by name, as Python binds them. What is missing because of open arguments is unknown. */
export const bindArguments = (m: Machine, fn: FunctionValue, call: Call, self: Value | undefined): Namespace => {
  const names: Namespace = new Map();
  const defaults = fn.closure instanceof Closure ? fn.closure.defaults : new Map<string, Value>();
  const given = self === undefined ? call.args : [self, ...call.args];
  const origins = [call.origin];
  let used: Set<string> | undefined;
  let position = 0;
  let positional = true;
  for (let index = 0; index < fn.parameters.length; index++) {
    const parameter = fn.parameters[index];
    if (parameter === undefined) break;
    const { name, kind } = parameter;
    let value: Value | undefined;
    if (kind === "args") {
      const rest = tuple(given.slice(position), call.origin);
      if (call.open !== undefined) rest.open = call.open;
      value = rest;
      position = given.length;
      positional = false;
    } else if (kind === "kwargs") {
      const rest = [...call.kwargs].filter(([key]) => used?.has(key) !== true && !hasParameter(fn, key));
      value = dict(
        rest.map(([key, each]) => ({ key: text(key), value: each })),
        call.origin,
        call.open,
      );
    } else {
      if (kind === "keyword") positional = false;
      if (positional && position < given.length) value = given[position++];
      else if (kind !== "positional" && call.kwargs.has(name)) {
        value = call.kwargs.get(name);
        (used ??= new Set()).add(name);
      } else if (call.open !== undefined) value = unknown(call.open, call.origin);
      value ??=
        defaults.get(name) ??
        (parameter.default === undefined ? unknown(`the argument ${name} is missing`, call.origin) : unknown("a default is not known"));
    }
    names.set(name, { value, origins });
  }
  return names;
};

const hasParameter = (fn: FunctionValue, name: string): boolean =>
  fn.parameters.some((parameter) => parameter.name === name && (parameter.kind === "normal" || parameter.kind === "keyword"));

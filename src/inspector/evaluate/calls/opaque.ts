/** Calls of what is not here: recorded as an effect, answered by an instance that remembers the call. */
import type { Call, Forced, Machine } from "../machine.ts";
import type { BuiltinValue, Effect, ExternalValue, FunctionValue, InstanceValue, Value } from "../value.ts";
import { isAbsent } from "../modules/absent.ts";
import { patternsOf } from "../django/pattern-lists.ts";
import { noteChange, noteRecord } from "../state/deeds.ts";
import { openReadings } from "../state/readings.ts";
import { Attributes } from "../state/attributes.ts";
import { external } from "../values/make.ts";
import { pathOf } from "../values/same.ts";

const makeEffect = (m: Machine, callee: Value, path: string | null, { args, kwargs, origin, scope }: Call): Effect => {
  const { because } = m.state;
  const module = scope?.module.name ?? "";
  return because === undefined ? { callee, path, args, kwargs, origin, module } : { callee, path, args, kwargs, origin, module, because };
};

/** Ends of the paths of calls that other rooms look for. Those that make models and fields are looked for once. */
const REGISTERS = /(?:^|\.)(?:un)?register(?:\(\))?$/u;
const MAKES = /(?:^|\.)(?:add_to_class|contribute_to_class)$|^type\(\)$|^django\.urls\.include$|\.Options\.__setattr__$/u;
/** Calls that are looked for among those of one object. */
const ROUTES = /\.(?:register|registry\.(?:extend|append))$/u;

const isHeeded = ({ path, callee }: Effect): boolean => {
  const name = path ?? (callee.kind === "method" ? callee.function.name : "");
  return REGISTERS.test(name) || (openReadings()?.early === undefined && MAKES.test(name));
};

export const recordEffect = (m: Machine, callee: Value, call: Call, path: string | null = pathOf(callee)): Effect => {
  const effect = makeEffect(m, callee, path, call);
  if (isHeeded(effect)) noteRecord();
  m.state.effects.push(effect);
  return effect;
};

const record = (path: string, { args, kwargs, origin, open }: Call, receiver: Value | undefined): InstanceValue => {
  const made: InstanceValue = { kind: "instance", class: external(path), args, kwargs, attributes: new Attributes(), origin };
  if (open === undefined && receiver === undefined) return made;
  return { ...made, ...(open === undefined ? {} : { open }), ...(receiver === undefined ? {} : { receiver }) };
};

/** `include("shop.urls")` imports the module. */
const includedModule = (call: Call): string | undefined => {
  const given = call.args[0]?.kind === "sequence" ? call.args[0].items[0] : call.args[0];
  return given?.kind === "constant" && typeof given.value === "string" ? given.value : undefined;
};

/** The result of a call whose code is not here. A method call on an instance is also kept in the instance's `calls`. */
export const opaque = (m: Machine, callee: FunctionValue | BuiltinValue | ExternalValue, call: Call, self: Value | undefined): Forced => {
  const path = pathOf(callee) ?? "";
  const included = path === "django.urls.include" ? includedModule(call) : undefined;
  if (included !== undefined && isAbsent(m, included)) return m.raise("ModuleNotFoundError", `there is no module ${included}`, call.origin);
  const receiver = self ?? (callee.kind === "external" ? callee.of : undefined);
  const shown: Value = self !== undefined && callee.kind !== "external" ? { kind: "method", self, function: callee } : callee;
  const effect = recordEffect(m, shown, call, path);
  if (receiver?.kind === "instance") {
    if (ROUTES.test(path)) noteChange(receiver.attributes);
    (receiver.calls ??= []).push(effect);
  }
  return patternsOf(record(path, call, receiver));
};

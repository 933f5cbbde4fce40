import type { Call, Forced, Machine } from "../machine.ts";
import type { Unknown, Value } from "../value.ts";
import { unknown } from "../value.ts";
import { whyUnknown } from "../values/why.ts";

/** An argument by position or name, forced. */
export const argument = (m: Machine, call: Call, index: number, name?: string): Forced | undefined => {
  const value = call.args[index] ?? (name === undefined ? undefined : call.kwargs.get(name));
  return value === undefined ? undefined : m.force(value);
};

/** A text argument; undefined when absent or not known. */
export const textArgument = (m: Machine, call: Call, index: number, name?: string): string | undefined => {
  const value = argument(m, call, index, name);
  return value?.kind === "constant" && typeof value.value === "string" ? value.value : undefined;
};

export const numberArgument = (m: Machine, call: Call, index: number, name?: string): number | undefined => {
  const value = argument(m, call, index, name);
  if (value?.kind !== "constant") return undefined;
  if (typeof value.value === "boolean") return Number(value.value);
  return typeof value.value === "number" ? value.value : undefined;
};

/** Unknown because of the first argument that is not known. */
export const unknownResult = (m: Machine, call: Call, what: string): Unknown => {
  for (const value of call.args) {
    const forced = m.force(value);
    if (forced.kind === "unknown" || forced.kind === "alternatives" || forced.kind === "external")
      return unknown(whyUnknown(forced), call.origin);
  }
  return unknown(`what ${what} gives here is not known`, call.origin);
};

export const isTrue = (m: Machine, value: Value | undefined): boolean => value !== undefined && m.truth(value) === true;

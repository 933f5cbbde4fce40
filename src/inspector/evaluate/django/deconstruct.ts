/**
 * `deconstruct()` of a field class whose code is not here, called by one whose code is: whoever asks a field for its own
 * `deconstruct()` leaves on the instance what the class above would give, and here it is handed out.
 */
import type { Forced, Machine } from "../machine.ts";
import type { BuiltinValue, FunctionValue, Value } from "../value.ts";

/** Attribute that holds the answer: a name no Python code can use. */
export const deconstructedName = "(deconstructed)";

/** Undefined for any other call. */
export const handOut = (m: Machine, callee: FunctionValue | BuiltinValue, self: Value | undefined): Forced | undefined => {
  if (self?.kind !== "instance" || !callee.name.endsWith("deconstruct")) return undefined;
  const given = self.attributes.get(deconstructedName);
  return given === undefined ? undefined : m.force(given.value);
};

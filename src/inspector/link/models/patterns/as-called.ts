/** Fields that a package makes of others, as if they had been called with what they then have. */
import type { InstanceValue, Value } from "../../../evaluate/value.ts";
import { bindField } from "../fields/bind-field.ts";
import type { Field } from "../model.ts";
import type { Workshop } from "../prepare/workshop.ts";

/** Arguments by name; null: not given. */
export type Changes = Readonly<Record<string, Value | null>>;

/** The call that would make a field that was changed after its making; null where the one that made it is not known. */
export const asCalled = ({ evaluator }: Workshop, field: Field, path: string | null, changes: Changes): InstanceValue | null => {
  const made = field.value;
  const bound = made === null ? null : bindField(evaluator, made);
  if (made === null ? path === null : bound === null || bound.open !== null) return made;
  const kwargs = new Map(bound?.args);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) kwargs.delete(name);
    else kwargs.set(name, value);
  }
  const call = { args: [], kwargs };
  if (made === null || path !== null) {
    const origin = made?.origin;
    return { kind: "instance", class: { kind: "external", path: path ?? "" }, ...call, attributes: new Map(), ...(origin && { origin }) };
  }
  return { ...made, ...call, ...(made.reached === undefined ? {} : { reached: { ...made.reached, ...call } }) };
};

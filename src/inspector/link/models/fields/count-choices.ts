/** How many choices a field has at the top level: lists, grouped lists, dicts, enumerations, functions that return them. */
import type { ClassValue, Evaluator, Value } from "../../../evaluate/value.ts";
import type { Known } from "../model.ts";
import { isNone } from "../values.ts";

/** Members of an enumeration with `choices`, the blank one included. */
const countMembers = (choices: ClassValue): Known<number> => {
  const members = choices.namespace.get("__members__")?.value;
  if (members?.kind !== "dict") return undefined;
  return members.entries.length + (choices.namespace.has("__empty__") ? 1 : 0);
};

/** Other classes are choices when their metaclass makes them iterable. */
const countClass = (evaluator: Evaluator, value: ClassValue): Known<number> => {
  if (value.namespace.has("__members__")) return countMembers(value);
  const iterate = evaluator.attribute(value, "__iter__");
  return iterate.kind === "method" && iterate.self === value ? countChoices(evaluator, evaluator.call(iterate, [], new Map())) : undefined;
};

/** The count; 0 for none; undefined when it is not known. */
export const countChoices = (evaluator: Evaluator, written: Value): Known<number> => {
  const value = evaluator.force(written);
  if (isNone(value)) return 0;
  if (value.kind === "class") return countClass(evaluator, value);
  if (value.kind === "sequence") return value.open === undefined && (value.maybe?.length ?? 0) === 0 ? value.items.length : undefined;
  if (value.kind === "dict") return value.open === undefined ? value.entries.length : undefined;
  if (value.kind === "function" || value.kind === "method") {
    const result = evaluator.call(value, [], new Map(), value.origin);
    return result.kind === "function" || result.kind === "method" ? undefined : countChoices(evaluator, result);
  }
  return value.kind === "constant" && value.value === "" ? 0 : undefined;
};

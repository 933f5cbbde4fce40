/** Whether a field's own class adds it with `private_only=True`, as a generic foreign key does: migrations do not hold it. */
import type { Field, Model } from "../../models/model.ts";
import { classesOf, ownValue, toBoolean } from "../../models/values.ts";
import type { Scope } from "../deconstruct/scope.ts";

export const isPrivate = (scope: Scope, model: Model, field: Field): boolean => {
  const { evaluator } = scope;
  const { value } = field;
  if (value === null || model.class === null) return false;
  for (const base of classesOf(evaluator, value)) {
    if (base.kind !== "class" || base.catalogued === true || base.module.startsWith("django.")) return false;
    const method = ownValue(evaluator, base.namespace, "contribute_to_class");
    if (method?.kind !== "function") continue;
    const before = evaluator.effects.length;
    evaluator.call(
      { kind: "method", self: value, function: method },
      [model.class, { kind: "constant", type: "str", value: field.name }],
      new Map(),
    );
    return evaluator.effects.slice(before).some((effect) => {
      const flag = effect.path?.endsWith(".contribute_to_class") === true ? effect.kwargs.get("private_only") : undefined;
      return flag !== undefined && toBoolean(evaluator, flag) === true;
    });
  }
  return false;
};

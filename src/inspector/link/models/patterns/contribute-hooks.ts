/** A field class of the project whose own `contribute_to_class` puts further fields on the model: the method is followed. */
import type { BoundMethod, InstanceValue } from "../../../evaluate/value.ts";
import { readAdditions } from "../collect/collect-additions.ts";
import { readField } from "../fields/read-field.ts";
import type { Field, Model } from "../model.ts";
import { exposeMeta } from "../prepare/expose-meta.ts";
import type { Workshop } from "../prepare/workshop.ts";
import { djangoFieldClass } from "../fields/field-classes.ts";
import { classesOf } from "../values.ts";
import type { Pattern } from "./pattern.ts";

/** The method, when a class whose code is here defines it before Django's own. */
const hookOf = (workshop: Workshop, value: InstanceValue): BoundMethod | null => {
  for (const base of classesOf(workshop.evaluator, value)) {
    if (base.kind !== "class" || base.catalogued === true || djangoFieldClass(workshop.evaluator.pathOf(base)) !== undefined) return null;
    const method = base.namespace.get("contribute_to_class")?.value;
    if (method?.kind === "function") return { kind: "method", self: value, function: method };
  }
  return null;
};

const companions = (workshop: Workshop, model: Model, field: Field): readonly Field[] => {
  const { evaluator } = workshop;
  const hook = field.value === null ? null : hookOf(workshop, field.value);
  if (hook === null || model.class === null) return [];
  exposeMeta(model.class, model);
  const before = evaluator.effects.length;
  evaluator.call(hook, [model.class, { kind: "constant", type: "str", value: field.name }], new Map());
  const added = readAdditions(evaluator, evaluator.effects.slice(before)).get(model.class) ?? [];
  return added.flatMap((addition) => {
    const other = addition.value === field.value ? null : readField(evaluator, addition.name, addition.value, model.path);
    if (other === null) return [];
    return addition.because === null ? [other] : [{ ...other, certainty: "inferred" as const, because: addition.because }];
  });
};

export const contributeHooks: Pattern = { companions };

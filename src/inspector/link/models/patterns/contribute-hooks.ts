/**
 * A field class of the project whose own `contribute_to_class` puts further fields on the model, or renames the way
 * back: the method is followed for each model that takes the field.
 */
import { noteBirth } from "../../../evaluate/state/deeds.ts";
import type { BoundMethod, ClassValue, InstanceValue, Namespace, Value } from "../../../evaluate/value.ts";
import { readAdditions } from "../collect/collect-additions.ts";
import { djangoFieldClass } from "../fields/field-classes.ts";
import { readField } from "../fields/read-field.ts";
import type { Field, Known, Model } from "../model.ts";
import { exposeMeta } from "../prepare/expose-meta.ts";
import type { Workshop } from "../prepare/workshop.ts";
import { classesOf, toText } from "../values.ts";
import type { Contributed, Pattern } from "./pattern.ts";

/** The method, when a class whose code is here defines it before Django's own. */
const hookOf = (workshop: Workshop, value: InstanceValue): BoundMethod | null => {
  for (const base of classesOf(workshop.evaluator, value)) {
    if (base.kind !== "class" || base.catalogued === true || djangoFieldClass(workshop.evaluator.pathOf(base)) !== undefined) return null;
    const method = base.namespace.get("contribute_to_class")?.value;
    if (method?.kind === "function") return { kind: "method", self: value, function: method };
  }
  return null;
};

const textValue = (text: Known<string | null>): Value => {
  if (text === undefined) return { kind: "unknown", because: "the related name is not known" };
  return text === null ? { kind: "constant", type: "none", value: null } : { kind: "constant", type: "str", value: text };
};

/** `self.remote_field`, as the method may read and change it. */
const exposeRelation = (field: Field, value: InstanceValue): Namespace => {
  const attributes: Namespace = new Map();
  noteBirth(attributes);
  if (field.relation === null) return attributes;
  attributes.set("related_name", { value: textValue(field.relation.relatedName), origins: [] });
  attributes.set("related_query_name", { value: textValue(field.relation.relatedQueryName), origins: [] });
  const remote: Value = {
    kind: "instance",
    class: { kind: "external", path: "django.db.models.fields.reverse_related.ForeignObjectRel" },
    args: [],
    kwargs: new Map(),
    attributes,
  };
  value.attributes.set("remote_field", { value: remote, origins: [] });
  return attributes;
};

/** Django fills in the names of the model before the method's own lines run; here they are filled in after it. */
const changedRelation = (workshop: Workshop, field: Field, attributes: Namespace): Field => {
  const binding = attributes.get("related_name");
  if (field.relation === null || binding === undefined) return field;
  const relatedName = toText(workshop.evaluator, binding.value);
  const constructedName = field.relation.relatedName;
  const relation = attributes.has("through") ? { ...field.relation, makesThrough: true as const } : field.relation;
  return relatedName === constructedName ? { ...field, relation } : { ...field, relation: { ...relation, relatedName, constructedName } };
};

interface Taking {
  readonly model: Model;
  readonly taker: ClassValue;
  readonly field: Field;
}

const follow = (workshop: Workshop, hook: BoundMethod, { model, taker, field }: Taking): readonly Field[] => {
  const { evaluator } = workshop;
  // Not left there: subclasses would take it for their own.
  exposeMeta(taker, model);
  const before = evaluator.effects.length;
  evaluator.call(hook, [taker, { kind: "constant", type: "str", value: field.name }], new Map());
  taker.namespace.delete("_meta");
  const added = readAdditions(evaluator, evaluator.effects.slice(before)).get(taker) ?? [];
  return added.flatMap((addition) => {
    const other = addition.value === field.value ? null : readField(evaluator, addition.name, addition.value, model.path);
    if (other === null) return [];
    return addition.because === null ? [other] : [{ ...other, certainty: "inferred" as const, because: addition.because }];
  });
};

const contribute = (workshop: Workshop, model: Model, field: Field): Contributed => {
  const hook = field.value === null ? null : hookOf(workshop, field.value);
  if (hook === null || model.class === null || field.value === null) return { field, others: [] };
  const before = field.value.attributes.get("remote_field");
  const attributes = exposeRelation(field, field.value);
  const others = follow(workshop, hook, { model, taker: model.class, field });
  // Other models take the same field.
  if (before === undefined) field.value.attributes.delete("remote_field");
  else field.value.attributes.set("remote_field", before);
  return { field: changedRelation(workshop, field, attributes), others };
};

export const contributeHooks: Pattern = { contribute };

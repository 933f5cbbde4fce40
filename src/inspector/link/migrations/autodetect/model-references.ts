/** What a model's fields point at, and what operations with them depend on. */
import type { Evaluator } from "../../../evaluate/value.ts";
import type { ProjectModels } from "../../models/link-models.ts";
import type { Field, Model } from "../../models/model.ts";
import { keyOf } from "../../models/relations/registry.ts";
import type { Dependency, PlannedField, Reference } from "./plan/operation.ts";

/** A dependency on a model, by its key. */
export const dependsOn = (key: string, on: Dependency["on"], field: string | null = null): Dependency => {
  const dot = key.lastIndexOf(".");
  return { app: key.slice(0, dot), model: key.slice(dot + 1), field, on, isSwappable: false };
};

/** Key of a swappable model, and of the model in its place → the key of the latter. */
export type Swappables = ReadonlyMap<string, string>;

export const findSwappables = ({ registry, workshop }: ProjectModels): Swappables => {
  const found = new Map<string, string>();
  for (const model of registry.models) {
    const { swappable } = model.options;
    const value = typeof swappable === "string" ? workshop.settings.read(swappable) : undefined;
    if (typeof swappable !== "string") continue;
    const key = keyOf(model.label);
    const used = typeof value === "string" ? keyOf(value) : key;
    found.set(key, used);
    found.set(used, used);
  }
  return found;
};

const isRelational = (field: Field): boolean => field.relation !== null && field.storage !== "private";

const referenceOf = ({ relations }: ProjectModels, model: Model, field: Field): Reference | null => {
  const { relation } = field;
  const linked = relations.ofField.get(model)?.get(field);
  if (relation === null || linked?.target === null || linked === undefined) return null;
  const isManyToMany = relation.kind === "many_to_many";
  const isHidden = relation.through === null && field.storage === "keyless";
  const isPrimary = typeof relation.toField === "string" && linked.targetModel?.pk?.name === relation.toField;
  return {
    to: keyOf(linked.target),
    toFields: isManyToMany ? null : [isPrimary ? null : (relation.toField ?? null)],
    through: isHidden || !isManyToMany || linked.through === null ? null : keyOf(linked.through),
    throughFields: relation.throughFields,
  };
};

export const plannedField = (models: ProjectModels, model: Model, field: Field): PlannedField => ({
  name: field.name,
  reference: isRelational(field) ? referenceOf(models, model, field) : null,
});

/** Why the field's target is not known; null when it is, or when it has none. */
export const referenceDoubt = (field: Field, { reference }: PlannedField): string | null => {
  if (field.certainty === "unknown") return field.because ?? `the field ${field.name} is not known`;
  return isRelational(field) && reference === null ? `the target of ${field.name} is not known` : null;
};

/** `_get_dependencies_for_foreign_key`. */
export const relationDependencies = (swappables: Swappables, { reference }: PlannedField): readonly Dependency[] => {
  if (reference === null) return [];
  const used = swappables.get(reference.to);
  const target = { ...dependsOn(used ?? reference.to, "create"), isSwappable: used !== undefined };
  return reference.through === null ? [target] : [target, dependsOn(reference.through, "create")];
};

/** Keys of the models that it extends, abstract ones left out: `ModelState.bases`. */
export const baseKeys = (evaluator: Evaluator, models: ProjectModels, model: Model): readonly string[] => {
  const parents = (model.class?.bases ?? []).flatMap((written) => {
    const base = evaluator.force(written);
    return base.kind === "class" ? (models.workshop.models.get(base) ?? []) : [];
  });
  const keys = parents.flatMap((parent) => (parent.options.abstract ? baseKeys(evaluator, models, parent) : [keyOf(parent.label)]));
  return [...new Set(keys)];
};

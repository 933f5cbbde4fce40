/**
 * Relations with both ends known: what the target is called, how the way back is named, which model lies between.
 *
 * `RelatedField.contribute_to_class` and `ForeignObjectRel.get_accessor_name` for every field that a concrete model
 * owns. Fields of concrete parents are linked once, on the parent.
 */
import { concreteModel, type Field, type Known, type Model, type Relation, type Target } from "../model.ts";
import { patterns } from "../patterns/index.ts";
import { swappedFor, targetLabel, targetModel, type Registry } from "./registry.ts";
import { makeThroughModel } from "./through-models.ts";
import { makeStep } from "../../../progress.ts";

export interface LinkedRelation {
  readonly owner: Model;
  readonly field: Field;
  readonly kind: Relation["kind"];
  readonly parentLink: boolean;
  /** Label of the target, and the model itself where it was read. */
  readonly target: string | null;
  readonly targetModel: Model | null;
  /** With `%(class)s` and the like filled in; undefined when not known. */
  readonly relatedName: Known<string | null>;
  readonly hidden: boolean;
  readonly accessor: Known<string | null>;
  readonly queryName: Known<string>;
  readonly through: string | null;
}

export interface LinkedRelations {
  readonly ofField: ReadonlyMap<Model, ReadonlyMap<Field, LinkedRelation>>;
  readonly all: readonly LinkedRelation[];
  /** Hidden many-to-many models, after those that own the fields. */
  readonly throughModels: readonly Model[];
}

const interpolate = (name: string, model: Model): string =>
  name
    .replaceAll("%(class)s", model.name.toLowerCase())
    .replaceAll("%(model_name)s", model.name.toLowerCase())
    .replaceAll("%(app_label)s", model.app.toLowerCase());

const isMirrored = (relation: Relation): boolean =>
  relation.kind === "many_to_many" && (relation.symmetrical ?? relation.target.kind === "self");

const pointsAtItself = (owner: Model, relation: Relation): boolean =>
  relation.target.kind === "self" || (relation.target.kind === "label" && relation.target.label === owner.name);

/** A many-to-many field to the model itself that is its own way back. */
export const isSymmetrical = (owner: Model, relation: Relation): boolean => isMirrored(relation) && pointsAtItself(owner, relation);

const relatedNameOf = (owner: Model, field: Field, relation: Relation): Known<string | null> => {
  if (isSymmetrical(owner, relation)) return `${field.name}_rel_+`;
  const written = relation.relatedName;
  if (written === undefined) return undefined;
  if (written?.endsWith("+") === true && relation.kind === "many_to_many" && field.storage === "keyless") {
    return `_${owner.app}_${owner.name.toLowerCase()}_${field.name}_+`;
  }
  const name = written ?? owner.options.defaultRelatedName;
  return typeof name === "string" && name !== "" ? interpolate(name, owner) : name;
};

interface Ends {
  readonly owner: Model;
  readonly relation: Relation;
  readonly target: string | null;
  readonly relatedName: Known<string | null>;
}

const accessorOf = ({ owner, relation, target, relatedName }: Ends): Known<string | null> => {
  if (relatedName === undefined) return undefined;
  if (relatedName?.endsWith("+") === true) return null;
  if (isMirrored(relation) && target === owner.label) return null;
  if (relatedName !== null && relatedName !== "") return relatedName;
  return owner.name.toLowerCase() + (relation.kind === "one_to_one" ? "" : "_set");
};

const linkField = (registry: Registry, owner: Model, field: Field, relation: Relation): LinkedRelation => {
  const pointed = patterns.reduce<Target | null>((found, pattern) => found ?? pattern.target?.(registry, owner, field) ?? null, null);
  const between = relation.through ?? patterns.reduce<Target | null>((found, pattern) => found ?? pattern.through?.(field) ?? null, null);
  const target = targetLabel(registry, owner, pointed ?? relation.target);
  const relatedName = relatedNameOf(owner, field, relation);
  const writtenQuery = relation.relatedQueryName;
  const query = typeof writtenQuery === "string" ? interpolate(writtenQuery, owner) : writtenQuery;
  return {
    owner,
    field,
    kind: relation.kind,
    parentLink: relation.parentLink,
    target,
    targetModel: targetModel(registry, owner, pointed ?? relation.target),
    relatedName,
    hidden: relatedName?.endsWith("+") === true,
    accessor: accessorOf({ owner, relation, target, relatedName }),
    queryName: query === undefined || relatedName === undefined ? undefined : query || relatedName || owner.name.toLowerCase(),
    through: between === null ? null : targetLabel(registry, owner, between),
  };
};

const relationalFields = (model: Model): readonly Field[] => [...model.fields, ...model.manyToMany, ...model.privateFields];

/** Links every concrete model's own fields, and makes the hidden models that they need. */
export const linkRelations = (registry: Registry): LinkedRelations => {
  const ofField = new Map<Model, Map<Field, LinkedRelation>>();
  const throughModels: Model[] = [];
  const link = (model: Model): void => {
    makeStep();
    const links = new Map<Field, LinkedRelation>();
    ofField.set(model, links);
    for (const field of relationalFields(model)) {
      if (field.relation === null) continue;
      const linked = linkField(registry, model, field, field.relation);
      const through = hiddenThrough(registry, linked);
      if (through !== null) throughModels.push(through);
      links.set(field, through === null ? linked : { ...linked, through: through.label });
    }
  };
  for (const model of registry.models) if (!model.options.abstract) link(model);
  for (const model of throughModels) link(model);
  return { ofField, all: [...ofField.values()].flatMap((links) => [...links.values()]), throughModels };
};

/** None with `through` given, for a swapped owner, or when the other side is not known. */
const hiddenThrough = (registry: Registry, linked: LinkedRelation): Model | null => {
  const { owner, field, target } = linked;
  const needed = linked.kind === "many_to_many" && field.relation?.through === null && field.storage === "keyless";
  if (!needed || target === null || field.certainty === "unknown" || swappedFor(registry.workshop, owner) !== null) return null;
  return makeThroughModel(registry.workshop, owner, field, target);
};

/** Label of the model whose table a relation points at: a proxy's stands for its concrete model. */
export const concreteTarget = (linked: LinkedRelation): string | null =>
  linked.targetModel === null ? linked.target : concreteModel(linked.targetModel).label;

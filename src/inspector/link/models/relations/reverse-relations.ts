/** The ways back to each model: `_meta.related_objects`, hidden ones included. */
import { concreteModel, type Model } from "../model.ts";
import { mostInherited, noteLeftOut, tooMuchInherited } from "../prepare/inherited.ts";
import { concreteTarget, type LinkedRelation, type LinkedRelations } from "./link-relations.ts";
import { swappedFor, type Registry } from "./registry.ts";

/** `isWhole`: what leads to the model's parents is among them. */
export type ReverseRelations = (model: Model) => { readonly relations: readonly LinkedRelation[]; readonly isWhole: boolean };

const byTarget = (registry: Registry, relations: LinkedRelations): ReadonlyMap<string, readonly LinkedRelation[]> => {
  const tree = new Map<string, LinkedRelation[]>();
  for (const linked of relations.all) {
    const label = concreteTarget(linked);
    if (label === null || swappedFor(registry.workshop, linked.owner) !== null) continue;
    const list = tree.get(label);
    if (list === undefined) tree.set(label, [linked]);
    else list.push(linked);
  }
  return tree;
};

/**
 * A model inherits what leads to its concrete parents, but for the links of their other children. A proxy has what
 * its concrete model has. Nothing leads to a swapped model.
 */
export const reverseRelations = (registry: Registry, relations: LinkedRelations): ReverseRelations => {
  const tree = byTarget(registry, relations);
  const ofParents = new Map<Model, readonly LinkedRelation[]>();
  const ofParent = (parent: Model): readonly LinkedRelation[] => {
    const found = ofParents.get(parent) ?? collect(parent);
    ofParents.set(parent, found);
    return found;
  };
  let inherited = 0;
  const own = (model: Model): readonly LinkedRelation[] => (model.proxyFor === null ? (tree.get(model.label) ?? []) : []);
  const collect = (model: Model): readonly LinkedRelation[] => {
    const found = new Set<LinkedRelation>();
    const concrete = concreteModel(model);
    for (const parent of model.parents.keys()) {
      for (const linked of ofParent(parent)) {
        if (!linked.parentLink || concreteTarget(linked) === concrete.label) found.add(linked);
      }
    }
    inherited += found.size;
    for (const linked of own(model)) found.add(linked);
    return [...found];
  };
  return (model) => {
    if (swappedFor(registry.workshop, model) !== null) return { relations: [], isWhole: true };
    if (model.parents.size === 0 || inherited <= mostInherited) return { relations: collect(model), isWhole: true };
    noteLeftOut(registry.workshop.inherited, model.class, tooMuchInherited);
    return { relations: own(model), isWhole: false };
  };
};

/** The ways back to each model: `_meta.related_objects`, hidden ones included. */
import { concreteModel, type Model } from "../model.ts";
import { concreteTarget, type LinkedRelation, type LinkedRelations } from "./link-relations.ts";
import { swappedFor, type Registry } from "./registry.ts";

export type ReverseRelations = (model: Model) => readonly LinkedRelation[];

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
  const collect = (model: Model): readonly LinkedRelation[] => {
    const found = new Set<LinkedRelation>();
    const concrete = concreteModel(model);
    for (const parent of model.parents.keys()) {
      for (const linked of ofParent(parent)) {
        if (!linked.parentLink || concreteTarget(linked) === concrete.label) found.add(linked);
      }
    }
    if (model.proxyFor === null) for (const linked of tree.get(model.label) ?? []) found.add(linked);
    return [...found];
  };
  return (model) => (swappedFor(registry.workshop, model) === null ? collect(model) : []);
};

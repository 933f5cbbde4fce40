/** A linked model in the words of the facts document. */
import type { ModelFacts } from "../../../contract/shapes/facts.ts";
import { allFields, concreteModel, type Known, type Model } from "./model.ts";
import { toOrderingNames } from "./prepare/model-options.ts";
import { tooMuchInherited } from "./prepare/inherited.ts";
import type { LinkedRelation, LinkedRelations } from "./relations/link-relations.ts";
import { swappedFor, type Registry } from "./relations/registry.ts";
import type { ReverseRelations } from "./relations/reverse-relations.ts";
import { toFieldFacts, type Place } from "./to-field-facts.ts";

export interface FactsContext {
  readonly registry: Registry;
  readonly relations: LinkedRelations;
  readonly reverse: ReverseRelations;
  readonly place: Place;
}

const copy = (groups: Known<readonly (readonly string[])[]>): string[][] | null => groups?.map((group) => [...group]) ?? null;

const managerNames = (model: Model): string[] => {
  const names = new Set(model.managers);
  for (const ancestor of model.ancestors) for (const name of ancestor.managers) names.add(name);
  return names.size === 0 ? ["objects"] : [...names];
};

const reverseFacts = (relations: readonly LinkedRelation[]): ModelFacts["reverse"] =>
  relations.map((linked) => ({
    accessor: linked.accessor ?? null,
    query_name: linked.queryName ?? null,
    from: linked.owner.label,
    field: linked.field.name,
    hidden: linked.hidden,
  }));

const optionFacts = (
  model: Model,
  context: FactsContext,
): Pick<ModelFacts, "ordering" | "unique_together" | "indexes" | "constraints" | "verbose_name"> => {
  const ordering = toOrderingNames(context.registry.workshop.evaluator, model.options.ordering);
  return {
    ordering: ordering === null ? null : [...ordering],
    unique_together: copy(model.options.uniqueTogether),
    indexes: model.options.indexes?.map(({ name, fields }) => ({ name, fields: [...fields] })) ?? null,
    constraints: model.options.constraints?.map(({ name, class: className }) => ({ name, class: className })) ?? null,
    verbose_name: model.options.verboseName ?? null,
  };
};

export const toModelFacts = (model: Model, context: FactsContext): ModelFacts => {
  const { workshop } = context.registry;
  const place = model.origin === null ? { file: null, firstParty: false } : context.place(model.origin.file);
  const own = { settings: workshop.settings, place: context.place };
  const reverse = model.options.abstract ? { relations: [], isWhole: true } : context.reverse(model);
  const because = model.because ?? (reverse.isWhole ? null : tooMuchInherited);
  const facts: ModelFacts = {
    label: model.label,
    app: model.app,
    name: model.name,
    module: model.module,
    file: place.file,
    line: model.class === null ? null : (model.origin?.line ?? null),
    first_party: place.firstParty,
    abstract: model.options.abstract,
    auto_created: model.options.autoCreatedBy !== null,
    proxy: model.options.proxy,
    managed: model.options.managed ?? null,
    swapped: swappedFor(workshop, model),
    db_table: model.options.abstract ? null : (model.options.dbTable ?? null),
    pk: concreteModel(model).pk?.name ?? null,
    bases: [...model.bases],
    concrete_parents: model.ancestors.filter((one) => !one.options.abstract).map((one) => one.label),
    abstract_parents: model.ancestors.filter((one) => one.options.abstract).map((one) => one.path),
    ...optionFacts(model, context),
    managers: managerNames(model),
    fields: allFields(model).map(([owner, field]) => toFieldFacts(field, context.relations.ofField.get(owner)?.get(field), model, own)),
    reverse: reverseFacts(reverse.relations),
    private_fields: model.privateFields.map(({ name, class: className }) => ({ name, class: className })),
    certainty: reverse.isWhole || model.certainty !== "certain" ? model.certainty : "inferred",
  };
  return because === null ? facts : { ...facts, because };
};

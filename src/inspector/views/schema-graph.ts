/**
 * The schema as a drawing needs it: one node a model with a name of its own, and the relations among the nodes.
 *
 * Shown are the project's concrete models, and those of installed packages that they refer to. Hidden many-to-many
 * models are edges, not nodes.
 */
import type { Facts, FieldFacts, ModelFacts } from "../../contract/shapes/facts.ts";
import type { SchemaConnection, SchemaNode } from "../../contract/shapes/status.ts";

export interface SchemaGraph {
  readonly nodes: readonly SchemaNode[];
  readonly connections: readonly SchemaConnection[];
}

const isOwn = (model: ModelFacts): boolean => model.first_party && !model.abstract && !model.auto_created && model.swapped === null;

/** What a model refers to: targets of its own fields, parents, the model of a proxy. */
const referredTo = (model: ModelFacts): readonly string[] => [
  ...model.fields.flatMap((field) => [field.related_model ?? [], field.through ?? []].flat()),
  ...model.concrete_parents,
];

const shownModels = (models: readonly ModelFacts[]): readonly ModelFacts[] => {
  const own = models.filter(isOwn);
  const referred = new Set(own.flatMap(referredTo));
  const others = models.filter(
    (model) => !isOwn(model) && !model.abstract && !model.auto_created && model.swapped === null && referred.has(model.label),
  );
  return [...own, ...others];
};

const uniqueNames = (models: readonly ModelFacts[]): ReadonlyMap<string, string> => {
  const counts = new Map<string, number>();
  for (const { name } of models) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Map(models.map((model) => [model.label, counts.get(model.name) === 1 ? model.name : model.label]));
};

/** A word on what is special about a model; empty for a plain one. */
const badgeOf = (model: ModelFacts): string => {
  if (!model.first_party) return "external";
  if (model.proxy) return "proxy";
  if (model.managed === false) return "unmanaged";
  return model.certainty === "certain" ? "" : "inferred";
};

const isLink = (field: FieldFacts): boolean => field.relation === "one_to_one" && field.name.endsWith("_ptr") && field.primary_key === true;

/** `inherited`: names of the fields that live on a concrete parent, and are drawn there. */
const connectionsOf = (
  model: ModelFacts,
  names: ReadonlyMap<string, string>,
  inherited: ReadonlySet<string>,
): readonly SchemaConnection[] => {
  const source = names.get(model.label) ?? model.name;
  const found: SchemaConnection[] = [];
  const connect = (label: string | null | undefined, field: string, kind: SchemaConnection["kind"]): void => {
    const target = label === null || label === undefined ? undefined : names.get(label);
    if (target !== undefined) found.push({ source, target, field, kind });
  };
  if (model.proxy) {
    connect(model.concrete_parents[0], "", "proxy");
    return found;
  }
  for (const field of model.fields) {
    if (inherited.has(field.name) || field.relation === null || field.relation === "one_to_many") continue;
    connect(field.related_model, field.name, isLink(field) ? "parent" : field.relation);
  }
  return found;
};

/** Nodes with names unique among them, the project's own first; connections in the order of the nodes. */
export const toSchemaGraph = (facts: Pick<Facts, "models">): SchemaGraph => {
  const models = shownModels(facts.models);
  const names = uniqueNames(models);
  const fieldsOf = new Map(facts.models.map((model) => [model.label, model.fields.map((field) => field.name)]));
  const inherited = (model: ModelFacts): ReadonlySet<string> =>
    new Set(model.concrete_parents.flatMap((label) => fieldsOf.get(label) ?? []));
  const connections = models.flatMap((model) => (isOwn(model) ? connectionsOf(model, names, inherited(model)) : []));
  const bySource = Map.groupBy(connections, ({ source }) => source);
  const nodes = models.map((model): SchemaNode => {
    const name = names.get(model.label) ?? model.name;
    return {
      name,
      label: model.label,
      app: model.app,
      badge: badgeOf(model),
      fields: model.fields.map((field) => field.name),
      relations: [...new Set(bySource.get(name)?.map(({ target }) => target))],
      file: model.file,
      line: model.line,
    };
  });
  return { nodes, connections };
};

/**
 * Where `CreateModel` may not be all that makes a new model. The autodetector first writes its relations, indexes,
 * constraints and the like as operations of their own; its optimizer takes them into the `CreateModel` unless another
 * operation stands between, or they fall into a later migration because another app's new model has to come first.
 */
import type { ProjectModels } from "../../models/link-models.ts";
import type { Model, Options } from "../../models/model.ts";

export interface SplitCreations {
  /** New models with operations of their own besides `CreateModel`, before those are taken into it. */
  readonly withFollowers: ReadonlySet<Model>;
  /** App → why it is not known what makes its new models. */
  readonly reasons: ReadonlyMap<string, string>;
}

const optionsAsOperations = ["indexes", "constraints", "unique_together", "index_together", "order_with_respect_to"];
/** Is there one, or is that not known? */
export const mayHave = (list: readonly unknown[] | undefined): boolean => list === undefined || list.length > 0;

const followOptions = (options: Options): boolean =>
  mayHave(options.indexes) ||
  mayHave(options.constraints) ||
  mayHave(options.uniqueTogether) ||
  options.orderWithRespectTo !== null ||
  optionsAsOperations.some((name) => options.written.has(name));

/** Models that `model` names by a relation or as a parent. */
const named = ({ relations, registry }: ProjectModels, model: Model): readonly Model[] => {
  const links = [...(relations.ofField.get(model)?.values() ?? [])];
  const found = links.flatMap(({ targetModel, through }) => [targetModel, through === null ? null : registry.byLabel.get(through)]);
  return [...found, ...model.parents.keys()].flatMap((one) => one ?? []);
};

/** Foreign keys alone move past what refers to their model; nothing else does. */
const movesFreely = ({ relations }: ProjectModels, model: Model): boolean =>
  !followOptions(model.options) &&
  [...(relations.ofField.get(model)?.keys() ?? [])].every(
    ({ relation }) => relation?.kind === "many_to_one" || relation?.kind === "one_to_one",
  );

/** `created` are the models that no migration has. */
export const splitCreations = (models: ProjectModels, created: readonly Model[]): SplitCreations => {
  const isNew = new Set(created);
  const withFollowers = new Set(created.filter((model) => followOptions(model.options) || named(models, model).length > 0));
  const apps = new Set([...withFollowers].map(({ app }) => app));
  const reasons = new Map<string, string>();
  for (const model of models.registry.models) {
    if (!apps.has(model.app) || model.options.abstract || model.options.autoCreatedBy !== null || reasons.has(model.app)) continue;
    const mayStandBetween = (one: Model): boolean => withFollowers.has(one) && !(isNew.has(model) && movesFreely(models, one));
    const other = named(models, model).find((one) => one !== model && isNew.has(one) && (one.app !== model.app || mayStandBetween(one)));
    if (other !== undefined) reasons.set(model.app, `${other.label} is new, and ${model.label} refers to it: that may take several steps`);
  }
  return { withFollowers, reasons };
};

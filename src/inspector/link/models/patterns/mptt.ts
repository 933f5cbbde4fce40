/** django-mptt: the metaclass of `MPTTModel` gives the first concrete model of a tree its four columns. */
import type { Value } from "../../../evaluate/value.ts";
import { makeField } from "../fields/make-field.ts";
import type { Field, Index, Model } from "../model.ts";
import { truncateName } from "../names/table-names.ts";
import type { Workshop } from "../prepare/workshop.ts";
import { ownValue } from "../values.ts";
import type { Pattern } from "./pattern.ts";

const isTree = (workshop: Workshop, model: Model): boolean =>
  model.class !== null && workshop.evaluator.mro(model.class).some((base) => base.kind !== "unknown" && isMpttModel(workshop, base));

const isMpttModel = (workshop: Workshop, base: Value): boolean => workshop.evaluator.pathOf(base) === "mptt.models.MPTTModel";

/** An attribute name from the nearest `MPTTMeta`. */
const attributeName = (workshop: Workshop, model: Model, option: string, fallback: string): string => {
  const { evaluator } = workshop;
  for (const base of model.class === null ? [] : evaluator.mro(model.class)) {
    const meta = base.kind === "class" ? ownValue(evaluator, base.namespace, "MPTTMeta") : undefined;
    const value = meta?.kind === "class" ? ownValue(evaluator, meta.namespace, option) : undefined;
    const plain = value === undefined ? undefined : evaluator.toPlain(value);
    if (typeof plain === "string") return plain;
  }
  return fallback;
};

/** The columns belong to the concrete model furthest up. */
const ownsTree = (workshop: Workshop, model: Model): boolean =>
  isTree(workshop, model) &&
  !model.options.proxy &&
  !model.ancestors.some((ancestor) => !ancestor.options.abstract && isTree(workshop, ancestor));

const treeNames = (workshop: Workshop, model: Model): readonly [string, string, string, string] => [
  attributeName(workshop, model, "left_attr", "lft"),
  attributeName(workshop, model, "right_attr", "rght"),
  attributeName(workshop, model, "tree_id_attr", "tree_id"),
  attributeName(workshop, model, "level_attr", "level"),
];

const fieldsOf = (workshop: Workshop, model: Model): readonly Field[] => {
  if (!ownsTree(workshop, model)) return [];
  const names = treeNames(workshop, model);
  return names.map((name) =>
    makeField("PositiveIntegerField", name, model.path, { editable: false, dbIndex: name === names[2], origin: model.origin }),
  );
};

/** Since this release the package adds an index of its own to each tree; before it was an `index_together`. */
const INDEXED = 18;
const INDEXED_RELEASES = ["0.18.0", "0.18.1", "0.19.0", "0.20.0"];

/** By the package that is installed, else by the newest release that the project allows. */
const addsIndex = ({ evaluator, settings }: Workshop): boolean | undefined => {
  if (!evaluator.hasModule("mptt")) return INDEXED_RELEASES.some((release) => settings.allowsRelease("django-mptt", release));
  const version = evaluator.toPlain(evaluator.attribute(evaluator.importModule("mptt"), "__version__"));
  const series = typeof version === "string" ? /^0\.(\d+)/.exec(version) : null;
  return series === null ? undefined : Number(series[1]) >= INDEXED;
};

const complete = (workshop: Workshop, model: Model): void => {
  const { indexes } = model.options;
  if (indexes === undefined || !ownsTree(workshop, model)) return;
  const adds = addsIndex(workshop);
  if (adds === undefined) model.options = { ...model.options, indexes: undefined };
  if (adds !== true) return;
  const [left, , tree] = treeNames(workshop, model);
  if (indexes.some(({ fields }) => fields.length === 2 && fields[0] === tree && fields[1] === left)) return;
  const index: Index = {
    name: truncateName(`${model.app}_${model.name.toLowerCase()}_${tree}_${left}_idx`, 30),
    fields: [tree, left],
    class: "Index",
    value: { kind: "unknown", because: "added by django-mptt" },
  };
  model.options = { ...model.options, indexes: [...indexes, index] };
};

export const mptt: Pattern = { fieldsOf, complete };

/**
 * What happens when Python runs a model's class statement: `ModelBase.__new__`, step by step.
 *
 * Own fields first, then for each base in the class's order of resolution: an abstract model's fields are copied where
 * nothing of that name is there yet (`field = None` counts as something), a concrete one is linked to and its fields
 * stay with it, a plain class contributes names but no fields. Then the primary key. Each class is made once.
 */
import type { ClassValue, Unknown, Value } from "../../../evaluate/value.ts";
import { changedMeta } from "../collect/collect-meta-changes.ts";
import { makeField, makeParentLink } from "../fields/make-field.ts";
import { allFields, concreteModel, type Field, type Model } from "../model.ts";
import { maxNameLength } from "../names/table-names.ts";
import { patterns } from "../patterns/index.ts";
import { classPath } from "../values.ts";
import { contributions } from "./contributions.ts";
import { implicitKey } from "./implicit-key.ts";
import { tooManyAbove } from "../../../evaluate/objects/mro.ts";
import { watchDeeds } from "../../../evaluate/state/deeds.ts";
import { noteLastingModel, noteModelUse, readBy } from "../../../evaluate/state/readings.ts";
import { letGoOfBody } from "../../../evaluate/state/class-bodies.ts";
import { isModelClass, isModelRoot } from "./is-model.ts";
import { countInherited, countNames, isTooMuch, noteLeftOut, tooMuchInherited } from "./inherited.ts";
import { looksLikeModel } from "./looks-like-model.ts";
import { readMeta, type Meta } from "./model-meta.ts";
import { readOptions } from "./model-options.ts";
import { containingApp, type Workshop } from "./workshop.ts";

/** The model that a class is; null when it is none, or when no installed app holds it. */
export const prepareModel = (workshop: Workshop, value: ClassValue): Model | null => {
  noteModelUse(value);
  const known = workshop.models.get(value);
  return known === undefined ? asModelReader(value, () => prepare(workshop, value)) : known;
};

/** What `run` reads, and whether it does more than read, belongs to the model of a class. */
export const asModelReader = <T>(value: ClassValue, run: () => T): T =>
  readBy({ kind: "model", class: value }, () =>
    watchDeeds(run, (isLasting) => {
      if (isLasting) noteLastingModel(value);
    }),
  );

const prepare = (workshop: Workshop, value: ClassValue): Model | null => {
  workshop.models.set(value, null);
  const verdict = isModelClass(workshop.evaluator, value);
  const model = verdict === true || (verdict !== false && looksLikeModel(workshop, value)) ? makeModel(workshop, value, verdict) : null;
  workshop.models.set(value, model);
  if (model !== null) letGoOfBody(value);
  return model;
};

const asModel = (workshop: Workshop, base: Value): Model | null => (base.kind === "class" ? prepareModel(workshop, base) : null);

/** Bases that add nothing to a model. */
const HARMLESS = /^(builtins|typing|typing_extensions|abc|enum|collections)\./;

/** The first base whose code is not here. */
const absentBase = (workshop: Workshop, value: ClassValue): string | null => {
  for (const base of workshop.evaluator.mro(value)) {
    if (base.kind === "unknown") return base.because;
    if (base.kind === "external" && !isModelRoot(workshop.evaluator, base) && !HARMLESS.test(base.path))
      return `the code of ${base.path} is not here`;
  }
  return null;
};

/** Why a model is told without what it inherits; null for nearly all. */
const whatIsLeftOut = (workshop: Workshop, value: ClassValue, order: readonly Value[]): string | null => {
  const { inherited } = workshop;
  const isCut = order.includes(tooManyAbove);
  if (!isCut && (!isTooMuch(inherited) || directParents(workshop, value).length === 0)) return null;
  const because = isCut ? tooManyAbove.because : tooMuchInherited;
  noteLeftOut(inherited, value, because);
  return because;
};

/** `verdict` is true for a class that surely is a model, else why that is not sure. */
const makeModel = (workshop: Workshop, value: ClassValue, verdict: true | Unknown): Model | null => {
  const { evaluator, apps, settings } = workshop;
  const order = evaluator.mro(value);
  const leftOut = whatIsLeftOut(workshop, value, order);
  const ancestors = leftOut === null ? order.slice(1).flatMap((base) => asModel(workshop, base) ?? []) : [];
  const meta = changedMeta(readMeta(evaluator, value), workshop.metaChanges.get(value));
  const labelled = meta.get("app_label");
  const label = labelled === undefined ? null : evaluator.toPlain(labelled);
  const app = typeof label === "string" ? label : (containingApp(apps, value.module)?.label ?? null);
  if (app === null && !meta.abstract) return null;
  const naming = { app: app ?? "", name: value.name, maxNameLength: maxNameLength(settings.engine) };
  const because = value.because ?? leftOut ?? absentBase(workshop, value);
  const model: Model = {
    class: value,
    path: classPath(evaluator, value),
    module: value.module,
    name: value.name,
    app: app ?? "",
    label: `${app ?? ""}.${value.name}`,
    origin: value.origin ?? null,
    options: readOptions(evaluator, verdict === true || meta.own ? meta : { ...meta, open: verdict.because }, naming),
    fields: [],
    manyToMany: [],
    privateFields: [],
    parents: new Map(),
    pk: null,
    proxyFor: null,
    names: new Set([...value.namespace.keys()].filter((name) => name !== "Meta" || meta.abstract)),
    managers: [],
    ancestors,
    bases: value.bases.flatMap((base) => evaluator.pathOf(evaluator.force(base)) ?? []),
    certainty: because === null ? "certain" : "inferred",
    because,
  };
  if (verdict !== true || leftOut !== null) model.options = withoutGuesses(model.options, meta);
  if (verdict === true || meta.get("ordering") !== undefined) inheritOptions(model, ancestors, meta.get("ordering") !== undefined);
  takeOwnFields(workshop, model, value);
  if (model.options.proxy) setUpProxy(workshop, model, value);
  const own = model.fields.length + model.manyToMany.length;
  if (leftOut === null) inheritFields(workshop, model, value);
  countInherited(workshop.inherited, value, model, model.fields.length + model.manyToMany.length - own);
  if (!meta.abstract) {
    finish(workshop, model, verdict === true && leftOut === null);
    applyPatterns(workshop, model);
  }
  return model;
};

/** What a base that is not here may hand down or put there by its metaclass, unless the model says it itself. */
const withoutGuesses = (options: Model["options"], meta: Meta): Model["options"] => ({
  ...options,
  ...(meta.get("ordering") === undefined ? { ordering: undefined } : {}),
  ...(meta.get("indexes") === undefined ? { indexes: undefined } : {}),
});

const applyPatterns = (workshop: Workshop, model: Model): void => {
  let known: ReadonlySet<string> | undefined;
  for (const pattern of patterns) {
    for (const field of pattern.fieldsOf?.(workshop, model) ?? []) {
      known ??= new Set(allFields(model).map(([, each]) => each.name));
      if (!known.has(field.name)) addField(model, field);
    }
    pattern.complete?.(workshop, model);
  }
};

/** `ordering` of the nearest model ancestor passes on when that one is concrete. */
const inheritOptions = (model: Model, ancestors: readonly Model[], ordersItself: boolean): void => {
  const [nearest] = ancestors;
  if (nearest === undefined || nearest.options.abstract || model.options.abstract || ordersItself) return;
  model.options = { ...model.options, ordering: nearest.options.ordering };
};

/** `add_to_class` for a field: keeps it in its list, marks its names as taken, and sees a primary key. */
const addField = (model: Model, field: Field): void => {
  if (field.storage === "private") model.privateFields.push(field);
  else if (field.relation?.kind === "many_to_many") model.manyToMany.push(field);
  else {
    model.fields.push(field);
    if (field.primaryKey === true) model.pk ??= field;
  }
  model.names.add(field.name);
  if (field.storage === "column" && field.relation !== null && field.relation.kind !== "many_to_many") model.names.add(`${field.name}_id`);
};

const contributors = patterns.flatMap((pattern) => pattern.contribute ?? []);

/** Some fields change with the model that takes them, or put others beside them, unless those are there already. */
const takeField = (workshop: Workshop, model: Model, given: Field): Field => {
  let field = given;
  const others: Field[] = [];
  for (const contribute of contributors) {
    const contributed = contribute(workshop, model, field);
    ({ field } = contributed);
    others.push(...contributed.others);
  }
  addField(model, field);
  for (const other of others) if (!model.names.has(other.name)) addField(model, other);
  return field;
};

const takeOwnFields = (workshop: Workshop, model: Model, value: ClassValue): void => {
  for (const contribution of contributions(workshop, model, value)) {
    if (contribution.kind === "manager") model.managers.push(contribution.name);
    else takeField(workshop, model, contribution.field);
  }
};

const directParents = (workshop: Workshop, value: ClassValue): readonly ClassValue[] =>
  value.bases.flatMap((base) => {
    const forced = workshop.evaluator.force(base);
    return forced.kind === "class" && asModel(workshop, forced) !== null ? [forced] : [];
  });

const setUpProxy = (workshop: Workshop, model: Model, value: ClassValue): void => {
  const base = directParents(workshop, value)
    .map((parent) => asModel(workshop, parent))
    .find((parent) => parent !== null && !parent.options.abstract);
  if (base === undefined || base === null) return;
  model.proxyFor = base;
  model.pk = base.pk;
  model.options = { ...model.options, dbTable: base.options.dbTable };
};

/** Links that a class or its abstract bases declare themselves, by the parent they lead to. */
const declaredLinks = (model: Model, parents: readonly Model[]): ReadonlyMap<string, Field> => {
  const links = new Map<string, Field>();
  for (const holder of [...parents.filter((parent) => parent.options.abstract).reverse(), model]) {
    for (const field of holder.fields) {
      if (field.relation?.kind === "one_to_one" && field.relation.parentLink) links.set(targetKey(model, field), field);
    }
  }
  return links;
};

const targetKey = (model: Model, field: Field): string => {
  const target = field.relation?.target;
  if (target?.kind === "class") return target.class.name.toLowerCase();
  if (target?.kind === "model") return target.model.name.toLowerCase();
  const label = target?.kind === "label" ? target.label : model.label;
  return label.slice(label.lastIndexOf(".") + 1).toLowerCase();
};

const inheritFields = (workshop: Workshop, model: Model, value: ClassValue): void => {
  const parents = directParents(workshop, value);
  const parentModels = parents.flatMap((parent) => asModel(workshop, parent) ?? []);
  const links = declaredLinks(model, parentModels);
  const taken = new Set<string>();
  let left = new Set(parents).size;
  for (const base of workshop.evaluator.mro(value)) {
    // Names matter to parents that come later in the order.
    if (left === 0) break;
    const parent = base.kind === "class" && parents.includes(base) ? asModel(workshop, base) : null;
    if (parent === null) {
      for (const name of namesOf(workshop, model, base)) taken.add(name);
      continue;
    }
    left -= 1;
    if (parent.options.abstract) copyFields(workshop, model, parent, taken);
    else linkParent(model, parent, links, taken);
    for (const field of parent.privateFields) {
      if (!model.names.has(field.name) && !taken.has(field.name))
        takeField(workshop, model, parent.options.abstract ? { ...field } : withoutWayBack(field));
    }
  }
  countNames(workshop.inherited, value, taken.size);
  sortByCreation(model);
};

/** A generic relation of a concrete parent: only the parent's own leads back. */
const withoutWayBack = (field: Field): Field =>
  field.relation === null ? { ...field } : { ...field, relation: { ...field.relation, relatedName: "+", relatedQueryName: null } };

const namesOf = (workshop: Workshop, model: Model, base: Value): Iterable<string> => {
  if (base === model.class) return model.names;
  return asModel(workshop, base)?.names ?? (base.kind === "class" ? base.namespace.keys() : []);
};

/** What is put on an abstract model later does not reach the models that were made of it before. */
const isMadeBefore = ({ origin }: Model, { addedAt }: Field): boolean =>
  origin !== null && origin.file === addedAt?.file && origin.line < addedAt.line;

const copyFields = (workshop: Workshop, model: Model, parent: Model, taken: ReadonlySet<string>): void => {
  const links = new Map(parent.parents);
  for (const field of [...parent.fields, ...parent.manyToMany]) {
    if (isMadeBefore(model, field)) continue;
    if (model.names.has(field.name) || taken.has(field.name)) continue;
    const copy = takeField(workshop, model, { ...field });
    for (const [ancestor, link] of links) if (link === field) links.set(ancestor, copy);
  }
  for (const [ancestor, link] of links) model.parents.set(ancestor, link);
};

const linkParent = (model: Model, parent: Model, links: ReadonlyMap<string, Field>, taken: Set<string>): void => {
  for (const field of [...parent.fields, ...parent.manyToMany]) taken.add(field.name);
  const concrete = concreteModel(parent);
  const declared = links.get(concrete.name.toLowerCase());
  if (declared !== undefined || model.options.proxy) {
    model.parents.set(concrete, declared ?? null);
    return;
  }
  const link = makeParentLink(concrete, model.path);
  if (!model.names.has(link.name)) addField(model, link);
  model.parents.set(concrete, link);
};

/** Fields of classes further up were created earlier; automatic ones come first. */
const sortByCreation = (model: Model): void => {
  const depth = new Map([model.path, ...model.ancestors.map((ancestor) => ancestor.path)].map((path, index) => [path, -index]));
  const rank = (field: Field): number => (field.autoCreated ? -1e6 : (depth.get(field.writtenIn) ?? 0));
  const byRank = (left: Field, right: Field): number => rank(left) - rank(right);
  model.fields.sort(byRank);
  model.manyToMany.sort(byRank);
};

/** `Options._prepare`: `_order`, then a primary key for a model that has none. A base that is not here may have one. */
const finish = (workshop: Workshop, model: Model, isSure: boolean): void => {
  const ordered = model.options.orderWithRespectTo;
  if (typeof ordered === "string" && ordered !== "") {
    model.options = { ...model.options, ordering: [{ kind: "constant", type: "str", value: "_order" }] };
    if (!model.fields.some((field) => field.class === "OrderWrt")) addField(model, makeField("OrderWrt", "_order", model.path));
  }
  if (model.pk !== null) return;
  const link = model.parents.entries().next().value?.[1];
  if (link !== undefined && link !== null) promote(model, link);
  else if (model.parents.size === 0 && isSure) {
    const key = implicitKey(workshop, model);
    model.fields.unshift(key);
    model.names.add(key.name);
    model.pk = key;
  }
};

const promote = (model: Model, link: Field): void => {
  const local = model.fields.find((field) => field.name === link.name) ?? link;
  const key: Field = { ...local, primaryKey: true };
  model.fields = model.fields.map((field) => (field === local ? key : field));
  for (const [parent, field] of model.parents) if (field === local || field === link) model.parents.set(parent, key);
  model.pk = key;
};

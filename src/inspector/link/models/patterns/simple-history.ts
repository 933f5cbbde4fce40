/**
 * django-simple-history: `HistoricalRecords()` makes a model beside the one it stands on, with a copy of each column
 * that can hold any state the row ever had, and who changed it when.
 */
import { noteModelUse, openReadings } from "../../../evaluate/state/readings.ts";
import type { ClassValue, InstanceValue, Value } from "../../../evaluate/value.ts";
import { makeField, makeRelation } from "../fields/make-field.ts";
import { readField } from "../fields/read-field.ts";
import { readTarget } from "../fields/read-relation.ts";
import { allFields, type Field, type Model, type Target } from "../model.ts";
import { exposeMeta } from "../prepare/expose-meta.ts";
import { containingApp, type Workshop } from "../prepare/workshop.ts";
import { toBoolean, toItems, toStrings, toText } from "../values.ts";
import { asCalled } from "./as-called.ts";
import { historicCopy, looseLink } from "./historic-copy.ts";
import { makeThroughModel } from "../relations/through-models.ts";
import { makeModel } from "./make-model.ts";
import type { Pattern } from "./pattern.ts";

const RECORDS = /^simple_history\.(models\.)?HistoricalRecords$/;

interface Records {
  /** The class whose body holds it, or that was registered. */
  readonly holder: ClassValue;
  readonly value: InstanceValue;
  /** Of a class that was registered: the app and the table that were asked for. */
  readonly registered?: { readonly app: string | null; readonly table: string | null };
}

const isRecords = (workshop: Workshop, value: Value): value is InstanceValue =>
  value.kind === "instance" &&
  (RECORDS.test(workshop.evaluator.pathOf(value.class) ?? "") ||
    (value.class.kind === "class" &&
      workshop.evaluator.mro(value.class).some((base) => base.kind !== "unknown" && RECORDS.test(workshop.evaluator.pathOf(base) ?? ""))));

/** Whoever asks is to be written down as a reader. */
const isKept = (): boolean => openReadings() !== undefined;

/** Records in the body of a class. Models share their ancestors, and bodies are complete when models are made. */
const held = new WeakMap<ClassValue, readonly InstanceValue[]>();

const recordsIn = (workshop: Workshop, holder: ClassValue): readonly InstanceValue[] => {
  let records = isKept() ? undefined : held.get(holder);
  if (records === undefined) {
    records = [...holder.namespace.values()].flatMap((binding) => {
      const value = workshop.evaluator.force(binding.value);
      return isRecords(workshop, value) ? [value] : [];
    });
    held.set(holder, records);
  }
  return records;
};

/** What `simple_history.register()` was called with, by class. */
const registrations = new WeakMap<Workshop, ReadonlyMap<Value, Records>>();

const registeredIn = (workshop: Workshop): ReadonlyMap<Value, Records> => {
  const { evaluator } = workshop;
  const known = registrations.get(workshop);
  if (known !== undefined) return known;
  const found = new Map<Value, Records>();
  for (const { path, args } of evaluator.effects) {
    const [model, value, app, table] = path === "simple_history.register" ? args.map((each) => evaluator.force(each)) : [];
    if (model?.kind !== "class" || value === undefined || !isRecords(workshop, value)) continue;
    const textOf = (given: Value | undefined): string | null => (given === undefined ? null : (toText(evaluator, given) ?? null));
    found.set(model, { holder: model, value, registered: { app: textOf(app), table: textOf(table) } });
  }
  registrations.set(workshop, found);
  return found;
};

/** The records that track a class: in its own body, in an ancestor's that says `inherit=True`, or registered. */
const recordsOf = (workshop: Workshop, tracked: ClassValue): Records | null => {
  for (const holder of workshop.evaluator.mro(tracked)) {
    if (holder.kind !== "class") continue;
    for (const value of recordsIn(workshop, holder)) {
      const inherit = value.kwargs.get("inherit");
      if (holder === tracked || (inherit !== undefined && toBoolean(workshop.evaluator, inherit) === true)) return { holder, value };
    }
  }
  return registeredIn(workshop).get(tracked) ?? null;
};

const withoutIndex = (workshop: Workshop, field: Field): Field => ({
  ...field,
  dbIndex: false,
  value: asCalled(workshop, field, null, { db_index: { kind: "constant", type: "bool", value: false } }),
});

const given = (records: Records, name: string): Value | undefined => records.value.kwargs.get(name);

const fieldArgument = (workshop: Workshop, records: Records, argument: string, name: string): Field | null => {
  const written = given(records, argument);
  const value = written === undefined ? undefined : workshop.evaluator.force(written);
  return value?.kind === "instance" ? readField(workshop.evaluator, name, value, "simple_history") : null;
};

const keyField = (workshop: Workshop, records: Records, path: string): Field => {
  const own = fieldArgument(workshop, records, "history_id_field", "history_id");
  if (own !== null) return { ...own, primaryKey: true, editable: false, writtenIn: path };
  if (workshop.settings.read("SIMPLE_HISTORY_HISTORY_ID_USE_UUID") === true)
    return makeField("UUIDField", "history_id", path, { primaryKey: true, hasDefault: true, editable: false });
  return makeField("AutoField", "history_id", path, { primaryKey: true });
};

const reasonField = (workshop: Workshop, records: Records, path: string): Field => {
  const own = fieldArgument(workshop, records, "history_change_reason_field", "history_change_reason");
  if (own !== null) return { ...own, writtenIn: path };
  return workshop.settings.read("SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD") === true
    ? makeField("TextField", "history_change_reason", path, { null: true })
    : makeField("CharField", "history_change_reason", path, { null: true, maxLength: 100 });
};

const userField = (workshop: Workshop, records: Records, path: string): Field => {
  const own = fieldArgument(workshop, records, "history_user_id_field", "history_user_id");
  if (own !== null) return { ...own, writtenIn: path };
  const model = given(records, "user_model");
  const setting = workshop.settings.read("AUTH_USER_MODEL");
  const target: Target =
    model === undefined
      ? { kind: "label", label: typeof setting === "string" ? setting : "auth.User" }
      : readTarget(workshop.evaluator, model);
  const name = given(records, "user_related_name");
  const relatedName = name === undefined ? "+" : toText(workshop.evaluator, name);
  return makeField("ForeignKey", "history_user", path, {
    null: true,
    relation: makeRelation("many_to_one", target, { onDelete: "SET_NULL", relatedName }),
  });
};

/** `history_relation`, when a name for the way back was asked for. */
const backField = (workshop: Workshop, records: Records, owner: Model, path: string): readonly Field[] => {
  const name = given(records, "related_name");
  const relatedName = name === undefined ? null : (toText(workshop.evaluator, name) ?? null);
  if (relatedName === null) return [];
  return [looseLink("history_relation", path, owner, relatedName)];
};

const text = (value: string): Value => ({ kind: "constant", type: "str", value });
const listOf = (items: readonly Value[], type: "list" | "tuple"): Value => ({ kind: "sequence", type, items: [...items] });
const CHANGES: readonly (readonly [string, string])[] = [
  ["+", "Created"],
  ["~", "Changed"],
  ["-", "Deleted"],
];
const TYPE_OF_CHANGE: InstanceValue = {
  kind: "instance",
  class: { kind: "external", path: "django.db.models.fields.CharField" },
  args: [],
  kwargs: new Map([
    ["max_length", { kind: "constant", type: "int", value: 1 }],
    [
      "choices",
      listOf(
        CHANGES.map((pair) => listOf(pair.map(text), "tuple")),
        "list",
      ),
    ],
  ]),
  attributes: new Map(),
};

const ownFields = (workshop: Workshop, records: Records, owner: Model, path: string): readonly Field[] => [
  keyField(workshop, records, path),
  makeField("DateTimeField", "history_date", path, { dbIndex: (workshop.settings.read("SIMPLE_HISTORY_DATE_INDEX") ?? true) === true }),
  reasonField(workshop, records, path),
  makeField("CharField", "history_type", path, { maxLength: 1, choices: 3, value: TYPE_OF_CHANGE }),
  ...backField(workshop, records, owner, path),
  userField(workshop, records, path),
];

/** Fields of the abstract models given as bases. */
const baseFields = (workshop: Workshop, records: Records, argument: string): readonly Field[] => {
  const bases = given(records, argument);
  return (bases === undefined ? [] : (toItems(workshop.evaluator, bases) ?? [])).flatMap((base) => {
    const value = workshop.evaluator.force(base);
    if (value.kind === "class") noteModelUse(value);
    const model = value.kind === "class" ? workshop.models.get(value) : undefined;
    return model?.options.abstract === true ? [...model.fields] : [];
  });
};

/** What the history of a model of that name is called. */
const nameOf = (workshop: Workshop, records: Records, tracked: string): string | null => {
  const custom = given(records, "custom_model_name");
  if (custom === undefined) return `Historical${tracked}`;
  const value = workshop.evaluator.force(custom);
  const isCalled = value.kind === "function" || value.kind === "method";
  const named = isCalled ? workshop.evaluator.call(value, [{ kind: "constant", type: "str", value: tracked }], new Map()) : value;
  return toText(workshop.evaluator, named) ?? null;
};

/** A class's own module, unless it is not its app's `models`: then the package of the app. One that was registered may name another. */
const moduleOf = (workshop: Workshop, records: Records, owner: Model): string => {
  const asked = records.registered?.app;
  if (typeof asked === "string" && asked !== "" && `${asked}.models` !== owner.module) return `${asked}.models`;
  if (records.holder !== owner.class || `${owner.app}.models` === owner.module) return owner.module;
  return containingApp(workshop.apps, owner.module)?.name ?? owner.module;
};

/** Is it the package's own way to make `Meta`, and its code not here? */
const hasStandardOptions = ({ evaluator }: Workshop, { value }: Records): boolean => {
  if (value.class.kind === "external") return true;
  for (const base of evaluator.mro(value.class)) {
    if (base.kind === "unknown") return false;
    if (RECORDS.test(evaluator.pathOf(base) ?? "")) return base.kind === "external" || base.catalogued === true;
    if (base.kind === "class" && base.namespace.has("get_meta_options")) return false;
  }
  return false;
};

/** As releases from 3.1 on do it. */
const standardOptions = (workshop: Workshop, records: Records, owner: Model): ReadonlyMap<string, Value> => {
  const { evaluator } = workshop;
  const { written, verboseName } = owner.options;
  const historical = (name: Value): Value => text(`historical ${toText(evaluator, name) ?? "?"}`);
  const plural = written.get("verbose_name_plural") ?? text(`${verboseName ?? ""}s`);
  const pair = (...names: readonly string[]): Value => ({ kind: "sequence", type: "tuple", items: names.map(text) });
  const app = given(records, "app");
  return new Map<string, Value>([
    ["ordering", pair("-history_date", "-history_id")],
    ["get_latest_by", pair("history_date", "history_id")],
    ["verbose_name", given(records, "verbose_name") ?? historical(text(verboseName ?? ""))],
    ["verbose_name_plural", given(records, "verbose_name_plural") ?? historical(plural)],
    ...(app === undefined ? [] : [["app_label", app] as const]),
  ]);
};

/** What the package puts into the model's `Meta`, as migrations hold it. */
const writtenOptions = (workshop: Workshop, records: Records, owner: Model): ReadonlyMap<string, Value> => {
  const { evaluator } = workshop;
  if (hasStandardOptions(workshop, records)) return standardOptions(workshop, records, owner);
  const method = evaluator.force(evaluator.attribute(records.value, "get_meta_options"));
  if (owner.class === null || method.kind !== "method" || method.function.kind !== "function") return new Map();
  // Not left there: subclasses would take it for their own.
  exposeMeta(owner.class, owner);
  const given = evaluator.call(method, [owner.class], new Map());
  owner.class.namespace.delete("_meta");
  if (given.kind !== "dict" || given.open !== undefined) return new Map();
  return new Map(given.entries.map(({ key, value }) => [toText(evaluator, key) ?? "", value]));
};

/** Methods that decide what the models of history are; a subclass of the records that has one of them makes anything. */
const MAKING = ["copy_fields", "create_history_model", "create_history_m2m_model", "get_extra_fields", "get_extra_fields_m2m"];

const isOrdinary = ({ evaluator }: Workshop, { value }: Records): boolean => {
  if (value.class.kind !== "class") return true;
  for (const base of evaluator.mro(value.class)) {
    if (base.kind !== "class" || RECORDS.test(evaluator.pathOf(base) ?? "")) return true;
    if (MAKING.some((name) => base.namespace.has(name))) return false;
  }
  return true;
};

/** As it is known: of records that make anything, no more than that there is a model. */
const asKnown = (workshop: Workshop, records: Records, model: Model): Model =>
  isOrdinary(workshop, records)
    ? model
    : Object.assign(model, { certainty: "unknown", because: "its records decide themselves what it has" });

const makeHistory = (workshop: Workshop, owner: Model, records: Records): Model | null => {
  const name = nameOf(workshop, records, owner.name);
  if (name === null) return null;
  const { evaluator } = workshop;
  const textOf = (argument: string): string | null => {
    const value = given(records, argument);
    return value === undefined ? null : (toText(evaluator, value) ?? null);
  };
  const module = moduleOf(workshop, records, owner);
  const path = `${module}.${name}`;
  const excluded = given(records, "excluded_fields");
  const left = new Set(excluded === undefined ? [] : (toStrings(evaluator, excluded) ?? []));
  const unindexed = given(records, "no_db_index");
  const plain = new Set(unindexed === undefined ? [] : (toStrings(evaluator, unindexed) ?? [toText(evaluator, unindexed) ?? ""]));
  const copies = allFields(owner)
    .filter(([, field]) => field.relation?.kind !== "many_to_many" && !left.has(field.name))
    .map((owned) => historicCopy(workshop, owned, path))
    .map((field) => (plain.has(field.name) ? withoutIndex(workshop, field) : field));
  const table = records.registered?.table ?? (records.holder === owner.class ? textOf("table_name") : null);
  const verbose = textOf("verbose_name");
  const model = makeModel(workshop, {
    name,
    app: appOf(workshop, records, module, owner),
    module,
    fields: [...copies, ...baseFields(workshop, records, "bases"), ...ownFields(workshop, records, owner, path)],
    bases: ["simple_history.models.HistoricalChanges", "django.db.models.base.Model"],
    origin: records.value.origin ?? owner.origin,
    options: {
      ordering: ["-history_date", "-history_id"].map((value) => ({ kind: "constant", type: "str", value })),
      ...(table === null ? {} : { dbTable: table }),
      written: new Map([...writtenOptions(workshop, records, owner), ...(table === null ? [] : [["db_table", text(table)] as const])]),
      verboseName: verbose ?? `historical ${owner.options.verboseName ?? owner.name.toLowerCase()}`,
    },
  });
  return asKnown(workshop, records, model);
};

/** `app=` of the records, else the app whose package holds the module. */
const appOf = (workshop: Workshop, records: Records, module: string, owner: Model): string => {
  const stated = given(records, "app");
  const named = stated === undefined ? undefined : toText(workshop.evaluator, stated);
  if (typeof named === "string") return named;
  return records.registered === undefined ? owner.app : (containingApp(workshop.apps, module)?.label ?? owner.app);
};

/** The many-to-many fields whose rows are kept too: those given to the records, and those that the model names. */
const keptFields = (workshop: Workshop, records: Records, owner: Model): readonly (readonly [Model, Field])[] => {
  const { evaluator } = workshop;
  const attribute = given(records, "m2m_fields_model_field_name");
  const name = (attribute === undefined ? undefined : toText(evaluator, attribute)) ?? "_history_m2m_fields";
  const stated = owner.class?.namespace.get(name)?.value;
  const items = [given(records, "m2m_fields"), stated]
    .flatMap((list) => (list === undefined ? [] : (toItems(evaluator, list) ?? [])))
    .map((item) => evaluator.force(item));
  return allFields(owner).filter(
    ([, field]) =>
      field.relation?.kind === "many_to_many" &&
      items.some((item) => item === field.value || (item.kind === "constant" && item.value === field.name)),
  );
};

const modelOfLabel = (workshop: Workshop, label: string): Model | null => {
  for (const model of workshop.models.values()) if (model?.label.toLowerCase() === label.toLowerCase()) return model;
  return null;
};

const modelAt = (workshop: Workshop, owner: Model, target: Target): Model | null => {
  switch (target.kind) {
    case "self":
      return owner;
    case "model":
      return target.model;
    case "class":
      return workshop.models.get(target.class) ?? null;
    case "label":
      return modelOfLabel(workshop, target.label.includes(".") ? target.label : `${owner.app}.${target.label}`);
    case "unknown":
      return null;
  }
};

/** The model between, as it is written or as Django makes it; null where the other side is not known. */
const throughOf = (workshop: Workshop, owner: Model, field: Field): Model | null => {
  const between = field.relation?.through ?? null;
  if (field.relation === null || between !== null) return between === null ? null : modelAt(workshop, owner, between);
  const target = modelAt(workshop, owner, field.relation.target);
  return target === null ? null : makeThroughModel(workshop, owner, field, target.label);
};

/** The history of the rows between: each points at the record of the model that it belonged to. */
const makeBetween = (workshop: Workshop, records: Records, history: Model, through: Model): Model | null => {
  const name = nameOf(workshop, records, through.name);
  if (name === null) return null;
  const path = `${history.module}.${name}`;
  const copies = allFields(through)
    .filter(([, field]) => field.relation?.kind !== "many_to_many")
    .map((owned) => historicCopy(workshop, owned, path));
  const model = makeModel(workshop, {
    name,
    app: history.app,
    module: history.module,
    fields: [
      ...copies,
      ...baseFields(workshop, records, "m2m_bases"),
      looseLink("history", path, history, null),
      { ...keyField(workshop, records, path), name: "m2m_history_id" },
    ],
    bases: ["simple_history.models.HistoricalChanges", "django.db.models.base.Model"],
    origin: history.origin,
    options: { verboseName: name, written: new Map([["verbose_name", text(name)]]) },
  });
  return asKnown(workshop, records, model);
};

const models = (workshop: Workshop, value: ClassValue, owner: Model | null): readonly Model[] => {
  if (owner === null || owner.options.abstract) return [];
  const records = recordsOf(workshop, value);
  const history = records === null ? null : makeHistory(workshop, owner, records);
  if (records === null || history === null) return [];
  const between = keptFields(workshop, records, owner).flatMap(([holder, field]) => {
    const through = throughOf(workshop, holder, field);
    return through === null ? [] : (makeBetween(workshop, records, history, through) ?? []);
  });
  return [history, ...between];
};

export const simpleHistory: Pattern = { models };

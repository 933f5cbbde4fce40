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
import { asCalled, type Changes } from "./as-called.ts";
import { makeModel } from "./make-model.ts";
import type { Pattern } from "./pattern.ts";

const RECORDS = /^simple_history\.(models\.)?HistoricalRecords$/;

interface Records {
  /** The class whose body holds it. */
  readonly holder: ClassValue;
  readonly value: InstanceValue;
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

/** The records that track a class: in its own body, or in an ancestor's that says `inherit=True`. */
const recordsOf = (workshop: Workshop, tracked: ClassValue): Records | null => {
  for (const holder of workshop.evaluator.mro(tracked)) {
    if (holder.kind !== "class") continue;
    for (const value of recordsIn(workshop, holder)) {
      const inherit = value.kwargs.get("inherit");
      if (holder === tracked || (inherit !== undefined && toBoolean(workshop.evaluator, inherit) === true)) return { holder, value };
    }
  }
  return null;
};

const TRUE: Value = { kind: "constant", type: "bool", value: true };
const FALSE: Value = { kind: "constant", type: "bool", value: false };
const text = (value: string): Value => ({ kind: "constant", type: "str", value });

const HISTORIC_LINK: Changes = {
  db_constraint: FALSE,
  related_name: text("+"),
  null: TRUE,
  blank: TRUE,
  primary_key: null,
  db_index: TRUE,
  unique: null,
  on_delete: { kind: "external", path: "django.db.models.deletion.DO_NOTHING" },
};

const HISTORIC = { null: true, blank: true, primaryKey: false, dbIndex: true, unique: false } as const;

const FOREIGN_KEY = "django.db.models.fields.related.ForeignKey";

/** A foreign key keeps the value of a row that may be gone: nothing cascades, nothing points back. */
const historicLink = (workshop: Workshop, field: Field, [owner, path]: readonly [Model, string]): Field => {
  const relation = field.relation;
  if (relation === null) return field;
  const target: Target = relation.target.kind === "self" ? { kind: "model", model: owner } : absolute(relation.target, owner);
  const wasOneToOne = relation.kind === "one_to_one";
  const made = field.autoCreated ? { auto_created: TRUE, parent_link: relation.parentLink ? TRUE : null } : {};
  return {
    ...field,
    ...HISTORIC,
    value: asCalled(workshop, field, wasOneToOne ? FOREIGN_KEY : null, { ...HISTORIC_LINK, ...made }),
    ...(wasOneToOne ? { class: "ForeignKey", path: FOREIGN_KEY, internalType: "ForeignKey" } : {}),
    writtenIn: path,
    autoCreated: false,
    relation: {
      ...relation,
      kind: "many_to_one",
      target,
      onDelete: "DO_NOTHING",
      relatedName: "+",
      relatedQueryName: null,
      parentLink: false,
    },
  };
};

const absolute = (target: Target, owner: Model): Target =>
  target.kind === "label" && !target.label.includes(".") ? { kind: "label", label: `${owner.app}.${target.label}` } : target;

const PLAIN_TYPES: Readonly<Record<string, string>> = {
  AutoField: "IntegerField",
  SmallAutoField: "IntegerField",
  BigAutoField: "BigIntegerField",
  FileField: "TextField",
  OrderWrt: "IntegerField",
};

const NO_FILE: Changes = { upload_to: null, storage: null, width_field: null, height_field: null };

const truth = ({ evaluator }: Workshop, value: Value | undefined): boolean => value !== undefined && toBoolean(evaluator, value) === true;

const historicColumn = (workshop: Workshop, field: Field, path: string): Field => {
  const kind = field.class === "OrderWrt" ? "OrderWrt" : (field.internalType ?? "");
  const filed = kind === "FileField" && workshop.settings.read("SIMPLE_HISTORY_FILEFIELD_TO_CHARFIELD") === true;
  const replaced = filed ? "CharField" : PLAIN_TYPES[kind];
  const wasUnique = field.primaryKey === true || field.unique === true;
  const wasStamped = ["auto_now", "auto_now_add"].some((name) => truth(workshop, field.args.get(name)));
  const changes: Changes = {
    auto_now: null,
    auto_now_add: null,
    db_collation: null,
    ...(wasStamped ? { blank: TRUE, editable: FALSE } : {}),
    ...(wasUnique ? { primary_key: null, unique: null, db_index: TRUE } : {}),
    ...(kind.endsWith("AutoField") ? { blank: TRUE } : {}),
    ...(kind === "FileField"
      ? { ...NO_FILE, max_length: field.args.get("max_length") ?? { kind: "constant", type: "int", value: 100 } }
      : {}),
  };
  return {
    ...field,
    value: asCalled(workshop, field, replaced === undefined ? null : `django.db.models.fields.${replaced}`, changes),
    ...(replaced === undefined ? {} : { class: replaced, path: `django.db.models.fields.${replaced}`, internalType: replaced }),
    ...(wasUnique ? { primaryKey: false, unique: false, dbIndex: true } : {}),
    writtenIn: path,
  };
};

const withoutIndex = (workshop: Workshop, field: Field): Field => ({
  ...field,
  dbIndex: false,
  value: asCalled(workshop, field, null, { db_index: FALSE }),
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
  const relatedName = name === undefined ? null : toText(workshop.evaluator, name);
  if (relatedName === null) return [];
  const relation = makeRelation("many_to_one", { kind: "model", model: owner }, { onDelete: "DO_NOTHING", relatedName });
  return [makeField("ForeignKey", "history_relation", path, { relation })];
};

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

/** Fields of the abstract models given as `bases`. */
const baseFields = (workshop: Workshop, records: Records): readonly Field[] => {
  const bases = given(records, "bases");
  return (bases === undefined ? [] : (toItems(workshop.evaluator, bases) ?? [])).flatMap((base) => {
    const value = workshop.evaluator.force(base);
    if (value.kind === "class") noteModelUse(value);
    const model = value.kind === "class" ? workshop.models.get(value) : undefined;
    return model?.options.abstract === true ? [...model.fields] : [];
  });
};

const nameOf = (workshop: Workshop, records: Records, owner: Model): string | null => {
  const custom = given(records, "custom_model_name");
  if (custom === undefined) return `Historical${owner.name}`;
  const value = workshop.evaluator.force(custom);
  const isCalled = value.kind === "function" || value.kind === "method";
  const named = isCalled ? workshop.evaluator.call(value, [{ kind: "constant", type: "str", value: owner.name }], new Map()) : value;
  return toText(workshop.evaluator, named) ?? null;
};

/** A class's own module, unless it is not its app's `models`: then the package of the app. */
const moduleOf = (workshop: Workshop, records: Records, owner: Model): string => {
  if (records.holder !== owner.class || `${owner.app}.models` === owner.module) return owner.module;
  return containingApp(workshop.apps, owner.module)?.name ?? owner.module;
};

/** What the package's own code puts into the model's `Meta`, as migrations hold it; nothing where that code is not here. */
const writtenOptions = (workshop: Workshop, records: Records, owner: Model): ReadonlyMap<string, Value> => {
  const { evaluator } = workshop;
  const method = evaluator.force(evaluator.attribute(records.value, "get_meta_options"));
  if (owner.class === null || method.kind !== "method" || method.function.kind !== "function") return new Map();
  // Not left there: subclasses would take it for their own.
  exposeMeta(owner.class, owner);
  const given = evaluator.call(method, [owner.class], new Map());
  owner.class.namespace.delete("_meta");
  if (given.kind !== "dict" || given.open !== undefined) return new Map();
  return new Map(given.entries.map(({ key, value }) => [toText(evaluator, key) ?? "", value]));
};

const makeHistory = (workshop: Workshop, owner: Model, records: Records): Model | null => {
  const name = nameOf(workshop, records, owner);
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
    .map(([holder, field]) =>
      field.relation === null ? historicColumn(workshop, field, path) : historicLink(workshop, field, [holder, path]),
    )
    .map((field) => (plain.has(field.name) ? withoutIndex(workshop, field) : field));
  const table = records.holder === owner.class ? textOf("table_name") : null;
  const verbose = textOf("verbose_name");
  return makeModel(workshop, {
    name,
    app: textOf("app") ?? owner.app,
    module,
    fields: [...copies, ...baseFields(workshop, records), ...ownFields(workshop, records, owner, path)],
    bases: ["simple_history.models.HistoricalChanges", "django.db.models.base.Model"],
    origin: records.value.origin ?? owner.origin,
    options: {
      ordering: ["-history_date", "-history_id"].map((value) => ({ kind: "constant", type: "str", value })),
      ...(table === null ? {} : { dbTable: table }),
      written: writtenOptions(workshop, records, owner),
      verboseName: verbose ?? `historical ${owner.options.verboseName ?? owner.name.toLowerCase()}`,
    },
  });
};

const models = (workshop: Workshop, value: ClassValue, owner: Model | null): readonly Model[] => {
  if (owner === null || owner.options.abstract) return [];
  const records = recordsOf(workshop, value);
  const history = records === null ? null : makeHistory(workshop, owner, records);
  return history === null ? [] : [history];
};

export const simpleHistory: Pattern = { models };

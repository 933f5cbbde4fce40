/** The fields of a model as django-simple-history copies them, so that every state the row ever had fits in. */
import type { Value } from "../../../evaluate/value.ts";
import { makeField, makeRelation } from "../fields/make-field.ts";
import type { Field, Model, Target } from "../model.ts";
import type { Workshop } from "../prepare/workshop.ts";
import { toBoolean } from "../values.ts";
import { asCalled, type Changes } from "./as-called.ts";

const TRUE: Value = { kind: "constant", type: "bool", value: true };
const FALSE: Value = { kind: "constant", type: "bool", value: false };
const text = (value: string): Value => ({ kind: "constant", type: "str", value });

const DO_NOTHING: Value = { kind: "external", path: "django.db.models.deletion.DO_NOTHING" };

const HISTORIC_LINK: Changes = {
  db_constraint: FALSE,
  related_name: text("+"),
  null: TRUE,
  blank: TRUE,
  primary_key: null,
  db_index: TRUE,
  unique: null,
  on_delete: DO_NOTHING,
};

const HISTORIC = { null: true, blank: true, primaryKey: false, dbIndex: true, unique: false } as const;

const FOREIGN_KEY = "django.db.models.fields.related.ForeignKey";

/** A foreign key keeps the value of a row that may be gone: nothing cascades, nothing points back. */
const historicLink = (workshop: Workshop, field: Field, [owner, path]: readonly [Model, string]): Field => {
  const relation = field.relation;
  if (relation === null) return field;
  const target: Target = relation.target.kind === "self" ? { kind: "model", model: owner } : absolute(relation.target, owner);
  const wasOneToOne = relation.kind === "one_to_one";
  // The sides of a hidden table, which Django calls with the tablespace of the field.
  const isSide = field.value === null && !wasOneToOne;
  const made = isSide
    ? { db_tablespace: text("") }
    : field.autoCreated
      ? { auto_created: TRUE, parent_link: relation.parentLink ? TRUE : null }
      : {};
  const value = asCalled(workshop, field, wasOneToOne || isSide ? FOREIGN_KEY : null, { ...HISTORIC_LINK, ...made });
  return {
    ...field,
    ...HISTORIC,
    value,
    args: value?.kwargs ?? field.args,
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

/** The copy of a field of `holder`, as the model at `path` has it. */
export const historicCopy = (workshop: Workshop, [holder, field]: readonly [Model, Field], path: string): Field =>
  field.relation === null ? historicColumn(workshop, field, path) : historicLink(workshop, field, [holder, path]);

/** A link that does not hold the row that it points at. */
export const looseLink = (name: string, path: string, model: Model, relatedName: string | null): Field => {
  const args = new Map<string, Value>([
    ["to", text(model.label)],
    ["on_delete", DO_NOTHING],
    ["db_constraint", FALSE],
    ...(relatedName === null ? [] : [["related_name", text(relatedName)] as const]),
  ]);
  const type = { kind: "external", path: FOREIGN_KEY } as const;
  return makeField("ForeignKey", name, path, {
    relation: makeRelation("many_to_one", { kind: "model", model }, { onDelete: "DO_NOTHING", relatedName }),
    value: { kind: "instance", class: type, args: [], kwargs: args, attributes: new Map() },
    args,
  });
};

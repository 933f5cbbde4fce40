/** Fields that Django itself puts on a model: implicit keys, links to parents, `_order`, the sides of a hidden table. */
import type { Field, Model, Relation, Target } from "../model.ts";
import { djangoFieldClass } from "./field-classes.ts";

const HOME: Readonly<Record<string, string>> = {
  ForeignKey: "django.db.models.fields.related",
  OneToOneField: "django.db.models.fields.related",
  OrderWrt: "django.db.models.fields.proxy",
};

const noArguments: Field["args"] = new Map();

/** A field of Django's class `className` with that class's own defaults, changed by `change`. */
export const makeField = (className: string, name: string, writtenIn: string, change: Partial<Field> = {}): Field => {
  const entry = djangoFieldClass(`django.db.models.${className}`);
  const set = { ...entry?.implied, ...entry?.forced };
  return {
    name,
    class: className,
    path: `${HOME[className] ?? "django.db.models.fields"}.${className}`,
    internalType: entry?.internalType ?? className,
    storage: entry?.storage ?? "column",
    null: set.null ?? false,
    blank: set.blank ?? false,
    unique: set.unique ?? false,
    primaryKey: set.primary_key ?? false,
    dbIndex: set.db_index ?? false,
    editable: set.editable ?? true,
    maxLength: set.max_length ?? null,
    hasDefault: set.has_default ?? false,
    choices: 0,
    dbColumn: null,
    relation: null,
    autoCreated: false,
    value: null,
    args: noArguments,
    writtenIn,
    origin: null,
    certainty: "certain",
    because: null,
    ...change,
  };
};

/** A plain relation to `target`. */
export const makeRelation = (kind: Relation["kind"], target: Target, change: Partial<Relation> = {}): Relation => ({
  kind,
  target,
  onDelete: "CASCADE",
  relatedName: null,
  relatedQueryName: null,
  parentLink: false,
  toField: null,
  through: null,
  throughFields: null,
  symmetrical: null,
  dbTable: null,
  ...change,
});

/** The link that multi-table inheritance adds: `place_ptr`. */
export const makeParentLink = (parent: Model, writtenIn: string): Field =>
  makeField("OneToOneField", `${parent.name.toLowerCase()}_ptr`, writtenIn, {
    autoCreated: true,
    relation: makeRelation("one_to_one", { kind: "model", model: parent }, { parentLink: true }),
  });

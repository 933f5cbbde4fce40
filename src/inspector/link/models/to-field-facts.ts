/** A linked field in the words of the facts document. */
import type { FieldFacts } from "../../../contract/shapes/facts.ts";
import type { Field, Known, Model } from "./model.ts";
import { isDjango, type ModelSettings } from "./prepare/workshop.ts";
import type { LinkedRelation } from "./relations/link-relations.ts";

/** Where a file lies, as the facts spell it, and whether it is the project's own. */
export type Place = (file: string) => { readonly file: string; readonly firstParty: boolean };

export interface FieldContext {
  readonly settings: ModelSettings;
  readonly place: Place;
}

const orNull = <T>(value: Known<T>): T | null => value ?? null;

const isForeign = (field: Field): boolean => field.relation?.kind === "many_to_one" || field.relation?.kind === "one_to_one";

const attnameOf = (field: Field): string => (isForeign(field) && field.storage === "column" ? `${field.name}_id` : field.name);

const columnOf = (field: Field, settings: ModelSettings): string | null => {
  const named = typeof field.dbColumn === "string" && field.dbColumn !== "" ? field.dbColumn : attnameOf(field);
  if (field.dbColumn === undefined && field.certainty !== "unknown") return null;
  if (field.storage === "column") return named;
  const hasName = field.relation?.kind === "many_to_many" && !isDjango(settings, 6);
  return hasName ? named : null;
};

const uniqueOf = (field: Field): boolean | null => {
  if (field.primaryKey === true) return true;
  return orNull(field.unique);
};

const targetField = (field: Field, linked: LinkedRelation | undefined): string | null => {
  const written = field.relation?.toField;
  if (typeof written === "string") return written;
  return isForeign(field) ? (linked?.targetModel?.pk?.name ?? null) : null;
};

/** An implicit key of which the class alone is not known: the settings are here, and leave it to a Django whose release is not. */
const isKeyOfUnknownClass = (field: Field, settings: ModelSettings): boolean =>
  settings.areHere && field.certainty === "unknown" && field.autoCreated && field.relation === null && field.path.startsWith("django.");

/** The reason that a field's facts give: there is no such field in a project that runs. */
export const withoutOnDelete = "it is given no on_delete, which Python refuses";

const demandingOnDelete: ReadonlySet<string> = new Set(
  ["ForeignKey", "OneToOneField"].map((name) => `django.db.models.fields.related.${name}`),
);

const lacksOnDelete = ({ value, certainty, args, path }: Field): boolean =>
  value !== null && certainty === "certain" && demandingOnDelete.has(path) && !args.has("on_delete");

/** `holder` is the model whose list it is; `owner` the one that has the column. */
export const toFieldFacts = (field: Field, linked: LinkedRelation | undefined, holder: Model, context: FieldContext): FieldFacts => {
  const relation = field.relation;
  const facts: FieldFacts = {
    name: field.name,
    class: field.class,
    internal_type: orNull(field.internalType),
    column: columnOf(field, context.settings),
    attname: attnameOf(field),
    null: orNull(field.null),
    blank: orNull(field.blank),
    unique: uniqueOf(field),
    primary_key: orNull(field.primaryKey),
    db_index: orNull(field.dbIndex),
    max_length: orNull(field.maxLength),
    has_default: orNull(field.hasDefault),
    choices: orNull(field.choices),
    relation: relation?.kind ?? null,
    related_model: linked?.target ?? null,
    on_delete: orNull(relation?.onDelete),
    related_name: linked === undefined ? orNull(relation?.relatedName) : orNull(linked.relatedName),
    accessor: orNull(linked?.accessor),
    through: linked?.through ?? null,
    to_field: targetField(field, linked),
    inherited_from: field.writtenIn === holder.path ? null : field.writtenIn,
    file: field.origin === null ? null : context.place(field.origin.file).file,
    line: field.origin?.line ?? null,
    certainty: field.certainty,
  };
  if (isKeyOfUnknownClass(field, context.settings))
    return { ...facts, class: null, internal_type: null, certainty: "inferred", because: field.because ?? "" };
  if (lacksOnDelete(field)) return { ...facts, certainty: "inferred", because: withoutOnDelete };
  return field.because === null ? facts : { ...facts, because: field.because };
};

/** A model's fields as they stand in code: what `ModelState.from_model` would make of them. */
import type { InstanceValue, Value } from "../../../evaluate/value.ts";
import { catalogueRoot } from "../../../catalogue/catalogue.ts";
import { djangoFieldClass } from "../../models/fields/field-classes.ts";
import type { Field, Known, Model, Relation } from "../../models/model.ts";
import { isSymmetrical, type LinkedRelation } from "../../models/relations/link-relations.ts";
import { certainText, unknownCanon, type Canon } from "../deconstruct/canon.ts";
import type { FieldState } from "../deconstruct/deconstructed.ts";
import { fieldState, unknownField } from "../deconstruct/field-state.ts";
import type { Scope } from "../deconstruct/scope.ts";
import { relatedNameCanon } from "./related-name.ts";

export interface ModelField {
  readonly model: Model;
  readonly field: Field;
  readonly linked: LinkedRelation | undefined;
}

const text = (value: string): Value => ({ kind: "constant", type: "str", value });
const flag = (value: boolean): Value => ({ kind: "constant", type: "bool", value });
const textCanon = (value: string): Canon => certainText(`s:${JSON.stringify(value)}`);
const TRUE = certainText("n:1");
const FALSE = certainText("n:0");

/** Fields that Django puts on models itself, all of whose arguments are known. */
const isDjangosOwn = (field: Field): boolean => field.autoCreated && field.value === null;

/** A field without a call in the source, as the call that makes it. */
const madeValue = (field: Field): InstanceValue => {
  const { relation } = field;
  const flags = { null: field.null, blank: field.blank, unique: field.unique, db_index: field.dbIndex, editable: field.editable };
  const kwargs = new Map<string, Value>();
  const entry = djangoFieldClass(field.path);
  if (!isDjangosOwn(field))
    for (const [name, value] of Object.entries(flags)) if (value !== undefined && entry !== undefined) kwargs.set(name, flag(value));
  if (typeof field.maxLength === "number") kwargs.set("max_length", { kind: "constant", type: "int", value: field.maxLength });
  if (relation !== null && relation.kind !== "many_to_many") {
    const path = `django.db.models.deletion.${relation.onDelete ?? "CASCADE"}`;
    kwargs.set("on_delete", { kind: "external", path });
  }
  if (relation?.parentLink === true) kwargs.set("parent_link", flag(true));
  if (typeof relation?.relatedName === "string") kwargs.set("related_name", text(relation.relatedName));
  return { kind: "instance", class: { kind: "external", path: field.path }, args: [], kwargs, attributes: new Map() };
};

/** `to_field` counts only where it is not the target's primary key. */
const toFieldCanon = ({ field, linked }: ModelField): Canon | null => {
  const written = field.relation?.toField;
  if (written === undefined) return unknownCanon("to_field is computed");
  if (written === null) return null;
  if (linked?.targetModel === null || linked === undefined)
    return { text: textCanon(written).text, doubt: "the primary key of its target is not known" };
  return linked.targetModel.pk?.name === written ? null : textCanon(written);
};

/** Since Django 4.0 a field deconstructs to the name that it was constructed with. */
const nameOf = (scope: Scope, relation: Relation): Known<string | null> =>
  scope.isDjango(4) && "constructedName" in relation ? relation.constructedName : relation.relatedName;

const relationOverrides = (scope: Scope, one: ModelField, overrides: Map<string, Canon | null>): void => {
  const { field, linked, model } = one;
  if (field.relation === null) return;
  const target = linked?.target ?? null;
  overrides.set("to", target === null ? unknownCanon("its target is not known") : textCanon(target.toLowerCase()));
  overrides.set(
    "related_name",
    relatedNameCanon(
      scope,
      nameOf(scope, field.relation),
      { app: model.app, name: model.name, defaultName: model.options.defaultRelatedName },
      field.relation.kind === "many_to_many" ? { name: field.name, isSymmetrical: isSymmetrical(model, field.relation) } : null,
    ),
  );
  if (field.relation.kind !== "many_to_many") overrides.set("to_field", toFieldCanon(one));
  else {
    const isHidden = field.relation.through === null && field.storage === "keyless";
    const through = isHidden ? null : (linked?.through ?? undefined);
    overrides.set(
      "through",
      through === null ? null : through === undefined ? unknownCanon("its through is not known") : textCanon(through),
    );
  }
};

export const modelFieldState = (scope: Scope, one: ModelField): FieldState => {
  const { field, model } = one;
  if (field.certainty === "unknown") return unknownField(field.because ?? `the field ${field.name} is not known`);
  const overrides = new Map<string, Canon | null>();
  relationOverrides(scope, one, overrides);
  if (field.autoCreated) overrides.set("auto_created", TRUE);
  if (field.autoCreated && field.relation === null) overrides.set("verbose_name", textCanon("ID"));
  if (field.primaryKey === true) overrides.set("primary_key", TRUE);
  if (field === model.pk) overrides.set("serialize", FALSE);
  const state = fieldState(scope, field.value ?? madeValue(field), overrides);
  if (state === null) return unknownField(`the class ${field.path} of ${field.name} is not known`);
  const made = field.value === null && !isDjangosOwn(field) ? `${field.name} is put there by a package` : null;
  const file = field.value?.origin?.file ?? "";
  const lacksTexts = file.startsWith(`${catalogueRoot}/`) && !file.startsWith(`${catalogueRoot}/django/`);
  return { ...state, doubt: state.doubt ?? (state.isWhole === true ? null : field.because) ?? made, lacksTexts };
};

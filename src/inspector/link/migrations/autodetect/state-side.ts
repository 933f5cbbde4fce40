/** A field as the migrations left it. */
import type { Value } from "../../../evaluate/value.ts";
import { bindField, type BoundField } from "../../models/fields/bind-field.ts";
import { certainText, type Canon } from "../deconstruct/canon.ts";
import type { FieldState } from "../deconstruct/deconstructed.ts";
import { boundFieldState, unknownField } from "../deconstruct/field-state.ts";
import type { Scope } from "../deconstruct/scope.ts";
import { toCanon } from "../deconstruct/to-canon.ts";
import type { ModelState, StateField } from "../state/project-state.ts";
import { relatedNameCanon } from "./related-name.ts";

const textCanon = (value: string): Canon => certainText(`s:${JSON.stringify(value)}`);

/** `app.model`, its model part in lower case, as `deconstruct()` writes it. */
const targetCanon = (scope: Scope, value: Value | undefined, renamed: string | undefined): Canon | null => {
  const plain = renamed ?? (value === undefined ? undefined : scope.evaluator.toPlain(value));
  if (typeof plain === "string") return textCanon(plain.toLowerCase());
  return value === undefined ? null : toCanon(scope, value);
};

const plainText = (scope: Scope, value: Value | undefined): string | null | undefined => {
  const plain = value === undefined ? null : scope.evaluator.toPlain(value);
  return plain === null || typeof plain === "string" ? plain : undefined;
};

/** Before Django 4.0 the models of the state were made anew, with what follows from being made. */
const renderedOverrides = (
  scope: Scope,
  model: ModelState,
  { name, bound }: { readonly name: string; readonly bound: BoundField },
  overrides: Map<string, Canon | null>,
): void => {
  if (scope.isDjango(4)) return;
  const { args, entry } = bound;
  const isKey = args.get("primary_key");
  if (isKey !== undefined && scope.evaluator.toPlain(isKey) === true) overrides.set("serialize", certainText("n:0"));
  if (args.has("to")) {
    const defaultName = plainText(scope, model.options.get("default_related_name"));
    const written = plainText(scope, args.get("related_name"));
    const manyToMany = entry.relation === "many_to_many" ? { name, isSymmetrical: false } : null;
    overrides.set("related_name", relatedNameCanon(scope, written, { app: model.app, name: model.name, defaultName }, manyToMany));
  }
};

export const stateFieldState = (scope: Scope, model: ModelState, name: string, field: StateField): FieldState => {
  const bound = bindField(scope.evaluator, field.value);
  if (bound === null) return unknownField(`the class of ${name} in the migrations is not known`);
  const overrides = new Map<string, Canon | null>();
  if (bound.entry.relation !== null) overrides.set("to", targetCanon(scope, bound.args.get("to"), field.to));
  if (field.through !== undefined) overrides.set("through", textCanon(field.through));
  if (field.toField !== undefined) overrides.set("to_field", textCanon(field.toField));
  if (field.dropsDefault) overrides.set("default", null);
  renderedOverrides(scope, model, { name, bound }, overrides);
  return boundFieldState(scope, bound, overrides);
};

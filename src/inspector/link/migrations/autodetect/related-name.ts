/** `related_name` as a field deconstructs to it: as written; before Django 4.0 with the model's names filled in. */
import type { Known } from "../../models/model.ts";
import { certainText, unknownCanon, type Canon } from "../deconstruct/canon.ts";
import type { Scope } from "../deconstruct/scope.ts";

export interface NamedModel {
  readonly app: string;
  readonly name: string;
  /** `default_related_name`. */
  readonly defaultName: Known<string | null>;
}

/** A many-to-many field: before Django 4.0 one without a way back gets a name that is made of its own. */
export interface NamedManyToMany {
  readonly name: string;
  /** It points at its own model, which then needs no way back. */
  readonly isSymmetrical: boolean;
}

export const relatedNameCanon = (
  scope: Scope,
  written: Known<string | null>,
  model: NamedModel,
  manyToMany: NamedManyToMany | null,
): Canon | null => {
  const { app, defaultName } = model;
  if (written === undefined) return unknownCanon("related_name is computed");
  if (scope.isDjango(4)) return written === null ? null : certainText(`s:${JSON.stringify(written)}`);
  const name = written === null || written === "" ? defaultName : written;
  if (name === undefined) return unknownCanon("related_name is computed");
  if (manyToMany !== null && (manyToMany.isSymmetrical || name?.endsWith("+") === true))
    return certainText(`s:${JSON.stringify(`_${app}_${model.name.toLowerCase()}_${manyToMany.name}_+`)}`);
  if (name === null || name === "") return null;
  const filled = name
    .replaceAll("%(class)s", model.name.toLowerCase())
    .replaceAll("%(model_name)s", model.name.toLowerCase())
    .replaceAll("%(app_label)s", app.toLowerCase());
  return certainText(`s:${JSON.stringify(filled)}`);
};

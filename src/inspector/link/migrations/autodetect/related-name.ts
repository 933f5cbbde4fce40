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

export const relatedNameCanon = (scope: Scope, written: Known<string | null>, model: NamedModel): Canon | null => {
  const { app, defaultName } = model;
  if (written === undefined) return unknownCanon("related_name is computed");
  if (scope.isDjango(4)) return written === null ? null : certainText(`s:${JSON.stringify(written)}`);
  const name = written === null || written === "" ? defaultName : written;
  if (name === undefined) return unknownCanon("related_name is computed");
  if (name === null || name === "") return null;
  const filled = name
    .replaceAll("%(class)s", model.name.toLowerCase())
    .replaceAll("%(model_name)s", model.name.toLowerCase())
    .replaceAll("%(app_label)s", app.toLowerCase());
  return certainText(`s:${JSON.stringify(filled)}`);
};

/** Operations on fields: `django.db.migrations.operations.fields`. */
import { modelOf, type Change, type Outcome } from "./change-models.ts";
import type { Together } from "./project-state.ts";
import { fieldOf, textOf } from "./read-parts.ts";
import { renameReferencedField } from "./references.ts";
import type { Known } from "../../models/model.ts";

const setField = (change: Change): Outcome => {
  const { evaluator, args } = change;
  const model = modelOf(change, "model_name");
  if (typeof model === "string") return model;
  const name = textOf(evaluator, args.get("name"));
  const preserve = args.get("preserve_default");
  const field = fieldOf(evaluator, args.get("field"), preserve !== undefined && evaluator.toPlain(preserve) === false);
  if (name === undefined || field === undefined) return `a field of ${model.name} is computed`;
  model.fields.set(name, field);
  return null;
};

const removeField = (change: Change): Outcome => {
  const model = modelOf(change, "model_name");
  if (typeof model === "string") return model;
  const name = textOf(change.evaluator, change.args.get("name"));
  if (name === undefined || !model.fields.delete(name)) return `the field ${name ?? "?"} of ${model.name} is removed, which is not there`;
  return null;
};

const renamed = (groups: Known<Together>, oldName: string, newName: string): Known<Together> =>
  groups?.map((group) => group.map((name) => (name === oldName ? newName : name)));

const renameField = (change: Change): Outcome => {
  const { evaluator, args, state } = change;
  const model = modelOf(change, "model_name");
  if (typeof model === "string") return model;
  const oldName = textOf(evaluator, args.get("old_name"));
  const newName = textOf(evaluator, args.get("new_name"));
  const field = oldName === undefined ? undefined : model.fields.get(oldName);
  if (oldName === undefined || newName === undefined || field === undefined)
    return `the field ${oldName ?? "?"} of ${model.name} is renamed, which is not there`;
  model.fields.delete(oldName);
  model.fields.set(newName, field);
  model.uniqueTogether = renamed(model.uniqueTogether, oldName, newName);
  model.indexTogether = renamed(model.indexTogether, oldName, newName);
  renameReferencedField(evaluator, state, model, [oldName, newName]);
  return null;
};

export const fieldChanges: Readonly<Record<string, (change: Change) => Outcome>> = {
  AddField: setField,
  AlterField: setField,
  RemoveField: removeField,
  RenameField: renameField,
};

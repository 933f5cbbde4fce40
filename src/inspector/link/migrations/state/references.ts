/** Which fields point at a model, and what a rename makes of them. */
import type { Evaluator, Value } from "../../../evaluate/value.ts";
import { modelKey, type ModelState, type ProjectState, type StateField } from "./project-state.ts";

/** `to` and `through` as written, once per field: renames ask every field. */
const written = new WeakMap<object, ReadonlyMap<string, string>>();

const writtenTargets = (evaluator: Evaluator, field: StateField): ReadonlyMap<string, string> => {
  const known = written.get(field.value);
  if (known !== undefined) return known;
  const found = new Map<string, string>();
  const read = (name: string, value: Value | undefined): void => {
    const plain = value === undefined ? undefined : evaluator.toPlain(value);
    if (typeof plain === "string") found.set(name, plain);
  };
  read("to", field.value.kwargs.get("to") ?? field.value.args[0]);
  read("through", field.value.kwargs.get("through"));
  read("to_field", field.value.kwargs.get("to_field"));
  written.set(field.value, found);
  return found;
};

/** Key of the model that a field of `model` names. */
export const targetKey = (model: Pick<ModelState, "app" | "name">, target: string): string => {
  if (target === "self") return modelKey(model.app, model.name);
  const dot = target.indexOf(".");
  return dot < 0 ? modelKey(model.app, target) : modelKey(target.slice(0, dot), target.slice(dot + 1));
};

/** Points every field that leads to `old` (a model's key) to `label`. */
export const renameTarget = (evaluator: Evaluator, state: ProjectState, old: string, label: string): void => {
  for (const model of state.models.values()) {
    for (const [name, field] of model.fields) {
      const targets = writtenTargets(evaluator, field);
      const to = field.to ?? targets.get("to");
      const through = field.through ?? targets.get("through");
      const changes = {
        ...(to !== undefined && targetKey(model, to) === old ? { to: label } : {}),
        ...(through !== undefined && targetKey(model, through) === old ? { through: label } : {}),
      };
      if (Object.keys(changes).length > 0) model.fields.set(name, { ...field, ...changes });
    }
  }
};

/** Follows a renamed field where others point at it by `to_field`. */
export const renameReferencedField = (
  evaluator: Evaluator,
  state: ProjectState,
  target: ModelState,
  names: readonly [string, string],
): void => {
  const [oldName, newName] = names;
  const key = modelKey(target.app, target.name);
  for (const model of state.models.values()) {
    model.fields.forEach((field, name) => {
      const targets = writtenTargets(evaluator, field);
      if ((field.toField ?? targets.get("to_field")) !== oldName) return;
      const to = field.to ?? targets.get("to");
      if (to !== undefined && targetKey(model, to) === key) model.fields.set(name, { ...field, toField: newName });
    });
  }
};

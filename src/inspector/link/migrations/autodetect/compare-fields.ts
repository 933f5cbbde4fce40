/** Fields of a model that is in the migrations and in the code. */
import type { Field, Model } from "../../models/model.ts";
import type { LinkedRelations } from "../../models/relations/link-relations.ts";
import type { Likeness } from "../deconstruct/canon.ts";
import { compareFields } from "../deconstruct/compare-fields.ts";
import type { FieldState } from "../deconstruct/deconstructed.ts";
import type { Scope } from "../deconstruct/scope.ts";
import { doubtful } from "./change.ts";
import { note, noteChange, type Pair } from "./compare-options.ts";
import { dependsOn, plannedField, referenceDoubt, relationDependencies } from "./model-references.ts";
import { migratedFields } from "./migrated-fields.ts";
import type { Operation } from "./plan/operation.ts";
import { modelKey } from "../state/project-state.ts";
import { hasOwnDeconstruct } from "../deconstruct/own-deconstruct.ts";
import { isPrivate } from "./is-private.ts";
import { modelFieldState } from "./model-side.ts";
import { stateFieldState } from "./state-side.ts";

const stateOfField = (scope: Scope, relations: LinkedRelations, model: Model, field: Field): FieldState =>
  modelFieldState(scope, { model, field, linked: relations.ofField.get(model)?.get(field) });

/** A class whose metaclass is the project's own may have changed its fields behind the class statement. */
const metaclassDoubt = ({ scope, model }: Pair): string | null => {
  if (model.class === null) return null;
  for (const base of scope.evaluator.mro(model.class)) {
    const metaclass = base.kind === "class" ? base.keywords.get("metaclass") : undefined;
    const type = metaclass === undefined ? undefined : scope.evaluator.force(metaclass);
    if (type?.kind === "class" && !type.module.startsWith("django.")) return `the metaclass ${type.name} may change ${model.label}`;
  }
  return null;
};

/** A field's removal comes after everything that may name it. */
const removeField = (pair: Pair, name: string, step: Operation["step"]): Parameters<typeof noteChange>[1] => {
  const key = modelKey(pair.model.app, pair.model.name);
  const before = [dependsOn(key, "order", name), dependsOn(key, "together", name)];
  return {
    op: "RemoveField",
    step,
    field: name,
    describe: `Remove field ${name} from ${pair.model.name.toLowerCase()}`,
    dependencies: pair.scope.isDjango(6) ? [...before, dependsOn(key, "listed", name)] : before,
  };
};

/** From Django 4.1 on, a field of the same name must be gone. */
const addField = (pair: Pair, field: Field, step: Operation["step"]): Parameters<typeof noteChange>[1] => {
  const planned = plannedField(pair.models, pair.model, field);
  const after = pair.scope.isDjango(4, 1) ? [dependsOn(modelKey(pair.model.app, pair.model.name), "remove", field.name)] : [];
  return {
    op: "AddField",
    step,
    field: field.name,
    describe: `Add field ${field.name} to ${pair.model.name.toLowerCase()}`,
    fields: [planned],
    dependencies: [...after, ...relationDependencies(pair.swappables, planned)],
    doubt: referenceDoubt(field, planned),
  };
};

const alterField = (pair: Pair, field: Field): Parameters<typeof noteChange>[1] => {
  const planned = plannedField(pair.models, pair.model, field);
  return {
    op: "AlterField",
    step: "alter fields",
    field: field.name,
    describe: `Alter field ${field.name} on ${pair.model.name.toLowerCase()}`,
    fields: [planned],
    dependencies: relationDependencies(pair.swappables, planned),
    doubt: referenceDoubt(field, planned),
  };
};

const compareField = (pair: Pair, field: Field): void => {
  const { scope, models, model, state } = pair;
  const old = state.fields.get(field.name);
  if (old === undefined) {
    if (isPrivate(scope, model, field)) return;
    if (field.certainty !== "certain") doubtful(pair.findings, field.because ?? `the field ${field.name} is not certain`);
    else noteChange(pair, addField(pair, field, "add fields"));
    return;
  }
  const before = stateFieldState(scope, state, field.name, old);
  const after = stateOfField(scope, models.relations, model, field);
  const found = compareFields(scope, before, after);
  const isOtherClass = before.path.text !== after.path.text && !(after.bound !== undefined && hasOwnDeconstruct(after.bound));
  const doubt = found === "different" && !isOtherClass ? metaclassDoubt(pair) : null;
  const likeness: Likeness = doubt === null ? found : { because: doubt };
  const to = scope.isDjango(6, 1) && before.isManyToMany && before.values.get("to")?.text !== after.values.get("to")?.text;
  if (before.isManyToMany === after.isManyToMany && !to) {
    note(pair, likeness, () => alterField(pair, field));
    return;
  }
  note(pair, likeness, () => removeField(pair, field.name, "alter fields"));
  note(pair, likeness, () => addField(pair, field, "alter fields"));
};

export const compareModelFields = (pair: Pair): void => {
  const { model, state } = pair;
  const fields = migratedFields(model);
  for (const field of fields) compareField(pair, field);
  const names = new Set(fields.map((field) => field.name));
  for (const name of state.fields.keys()) if (!names.has(name)) noteChange(pair, removeField(pair, name, "remove fields"));
};

/** Fields of a model that is in the migrations and in the code. */
import { allFields, type Field, type Model } from "../../models/model.ts";
import type { LinkedRelations } from "../../models/relations/link-relations.ts";
import type { Likeness } from "../deconstruct/canon.ts";
import { compareFields } from "../deconstruct/compare-fields.ts";
import type { FieldState } from "../deconstruct/deconstructed.ts";
import type { Scope } from "../deconstruct/scope.ts";
import { doubtful } from "./change.ts";
import { note, type Pair } from "./compare-options.ts";
import { hasOwnDeconstruct } from "../deconstruct/own-deconstruct.ts";
import { isPrivate } from "./is-private.ts";
import { modelFieldState } from "./model-side.ts";
import { stateFieldState } from "./state-side.ts";

/** Fields that migrations hold: the model's own, without private ones, the hidden `_order` and what a parent's table has. */
const migratedFields = (model: Model): readonly Field[] => {
  const inherited = new Set([...model.parents.keys()].flatMap((parent) => allFields(parent).map(([, field]) => field.name)));
  return [...model.fields, ...model.manyToMany].filter(
    (field) => field.class !== "OrderWrt" && field.storage !== "private" && !inherited.has(field.name),
  );
};

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

const compareField = (pair: Pair, relations: LinkedRelations, field: Field): void => {
  const { scope, model, state } = pair;
  const name = model.name.toLowerCase();
  const old = state.fields.get(field.name);
  if (old === undefined) {
    if (isPrivate(scope, model, field)) return;
    if (field.certainty !== "certain") doubtful(pair.findings, field.because ?? `the field ${field.name} is not certain`);
    else note(pair, "different", () => ["AddField", `Add field ${field.name} to ${name}`]);
    return;
  }
  const before = stateFieldState(scope, state, field.name, old);
  const after = stateOfField(scope, relations, model, field);
  const found = compareFields(scope, before, after);
  const isOtherClass = before.path.text !== after.path.text && !(after.bound !== undefined && hasOwnDeconstruct(after.bound));
  const doubt = found === "different" && !isOtherClass ? metaclassDoubt(pair) : null;
  const likeness: Likeness = doubt === null ? found : { because: doubt };
  const to = scope.isDjango(6, 1) && before.isManyToMany && before.values.get("to")?.text !== after.values.get("to")?.text;
  if (before.isManyToMany === after.isManyToMany && !to) {
    note(pair, likeness, () => ["AlterField", `Alter field ${field.name} on ${name}`]);
    return;
  }
  note(pair, likeness, () => ["RemoveField", `Remove field ${field.name} from ${name}`]);
  if (likeness === "different") note(pair, likeness, () => ["AddField", `Add field ${field.name} to ${name}`]);
};

export const compareModelFields = (pair: Pair, relations: LinkedRelations): void => {
  const { model, state } = pair;
  const fields = migratedFields(model);
  for (const field of fields) compareField(pair, relations, field);
  const names = new Set(fields.map((field) => field.name));
  for (const name of state.fields.keys())
    if (!names.has(name)) note(pair, "different", () => ["RemoveField", `Remove field ${name} from ${model.name.toLowerCase()}`]);
};

/** Operations on whole models: `django.db.migrations.operations.models`. Each answers why it could not be followed, or null. */
import type { Evaluator, Value } from "../../../evaluate/value.ts";
import { modelKey, type ModelState, type ProjectState } from "./project-state.ts";
import { entriesOf, fieldOf, isNone, itemsOf, namedValue, namedValues, pairsOf, textOf, togetherOf } from "./read-parts.ts";
import { renameTarget } from "./references.ts";

export interface Change {
  readonly evaluator: Evaluator;
  readonly state: ProjectState;
  readonly app: string;
  readonly args: ReadonlyMap<string, Value>;
}

/** Why the change could not be followed; null when it was. */
export type Outcome = string | null;

const notThere = (name: string | undefined): string =>
  name === undefined ? "an operation's model is computed" : `an operation changes the model ${name}, which is not there`;

/** The model that an argument names. */
export const modelOf = ({ evaluator, state, app, args }: Change, argument = "name"): ModelState | string => {
  const name = textOf(evaluator, args.get(argument));
  return (name === undefined ? undefined : state.models.get(modelKey(app, name))) ?? notThere(name);
};

const TOGETHER = ["unique_together", "index_together"];

/** Options that are kept apart from the others. */
const takeOptions = (change: Change, model: ModelState, options: Map<string, Value>): void => {
  const { evaluator } = change;
  model.uniqueTogether = togetherOf(evaluator, options.get("unique_together"));
  model.indexTogether = togetherOf(evaluator, options.get("index_together"));
  model.indexes = namedValues(evaluator, options.get("indexes"));
  model.constraints = namedValues(evaluator, options.get("constraints"));
  for (const name of [...TOGETHER, "indexes", "constraints"]) options.delete(name);
  model.options = options;
};

const createModel = (change: Change): Outcome => {
  const { evaluator, state, app, args } = change;
  const name = textOf(evaluator, args.get("name"));
  const fields = pairsOf(evaluator, args.get("fields"));
  const options = entriesOf(evaluator, args.get("options"));
  if (name === undefined || fields === undefined || options === undefined) return "a CreateModel is computed";
  const model: ModelState = {
    app,
    name,
    fields: new Map(),
    options,
    uniqueTogether: [],
    indexTogether: [],
    indexes: [],
    constraints: [],
    bases: args.get("bases") ?? null,
    managers: args.get("managers") ?? null,
  };
  takeOptions(change, model, options);
  for (const [fieldName, value] of fields) {
    const field = fieldOf(evaluator, value);
    if (field === undefined) return `the field ${fieldName} of ${name} is computed`;
    model.fields.set(fieldName, field);
  }
  state.models.set(modelKey(app, name), model);
  return null;
};

const deleteModel = (change: Change): Outcome => {
  const model = modelOf(change);
  if (typeof model === "string") return model;
  change.state.models.delete(modelKey(change.app, model.name));
  return null;
};

const renameModel = (change: Change): Outcome => {
  const { evaluator, state, app, args } = change;
  const model = modelOf(change, "old_name");
  const newName = textOf(evaluator, args.get("new_name"));
  if (typeof model === "string" || newName === undefined) return typeof model === "string" ? model : notThere(newName);
  const old = modelKey(app, model.name);
  renameTarget(evaluator, state, old, `${app}.${newName}`);
  state.models.delete(old);
  model.name = newName;
  state.models.set(modelKey(app, newName), model);
  return null;
};

/** An option that is one argument of its operation. */
const alterOption =
  (option: string, argument: string) =>
  (change: Change): Outcome => {
    const model = modelOf(change);
    if (typeof model === "string") return model;
    const value = change.args.get(argument);
    if (isNone(change.evaluator, value) || value === undefined) model.options.delete(option);
    else model.options.set(option, value);
    return null;
  };

const alterTogether =
  (option: "uniqueTogether" | "indexTogether", argument: string) =>
  (change: Change): Outcome => {
    const model = modelOf(change);
    if (typeof model === "string") return model;
    model[option] = togetherOf(change.evaluator, change.args.get(argument));
    return model[option] === undefined ? `${argument} of ${model.name} is computed` : null;
  };

/** `AlterModelOptions.ALTER_OPTION_KEYS`: what the operation takes away when it does not name it. */
export const ALTER_OPTION_KEYS: ReadonlySet<string> = new Set([
  "base_manager_name",
  "default_manager_name",
  "default_related_name",
  "get_latest_by",
  "managed",
  "ordering",
  "permissions",
  "default_permissions",
  "select_on_save",
  "verbose_name",
  "verbose_name_plural",
]);

const alterOptions = (change: Change): Outcome => {
  const model = modelOf(change);
  if (typeof model === "string") return model;
  const options = entriesOf(change.evaluator, change.args.get("options"));
  if (options === undefined) return `the options of ${model.name} are computed`;
  for (const key of ALTER_OPTION_KEYS) model.options.delete(key);
  for (const [key, value] of options) model.options.set(key, value);
  return null;
};

const alterManagers = (change: Change): Outcome => {
  const model = modelOf(change);
  if (typeof model === "string") return model;
  model.managers = change.args.get("managers") ?? null;
  return null;
};

type Listed = "indexes" | "constraints";

const addListed =
  (list: Listed, argument: string) =>
  (change: Change): Outcome => {
    const model = modelOf(change, "model_name");
    if (typeof model === "string") return model;
    const value = change.args.get(argument);
    const added = value === undefined ? undefined : namedValue(change.evaluator, value);
    const before = model[list];
    if (added === undefined || before === undefined) return `the ${list} of ${model.name} are computed`;
    model[list] = [...before, added];
    return null;
  };

const removeListed =
  (list: Listed) =>
  (change: Change): Outcome => {
    const model = modelOf(change, "model_name");
    const name = textOf(change.evaluator, change.args.get("name"));
    if (typeof model === "string") return model;
    if (name === undefined) return `the ${list} of ${model.name} are computed`;
    model[list] = model[list]?.filter((one) => one.name !== name);
    return null;
  };

const alterConstraint = (change: Change): Outcome => {
  const model = modelOf(change, "model_name");
  if (typeof model === "string") return model;
  const name = textOf(change.evaluator, change.args.get("name"));
  const value = change.args.get("constraint");
  const altered = value === undefined ? undefined : namedValue(change.evaluator, value);
  if (name === undefined || altered === undefined) return `the constraints of ${model.name} are computed`;
  model.constraints = model.constraints?.map((one) => (one.name === name ? altered : one));
  return null;
};

/** By its old name, or by the fields of an `index_together` that becomes an index. */
const renameIndex = (change: Change): Outcome => {
  const { evaluator, args } = change;
  const model = modelOf(change, "model_name");
  if (typeof model === "string") return model;
  const newName = textOf(evaluator, args.get("new_name"));
  const oldName = textOf(evaluator, args.get("old_name"));
  if (newName === undefined) return `the indexes of ${model.name} are computed`;
  if (oldName !== undefined) {
    model.indexes = model.indexes?.map((one) => (one.name === oldName ? { ...one, name: newName } : one));
    return null;
  }
  const fields = args.get("old_fields");
  const names = itemsOf(evaluator, fields)?.map((item) => textOf(evaluator, item));
  if (fields === undefined || names === undefined || model.indexes === undefined) return `the indexes of ${model.name} are computed`;
  model.indexTogether = model.indexTogether?.filter((group) => group.join() !== names.join());
  model.indexes = [...model.indexes, { name: newName, value: plainIndex(fields) }];
  return null;
};

const plainIndex = (fields: Value) => ({
  kind: "instance" as const,
  class: { kind: "external" as const, path: "django.db.models.indexes.Index" },
  args: [],
  kwargs: new Map([["fields", fields]]),
  attributes: new Map(),
});

export const modelChanges: Readonly<Record<string, (change: Change) => Outcome>> = {
  CreateModel: createModel,
  DeleteModel: deleteModel,
  RenameModel: renameModel,
  AlterModelTable: alterOption("db_table", "table"),
  AlterModelTableComment: alterOption("db_table_comment", "table_comment"),
  AlterOrderWithRespectTo: alterOption("order_with_respect_to", "order_with_respect_to"),
  AlterUniqueTogether: alterTogether("uniqueTogether", "unique_together"),
  AlterIndexTogether: alterTogether("indexTogether", "index_together"),
  AlterModelOptions: alterOptions,
  AlterModelManagers: alterManagers,
  AddIndex: addListed("indexes", "index"),
  AddIndexConcurrently: addListed("indexes", "index"),
  RemoveIndex: removeListed("indexes"),
  RemoveIndexConcurrently: removeListed("indexes"),
  RenameIndex: renameIndex,
  AddConstraint: addListed("constraints", "constraint"),
  AddConstraintNotValid: addListed("constraints", "constraint"),
  RemoveConstraint: removeListed("constraints"),
  AlterConstraint: alterConstraint,
};

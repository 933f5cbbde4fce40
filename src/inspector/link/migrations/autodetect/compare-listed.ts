/** Indexes and constraints of a model that is in the migrations and in the code. */
import { indexName } from "../../models/names/table-names.ts";
import type { Index, Known, Model } from "../../models/model.ts";
import { compareCanons } from "../deconstruct/canon.ts";
import { listedState, type ListedState } from "../deconstruct/listed-state.ts";
import type { Scope } from "../deconstruct/scope.ts";
import type { NamedValue } from "../state/project-state.ts";
import { noteChange, type Pair } from "./compare-options.ts";
import { migratedFields } from "./migrated-fields.ts";
import { plannedField, relationDependencies } from "./model-references.ts";
import type { Dependency } from "./plan/operation.ts";
import { doubtful } from "./change.ts";

/** `Index.suffix` of Django's classes. */
const SUFFIXES: Readonly<Record<string, string>> = {
  Index: "idx",
  GinIndex: "gin",
  GistIndex: "gist",
  BrinIndex: "brin",
  BTreeIndex: "btree",
  HashIndex: "hash",
  SpGistIndex: "spgist",
  BloomIndex: "bloom",
};

/** `Index.set_name_with_model`, for an index without a name. */
const generatedName = (model: Model, index: Index): string | null => {
  const suffix = SUFFIXES[index.class];
  const table = model.options.dbTable;
  if (suffix === undefined || table === undefined || index.fields.length === 0) return null;
  const columns: string[] = [];
  for (const written of index.fields) {
    const name = written.replace(/^-/u, "");
    const field = model.fields.find((one) => one.name === name);
    if (field === undefined || field.dbColumn === undefined) return null;
    const isForeign = field.relation !== null && field.storage === "column";
    const column = field.dbColumn ?? (isForeign ? `${name}_id` : name);
    columns.push(written.startsWith("-") ? `-${column}` : column);
  }
  return indexName(table, columns, suffix);
};

export const modelIndexes = (scope: Scope, model: Model): Known<readonly ListedState[]> => {
  const states: ListedState[] = [];
  if (!model.options.written.has("indexes")) return states;
  for (const index of model.options.indexes ?? []) {
    if (index.value.kind !== "instance") return undefined;
    const name = index.name ?? generatedName(model, index);
    if (name === null) return undefined;
    states.push(listedState(scope, index.value, name));
  }
  return model.options.indexes === undefined ? undefined : states;
};

export const modelConstraints = (scope: Scope, model: Model): Known<readonly ListedState[]> => {
  const states: ListedState[] = [];
  if (!model.options.written.has("constraints")) return states;
  for (const constraint of model.options.constraints ?? []) {
    if (constraint.value.kind !== "instance" || constraint.name === null) return undefined;
    states.push(listedState(scope, constraint.value, constraint.name));
  }
  return model.options.constraints === undefined ? undefined : states;
};

const stateListed = (scope: Scope, values: Known<readonly NamedValue[]>): Known<readonly ListedState[]> =>
  values?.map(({ name, value }) => listedState(scope, value, name));

interface Difference {
  readonly added: readonly ListedState[];
  readonly removed: readonly ListedState[];
}

const isEqual = (left: ListedState, right: ListedState): boolean => left.name === right.name && left.parts.text === right.parts.text;

/** What only one side has; null when a doubt keeps it from being told. */
const difference = (pair: Pair, before: readonly ListedState[], after: readonly ListedState[]): Difference | null => {
  const added = after.filter((one) => !before.some((other) => isEqual(one, other)));
  const removed = before.filter((one) => !after.some((other) => isEqual(one, other)));
  for (const one of [...added, ...removed]) {
    const other = (added.includes(one) ? removed : added).find((each) => each.name === one.name);
    const doubt = other === undefined ? null : compareCanons(one.parts, other.parts);
    if (doubt !== null && typeof doubt !== "string") {
      doubtful(pair.findings, doubt.because);
      return null;
    }
  }
  return { added, removed };
};

/** Null for an index of expressions: Django tells them in its own words. */
export const describeIndex = (model: string, index: ListedState): string | null =>
  index.hasExpressions ? null : `Create index ${index.name ?? "?"} on field(s) ${index.fields.join(", ")} of model ${model}`;

/** From Django 5.0 on, what all relations of the model point at must be there. */
const listedDependencies = ({ scope, models, swappables, model }: Pair): readonly Dependency[] =>
  scope.isDjango(5) ? migratedFields(model).flatMap((field) => relationDependencies(swappables, plannedField(models, model, field))) : [];

/** From Django 4.1 on, an index that only has a new name is renamed. */
export const compareIndexes = (pair: Pair): void => {
  const { scope, model, state } = pair;
  const before = stateListed(scope, state.indexes);
  const after = modelIndexes(scope, model);
  if (before === undefined || after === undefined) return doubtful(pair.findings, `the indexes of ${model.label} are not known`);
  const found = difference(pair, before, after);
  if (found === null) return;
  const name = model.name.toLowerCase();
  const removed = new Set(found.removed);
  for (const index of found.added) {
    const old = scope.isDjango(4, 1) ? [...removed].find((one) => one.parts.text === index.parts.text) : undefined;
    if (old !== undefined) {
      removed.delete(old);
      const describe = `Rename index ${old.name ?? "?"} on ${name} to ${index.name ?? "?"}`;
      noteChange(pair, { op: "RenameIndex", step: "rename indexes", describe });
      continue;
    }
    const fromTogether = (state.indexTogether ?? []).find((group) => group.join() === index.fields.join());
    const describe = describeIndex(name, index);
    if (describe === null || fromTogether !== undefined) doubtful(pair.findings, `the index ${index.name ?? "?"} of ${model.label} is new`);
    else noteChange(pair, { op: "AddIndex", step: "add indexes", describe, dependencies: listedDependencies(pair) });
  }
  for (const index of removed)
    noteChange(pair, { op: "RemoveIndex", step: "remove indexes", describe: `Remove index ${index.name ?? "?"} from ${name}` });
};

/** From Django 5.2 on, a constraint whose messages alone changed is altered. */
export const compareConstraints = (pair: Pair): void => {
  const { scope, model, state } = pair;
  const before = stateListed(scope, state.constraints);
  const after = modelConstraints(scope, model);
  if (before === undefined || after === undefined) return doubtful(pair.findings, `the constraints of ${model.label} are not known`);
  const found = difference(pair, before, after);
  if (found === null) return;
  const name = model.name.toLowerCase();
  const removed = new Set(found.removed);
  for (const constraint of found.added) {
    const old = scope.isDjango(5, 2)
      ? [...removed].find((one) => one.name === constraint.name && one.database.text === constraint.database.text)
      : undefined;
    if (old !== undefined) removed.delete(old);
    const label = constraint.name ?? "?";
    const dependencies = listedDependencies(pair);
    noteChange(
      pair,
      old === undefined
        ? { op: "AddConstraint", step: "add constraints", describe: `Create constraint ${label} on model ${name}`, dependencies }
        : { op: "AlterConstraint", step: "alter constraints", describe: `Alter constraint ${label} on ${name}`, dependencies },
    );
  }
  for (const constraint of removed) {
    const describe = `Remove constraint ${constraint.name ?? "?"} from model ${name}`;
    noteChange(pair, { op: "RemoveConstraint", step: "remove constraints", describe });
  }
};

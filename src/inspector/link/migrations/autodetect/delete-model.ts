/** A model of the migrations that no code has: its relations go first, then what points at it, then the model. */
import type { Scope } from "../deconstruct/scope.ts";
import { modelKey, type ModelState } from "../state/project-state.ts";
import { itemsOf, textOf } from "../state/read-parts.ts";
import { targetKey } from "../state/references.ts";
import { doubtful, type Findings } from "./change.ts";
import { kindOfState } from "./kinds.ts";
import { dependsOn } from "./model-references.ts";
import { operation, type Dependency, type Operation } from "./plan/operation.ts";
import type { StateRelations } from "./state-relations.ts";

export interface Deletion {
  readonly scope: Scope;
  readonly findings: Findings;
  readonly relations: () => StateRelations;
}

type Place = Pick<Operation, "step" | "model">;

const baseValues = (scope: Scope, state: ModelState): ReturnType<typeof itemsOf> =>
  state.bases === null ? [] : itemsOf(scope.evaluator, state.bases);

/** One with bases of a package is most likely made by that package behind the class statements, where it may have been overlooked. */
const isPlain = (scope: Scope, state: ModelState): boolean =>
  baseValues(scope, state)?.every((base) => {
    const forced = scope.evaluator.force(base);
    return forced.kind === "constant" || /^django\.db\.models\.(base\.)?Model$/u.test(scope.evaluator.pathOf(forced) ?? "");
  }) === true;

const removeTogethers = (scope: Scope, state: ModelState, place: Place): readonly Operation[] => {
  const alter = (op: string, option: string): Operation =>
    operation({ ...place, op, describe: `Alter ${option} for ${place.model} (0 constraint(s))` });
  const has = (groups: ModelState["uniqueTogether"]): boolean => (groups ?? []).length > 0;
  return [
    ...(has(state.uniqueTogether) ? [alter("AlterUniqueTogether", "unique_together")] : []),
    ...(has(state.indexTogether) && !scope.isDjango(5, 1) ? [alter("AlterIndexTogether", "index_together")] : []),
  ];
};

/** From Django 6.0 on, indexes and constraints are taken away first. */
const removeListed = (scope: Scope, state: ModelState, place: Place): readonly Operation[] => {
  if (!scope.isDjango(6)) return [];
  const remove = (op: string, describe: string): Operation => operation({ ...place, op, describe });
  return [
    ...(state.indexes ?? []).map(({ name }) => remove("RemoveIndex", `Remove index ${name ?? "?"} from ${place.model}`)),
    ...(state.constraints ?? []).map(({ name }) =>
      remove("RemoveConstraint", `Remove constraint ${name ?? "?"} from model ${place.model}`),
    ),
  ];
};

/** The keys under which Django finds what points at the model: before Django 4.0 those of its parents too. */
const pointedKeys = (scope: Scope, state: ModelState): readonly string[] => {
  const parents = scope.isDjango(4) ? [] : (baseValues(scope, state) ?? []).flatMap((base) => textOf(scope.evaluator, base) ?? []);
  return [modelKey(state.app, state.name), ...parents.map((label) => targetKey(state, label))];
};

const incoming = ({ scope, relations }: Deletion, state: ModelState): readonly Dependency[] => {
  const key = modelKey(state.app, state.name);
  const { to, through } = relations();
  const pointing = pointedKeys(scope, state).flatMap(to);
  const seen = scope.isDjango(4) ? pointing : pointing.filter((one) => one.isManyToMany || !one.isHidden);
  const between = through(key);
  const remove = (one: (typeof pointing)[number], on: Dependency["on"]): Dependency =>
    dependsOn(modelKey(one.source.app, one.source.name), on, one.field);
  return [
    ...seen.flatMap((one) => [remove(one, "remove"), ...(one.isManyToMany ? [] : [remove(one, "alter")])]),
    ...(between === null ? [] : [remove(between, "remove")]),
  ];
};

const deleteTable = (deletion: Deletion, state: ModelState, step: Operation["step"]): readonly Operation[] | string => {
  const { scope, relations } = deletion;
  const fields = relations().fieldsOf(state);
  if (fields === null) return `a field of ${state.name} in the migrations is of a class that is not known`;
  const { unknown } = relations();
  if (unknown !== null) return `${state.name} is gone, and ${unknown} in the migrations may point at it`;
  const lacks = [state.uniqueTogether, state.indexTogether, state.indexes, state.constraints].includes(undefined);
  if (lacks) return `the indexes, constraints or options of ${state.name} in the migrations are not known`;
  const key = modelKey(state.app, state.name);
  const place = { step, model: state.name.toLowerCase() };
  const names = [...fields].sort();
  return [
    ...removeTogethers(scope, state, place),
    ...removeListed(scope, state, place),
    ...names.map((name) =>
      operation({
        ...place,
        op: "RemoveField",
        field: name,
        describe: `Remove field ${name} from ${place.model}`,
        dependencies: scope.isDjango(6) ? [dependsOn(key, "listed", name)] : [],
      }),
    ),
    operation({
      ...place,
      op: "DeleteModel",
      describe: `Delete model ${state.name}`,
      dependencies: [...incoming(deletion, state), ...names.map((name) => dependsOn(key, "remove", name))],
    }),
  ];
};

export const deleteModel = (deletion: Deletion, state: ModelState): void => {
  const { scope, findings } = deletion;
  const kind = kindOfState(scope, state);
  if (!isPlain(scope, state))
    return doubtful(findings, `${state.name} is in the migrations, with bases that may be of a package, and was not found in code`);
  if (kind === null) return doubtful(findings, `whether ${state.name} of the migrations is managed is not known`);
  if (kind === "proxy") {
    const model = state.name.toLowerCase();
    findings.changes.push(operation({ op: "DeleteModel", step: "delete proxy", model, describe: `Delete model ${state.name}` }));
    return;
  }
  const found = deleteTable(deletion, state, kind === "model" ? "delete" : "delete unmanaged");
  if (typeof found === "string") doubtful(findings, found);
  else findings.changes.push(...found);
};

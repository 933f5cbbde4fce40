/** One operation of a migration, applied to the state as its `state_forwards` would. */
import { noteBirth } from "../../../evaluate/state/deeds.ts";
import type { ClassValue, Evaluator, FunctionValue, Value } from "../../../evaluate/value.ts";
import type { LinkedOperation } from "../migration.ts";
import { nestedOperations } from "../read-migration.ts";
import { fieldChanges } from "./change-fields.ts";
import { modelChanges, type Outcome } from "./change-models.ts";
import { operationArguments, operationKind } from "./operation-parts.ts";
import { addDoubt, type ProjectState } from "./project-state.ts";

interface Place {
  readonly evaluator: Evaluator;
  readonly state: ProjectState;
  readonly app: string;
}

const changes = { ...modelChanges, ...fieldChanges };

/** Django's operations that leave the models as they are. */
const STILL = /^(RunPython|RunSQL|Operation|\w*Extension|CreateCollation|RemoveCollation|CollationOperation|ValidateConstraint)$/u;

/** Operations of packages that leave the models as they are, where their code is not here. */
const STILL_PATHS = /^django_migration_linter\.|(^|\.)CleanHierarkeyDuplicates$/u;

const applyNested = (place: Place, value: Value | undefined): Outcome => {
  const operations = nestedOperations(place.evaluator, value);
  if (operations === null) return "its state operations are computed";
  for (const operation of operations) {
    const outcome = applyKnown(place, operation);
    if (outcome !== null) return outcome;
  }
  return null;
};

const stateForwards = (evaluator: Evaluator, own: readonly ClassValue[]): FunctionValue | null => {
  for (const one of own) {
    const binding = one.namespace.get("state_forwards");
    const value = binding === undefined ? undefined : evaluator.force(binding.value);
    if (value?.kind === "function") return value;
  }
  return null;
};

/** The project's own `state_forwards`, run with a state that notes what is done to it. */
const applyOwn = ({ evaluator, app }: Place, operation: LinkedOperation, method: FunctionValue): Outcome => {
  const models: Value = { kind: "dict", entries: [], open: "the models of a migration" };
  noteBirth(models);
  const state: Value = {
    kind: "instance",
    class: { kind: "external", path: "django.db.migrations.state.ProjectState" },
    args: [],
    kwargs: new Map(),
    attributes: new Map([["models", { value: models, origins: [] }]]),
  };
  const before = evaluator.effects.length;
  const label: Value = { kind: "constant", type: "str", value: app };
  evaluator.call({ kind: "method", self: operation.instance, function: method }, [label, state], new Map());
  const isStill = evaluator.effects.length === before && models.entries.length === 0;
  return isStill ? null : `${operation.op} changes the state in its own way`;
};

const applyKnown = (place: Place, operation: LinkedOperation): Outcome => {
  const { evaluator } = place;
  const kind = operationKind(evaluator, operation);
  const method = stateForwards(evaluator, kind.own);
  if (method !== null) {
    if (kind.own.some((one) => one.catalogued === true)) return `the code of ${operation.op} is not here`;
    return applyOwn(place, operation, method);
  }
  if (kind.open !== null) return STILL_PATHS.test(operation.path ?? "") ? null : kind.open;
  if (kind.name === null) return `${operation.op} is no operation that is known`;
  const args = operationArguments(evaluator, operation);
  if (kind.name === "SeparateDatabaseAndState" || kind.name === "RunSQL") return applyNested(place, args.get("state_operations"));
  if (STILL.test(kind.name)) return null;
  const change = changes[kind.name];
  return change === undefined ? `${operation.op} is not known` : change({ ...place, args });
};

/** Doubt falls on the app, and on other apps that the operation names. */
export const applyOperation = (place: Place, operation: LinkedOperation, apps: ReadonlySet<string>): void => {
  const because = applyKnown(place, operation);
  if (because === null) return;
  addDoubt(place.state, place.app, because);
  const isDjangos = operation.op in changes;
  for (const value of [...operation.instance.args, ...operation.instance.kwargs.values()]) {
    const plain = place.evaluator.toPlain(value);
    const [label = "", model] = typeof plain === "string" ? plain.split(".") : [];
    // To Django's own operations a text without a dot is a name within their app.
    if (apps.has(label) && (model !== undefined || !isDjangos)) addDoubt(place.state, label, because);
  }
};

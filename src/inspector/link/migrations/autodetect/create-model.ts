/**
 * A model that no migration has: `CreateModel`, and the operations that complete it. The autodetector writes relations,
 * indexes, constraints and options that name fields apart, for its optimizer to take into the `CreateModel` where it can.
 */
import type { ProjectModels } from "../../models/link-models.ts";
import type { Field, Model } from "../../models/model.ts";
import { keyOf } from "../../models/relations/registry.ts";
import { modelKey, type ProjectState } from "../state/project-state.ts";
import type { Scope } from "../deconstruct/scope.ts";
import { doubtful, type Findings } from "./change.ts";
import { describeIndex, modelConstraints, modelIndexes } from "./compare-listed.ts";
import { migratedFields } from "./migrated-fields.ts";
import { indexTogether, orderedBy, describeTogether, uniqueTogether, type OptionName } from "./compare-options.ts";
import { isPrivate } from "./is-private.ts";
import { kindOfModel } from "./kinds.ts";
import { baseKeys, dependsOn, plannedField, referenceDoubt, relationDependencies, type Swappables } from "./model-references.ts";
import { operation, type Dependency, type Operation, type PlannedField } from "./plan/operation.ts";

export interface Creation {
  readonly scope: Scope;
  readonly models: ProjectModels;
  readonly project: ProjectState;
  readonly swappables: Swappables;
  readonly findings: Findings;
}

interface NewField {
  readonly field: Field;
  readonly planned: PlannedField;
  /** It becomes an operation of its own. */
  readonly isApart: boolean;
}

const newFields = ({ scope, models }: Creation, model: Model): readonly NewField[] =>
  migratedFields(model)
    .filter((field) => !isPrivate(scope, model, field))
    .map((field) => {
      const { relation } = field;
      const isApart = relation !== null && (relation.kind === "many_to_many" || (field.primaryKey !== true && !relation.parentLink));
      return { field, planned: plannedField(models, model, field), isApart };
    });

/** The user model and what can be swapped come first: `swappable_first_key`. */
const placeOf = ({ models }: Creation, model: Model): string => {
  const name = model.name.toLowerCase();
  const user = models.workshop.settings.read("AUTH_USER_MODEL");
  const isFirst = typeof model.options.swappable === "string" || (typeof user === "string" && keyOf(user) === keyOf(model.label));
  return isFirst ? `___${name}` : name;
};

/** Fields that a parent loses and the new model has: they must be gone first. */
const movedFields = ({ models, project }: Creation, base: string, names: ReadonlySet<string>): readonly Dependency[] => {
  const before = project.models.get(base);
  const after = models.registry.byLabel.get(base);
  if (before === undefined || after === undefined) return [];
  const kept = new Set(migratedFields(after).map(({ name }) => name));
  return [...before.fields.keys()].filter((name) => !kept.has(name) && names.has(name)).map((name) => dependsOn(base, "remove", name));
};

const createOperation = (creation: Creation, model: Model, fields: readonly NewField[]): Operation => {
  const { scope, models } = creation;
  const key = modelKey(model.app, model.name);
  const name = model.name.toLowerCase();
  const kind = kindOfModel(model);
  const bases = baseKeys(scope.evaluator, models, model);
  const names = new Set(fields.map(({ field }) => field.name));
  const own = kind === "proxy" ? [] : fields.filter(({ isApart }) => !isApart);
  const keyTarget = own.find(({ field }) => field.primaryKey === true)?.planned.reference?.to;
  return operation({
    op: "CreateModel",
    step: kind === "proxy" ? "create proxy" : kind === "unmanaged" ? "create unmanaged" : "create",
    place: kind === "proxy" ? name : placeOf(creation, model),
    model: name,
    describe: `Create ${model.options.proxy ? "proxy " : ""}model ${model.name}`,
    fields: own.map(({ planned }) => planned),
    bases,
    dependencies: [
      dependsOn(key, "remove"),
      ...bases.flatMap((base) => [dependsOn(base, "create"), ...(kind === "proxy" ? [] : movedFields(creation, base, names))]),
      ...(keyTarget === undefined ? [] : [dependsOn(keyTarget, "create")]),
    ],
    doubt: own.map(({ field, planned }) => referenceDoubt(field, planned)).find((doubt) => doubt !== null) ?? null,
  });
};

const completing = (creation: Creation, model: Model): Pick<Operation, "step" | "place" | "model"> => ({
  step: "complete",
  place: placeOf(creation, model),
  model: model.name.toLowerCase(),
});

const addFields = (creation: Creation, model: Model, apart: readonly NewField[]): readonly Operation[] =>
  [...apart]
    .sort((left, right) => (left.field.name < right.field.name ? -1 : 1))
    .map(({ field, planned }) =>
      operation({
        ...completing(creation, model),
        op: "AddField",
        field: field.name,
        describe: `Add field ${field.name} to ${model.name.toLowerCase()}`,
        fields: [planned],
        dependencies: [...relationDependencies(creation.swappables, planned), dependsOn(modelKey(model.app, model.name), "create")],
        doubt: referenceDoubt(field, planned),
      }),
    );

/** `undefined` lists are one operation without words: taken in, it matters to nobody what it says. */
const addListed = (creation: Creation, model: Model, dependencies: readonly Dependency[]): readonly Operation[] => {
  const name = model.name.toLowerCase();
  const add = (op: string, describe: string | null, doubt: string | null = null): Operation =>
    operation({ ...completing(creation, model), op, describe, dependencies, doubt });
  const indexes = modelIndexes(creation.scope, model);
  const constraints = modelConstraints(creation.scope, model);
  const lacking = (what: string): string => `the ${what} of ${model.label} are not known`;
  return [
    ...(indexes?.map((index) => add("AddIndex", describeIndex(name, index))) ?? [add("AddIndex", null, lacking("indexes"))]),
    ...(constraints?.map((one) => add("AddConstraint", `Create constraint ${one.name ?? "?"} on model ${name}`)) ?? [
      add("AddConstraint", null, lacking("constraints")),
    ]),
  ];
};

const alterTogethers = (creation: Creation, model: Model, dependencies: readonly Dependency[]): readonly Operation[] => {
  const { scope } = creation;
  const alter = (option: OptionName, groups: ReturnType<typeof uniqueTogether>): readonly Operation[] =>
    groups?.length === 0
      ? []
      : [
          operation({
            ...completing(creation, model),
            ...describeTogether(option, model, groups),
            dependencies,
            doubt: groups === undefined ? `${option} of ${model.label} is computed` : null,
          }),
        ];
  return [
    ...alter("unique_together", uniqueTogether(model)),
    ...(scope.isDjango(5, 1) ? [] : alter("index_together", indexTogether(scope, model))),
  ];
};

const complete = (creation: Creation, model: Model, fields: readonly NewField[]): readonly Operation[] => {
  const key = modelKey(model.app, model.name);
  const apart = fields.filter(({ isApart }) => isApart);
  const names = apart.map(({ field }) => field.name).sort();
  const dependencies = [...names.map((name) => dependsOn(key, "create", name)), dependsOn(key, "create")];
  const order = orderedBy(creation.scope, model);
  const orders =
    order === null
      ? []
      : [
          operation({
            ...completing(creation, model),
            op: "AlterOrderWithRespectTo",
            describe: `Set order_with_respect_to on ${model.name.toLowerCase()} to ${order}`,
            names: [order],
            dependencies: [dependsOn(key, "create", order), dependsOn(key, "create")],
          }),
        ];
  return [
    ...addFields(creation, model, apart),
    ...orders,
    ...addListed(creation, model, dependencies),
    ...alterTogethers(creation, model, dependencies),
  ];
};

export const createModel = (creation: Creation, model: Model): void => {
  const { findings } = creation;
  const kind = kindOfModel(model);
  if (model.because !== null || model.class === null) doubtful(findings, model.because ?? `${model.label} is made by a package`);
  else if (kind === null) doubtful(findings, `whether ${model.label} is managed is not known`);
  else {
    const fields = kind === "proxy" ? [] : newFields(creation, model);
    findings.changes.push(createOperation(creation, model, fields));
    if (kind === "model") findings.changes.push(...complete(creation, model, fields));
  }
};

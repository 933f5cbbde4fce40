/** A model: its class, its bases as far as they are models, its table, the app that it belongs to. */
import type { Facts, ModelFacts } from "../../contract/shapes/facts.ts";
import type { Why, WhyStep } from "../../contract/shapes/why.ts";
import { appSteps } from "./explain-app.ts";
import { migrationSteps } from "./explain-migration.ts";

const classStep = (model: ModelFacts): WhyStep => ({
  says:
    model.line === null
      ? `${model.label} has no class statement: a package or Django makes it`
      : `${model.label} is the class ${model.name} of ${model.module}, a model by its bases ${model.bases.join(", ")}`,
  file: model.file,
  line: model.line,
});

/** The abstract and concrete models that it inherits from, nearest first. */
const parentSteps = (facts: Facts, model: ModelFacts): readonly WhyStep[] => [
  ...model.abstract_parents.map((path) => {
    const parent = facts.models.find((one) => one.abstract && `${one.module}.${one.name}` === path);
    return { says: `It inherits the fields of the abstract ${path}`, file: parent?.file ?? null, line: parent?.line ?? null };
  }),
  ...model.concrete_parents.map((label) => {
    const parent = facts.models.find((one) => one.label === label);
    return { says: `It shares the table rows of ${label}`, file: parent?.file ?? null, line: parent?.line ?? null };
  }),
];

/** The model's class and what it rests on, the app last. */
export const modelSteps = (facts: Facts, model: ModelFacts): readonly WhyStep[] => {
  const app = facts.apps.find(({ label }) => label === model.app);
  return [classStep(model), ...parentSteps(facts, model), ...(app === undefined ? [] : appSteps(facts, app))];
};

export const explainModel = (facts: Facts, model: ModelFacts): Why => ({
  name: model.label,
  kind: "model",
  certainty: model.certainty,
  because: model.because ?? null,
  steps: [
    ...(model.db_table === null ? [] : [{ says: `Its table is ${model.db_table}`, file: null, line: null }]),
    ...(model.swapped === null ? [] : [{ says: `${model.swapped} stands in its place`, file: null, line: null }]),
    ...modelSteps(facts, model),
    ...migrationSteps(facts, model, null),
  ],
});

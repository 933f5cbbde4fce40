/** A field: where it is written, what it is made of, the model that has it, and the migrations that made it. */
import type { Facts, FieldFacts, ModelFacts } from "../../contract/shapes/facts.ts";
import type { Why, WhyStep } from "../../contract/shapes/why.ts";
import { migrationSteps } from "./explain-migration.ts";
import { modelSteps } from "./explain-model.ts";
import { settingSteps } from "./explain-setting.ts";

const kindOf = (field: FieldFacts): string => {
  const inside = field.internal_type === null || field.internal_type === field.class ? "" : `, kept as ${field.internal_type}`;
  // Its rows are in a table of their own.
  const column = field.column === null || field.relation === "many_to_many" ? "" : `, in column ${field.column}`;
  return `${field.class ?? "a field of unknown class"}${inside}${column}`;
};

const writtenStep = (model: ModelFacts, field: FieldFacts): WhyStep => {
  if (field.line === null)
    return { says: `${field.name} is written nowhere: Django or a package adds it (${kindOf(field)})`, file: field.file, line: null };
  const where =
    field.inherited_from === null ? `in the body of ${model.name}` : `in ${field.inherited_from}, which ${model.name} inherits from`;
  return { says: `${field.name} is written ${where}: ${kindOf(field)}`, file: field.file, line: field.line };
};

const implicitSteps = (facts: Facts, model: ModelFacts, field: FieldFacts): readonly WhyStep[] => {
  if (!(field.line === null && field.primary_key === true && field.relation === null)) return [];
  const app = facts.apps.find(({ label }) => label === model.app);
  if (app?.default_auto_field != null)
    return [{ says: `Its class is default_auto_field of ${app.config_class ?? app.name}`, file: app.file, line: app.line }];
  const setting = facts.settings.values.find(({ name }) => name === "DEFAULT_AUTO_FIELD");
  return setting === undefined
    ? [{ says: "Its class is Django's default: DEFAULT_AUTO_FIELD is not set", file: null, line: null }]
    : settingSteps(setting);
};

const relationSteps = (facts: Facts, field: FieldFacts): readonly WhyStep[] => {
  if (field.related_model === null) return [];
  const target = facts.models.find((one) => one.label === field.related_model);
  const user =
    facts.settings.AUTH_USER_MODEL === field.related_model
      ? facts.settings.values.find(({ name }) => name === "AUTH_USER_MODEL")
      : undefined;
  return [
    {
      says: `It points at ${field.related_model}${field.on_delete === null ? "" : `, on_delete ${field.on_delete}`}`,
      file: target?.file ?? null,
      line: target?.line ?? null,
    },
    ...(field.accessor === null ? [] : [{ says: `The way back is ${field.related_model}.${field.accessor}`, file: null, line: null }]),
    ...(field.through === null ? [] : [{ says: `The rows between are ${field.through}`, file: null, line: null }]),
    ...(user === undefined ? [] : settingSteps(user)),
  ];
};

export const explainField = (facts: Facts, model: ModelFacts, field: FieldFacts): Why => ({
  name: `${model.label}.${field.name}`,
  kind: "field",
  certainty: field.certainty,
  because: field.because ?? null,
  steps: [
    writtenStep(model, field),
    ...implicitSteps(facts, model, field),
    ...relationSteps(facts, field),
    ...modelSteps(facts, model),
    ...migrationSteps(facts, model, field),
  ],
});

/** django-model-utils: a `StatusField` takes its choices and its default from `STATUS` of the model. */
import { countChoices } from "../fields/count-choices.ts";
import type { Field, Model } from "../model.ts";
import type { Workshop } from "../prepare/workshop.ts";
import { ownValue, toText } from "../values.ts";
import type { Pattern } from "./pattern.ts";

const isStatusField = (field: Field): boolean => /^model_utils\..*\bStatusField$/.test(field.path);

const choicesName = (workshop: Workshop, field: Field): string => {
  const written = field.value?.kwargs.get("choices_name");
  return (written === undefined ? null : toText(workshop.evaluator, written)) ?? "STATUS";
};

const withStatus = (workshop: Workshop, model: Model, field: Field): Field => {
  const name = choicesName(workshop, field);
  for (const base of model.class === null ? [] : workshop.evaluator.mro(model.class)) {
    const status = base.kind === "class" ? ownValue(workshop.evaluator, base.namespace, name) : undefined;
    if (status === undefined) continue;
    const listed = status.kind === "instance" ? status.args.length : countChoices(workshop.evaluator, status);
    return { ...field, choices: listed, hasDefault: true };
  }
  return { ...field, choices: undefined, hasDefault: undefined };
};

const complete = (workshop: Workshop, model: Model): void => {
  model.fields = model.fields.map((field) => (isStatusField(field) ? withStatus(workshop, model, field) : field));
};

export const modelUtils: Pattern = { complete };

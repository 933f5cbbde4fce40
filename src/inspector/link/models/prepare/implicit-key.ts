/** The `id` of a model that declares no primary key. */
import type { ConstantValue, Value } from "../../../evaluate/value.ts";
import { makeField } from "../fields/make-field.ts";
import { djangoFieldClass } from "../fields/field-classes.ts";
import { readField } from "../fields/read-field.ts";
import type { Field, Model } from "../model.ts";
import { autoFieldPath, knowsAutoField, type Workshop } from "./workshop.ts";

const TRUE: ConstantValue = { kind: "constant", type: "bool", value: true };

/** Of the class that the app's config, the settings or Django's version name; which one is not known without settings or version. */
export const implicitKey = (workshop: Workshop, model: Model): Field => {
  const path = autoFieldPath(workshop, model.app);
  const className = path.slice(path.lastIndexOf(".") + 1);
  const because = workshop.settings.areHere
    ? "nothing says DEFAULT_AUTO_FIELD, and which Django the project runs on is not known"
    : "there are no settings to say DEFAULT_AUTO_FIELD";
  const unknown = { certainty: "unknown", because } as const;
  const made = { autoCreated: true, primaryKey: true, ...(knowsAutoField(workshop, model.app) ? {} : unknown) };
  if (djangoFieldClass(path) !== undefined) return makeField(className, "id", model.path, made);
  return { ...ownKey(workshop, model, path), ...made };
};

/** A project's own key class, constructed as Django would. */
const ownKey = (workshop: Workshop, model: Model, path: string): Field => {
  const { evaluator } = workshop;
  const module = evaluator.importModule(path.slice(0, path.lastIndexOf(".")));
  const kwargs = new Map<string, Value>([["primary_key", TRUE]]);
  const value = evaluator.call(evaluator.attribute(module, path.slice(path.lastIndexOf(".") + 1)), [], kwargs);
  const field = value.kind === "instance" ? readField(evaluator, "id", value, model.path) : null;
  if (field !== null) return field;
  const because = `the class ${path} of implicit keys is not here`;
  return makeField("AutoField", "id", model.path, { class: path.slice(path.lastIndexOf(".") + 1), path, certainty: "unknown", because });
};

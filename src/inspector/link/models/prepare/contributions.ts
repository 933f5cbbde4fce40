/** What the body of a model class contributes to it: fields and managers, in source order, and what later code adds. */
import type { Binding, ClassValue, InstanceValue, Value } from "../../../evaluate/value.ts";
import { absentField, readField } from "../fields/read-field.ts";
import type { Field, Model } from "../model.ts";
import { agree } from "../fields/agree.ts";
import { classesOf } from "../values.ts";
import type { Workshop } from "./workshop.ts";

export type Contribution = { readonly kind: "field"; readonly field: Field } | { readonly kind: "manager"; readonly name: string };

/** Names that need not be looked at: they never hold a field. */
const SKIPPED = /^(__.*__|Meta|DoesNotExist|MultipleObjectsReturned)$/;

interface Found {
  readonly value: InstanceValue;
  readonly because: string | null;
}

/** The instances that a name may hold: several where a branch could not be decided. */
const instancesOf = (workshop: Workshop, value: Value, because: string | null): readonly Found[] => {
  const forced = workshop.evaluator.force(value);
  if (forced.kind === "instance") return [{ value: forced, because }];
  return forced.kind === "alternatives" ? forced.options.flatMap((option) => instancesOf(workshop, option, forced.because)) : [];
};

const isManager = (workshop: Workshop, value: InstanceValue): boolean =>
  classesOf(workshop.evaluator, value).some((base) => {
    if (base.kind === "unknown") return false;
    const path = workshop.evaluator.pathOf(base) ?? "";
    return /^django\.db\.models\.(manager\.)?(Base)?Manager$/.test(path) || (base.kind === "external" && path.endsWith("Manager"));
  });

const contribute = (workshop: Workshop, model: Model, name: string, found: Found): Contribution | null => {
  const { evaluator } = workshop;
  const field = readField(evaluator, name, found.value, model.path) ?? absentField(evaluator, name, found.value, model.path);
  if (field !== null) {
    const inferred = found.because !== null && field.certainty === "certain";
    return { kind: "field", field: inferred ? { ...field, certainty: "inferred", because: found.because } : field };
  }
  return isManager(workshop, found.value) ? { kind: "manager", name } : null;
};

const fromBinding = (workshop: Workshop, model: Model, name: string, binding: Binding): Contribution | null => {
  const found = instancesOf(workshop, binding.value, binding.because ?? null);
  const possible = found.flatMap((each) => contribute(workshop, model, name, each) ?? []);
  const fields = possible.flatMap((each) => (each.kind === "field" ? [each.field] : []));
  const [first, ...others] = fields;
  return first === undefined ? (possible[0] ?? null) : { kind: "field", field: others.reduce(agree, first) };
};

/** Everything in order; later code's additions last. */
export const contributions = (workshop: Workshop, model: Model, value: ClassValue): readonly Contribution[] => {
  const own = [...value.namespace].flatMap(([name, binding]) =>
    SKIPPED.test(name) ? [] : (fromBinding(workshop, model, name, binding) ?? []),
  );
  const added = (workshop.additions.get(value) ?? []).flatMap((addition): readonly Contribution[] => {
    const found = contribute(workshop, model, addition.name, addition);
    return found?.kind === "field"
      ? [{ kind: "field", field: { ...found.field, addedAt: addition.origin } }]
      : found === null
        ? []
        : [found];
  });
  return [...own, ...added];
};

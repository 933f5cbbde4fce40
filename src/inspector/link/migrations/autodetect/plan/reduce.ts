/** `Operation.reduce`: what two operations come to, when the optimizer meets them. */
import type { Operation, PlannedField } from "./operation.ts";

export interface Rules {
  readonly app: string;
  /** Is the project's Django at least `major.minor`? */
  readonly isDjango: (major: number, minor?: number) => boolean;
}

const LISTED = /^(Add|Remove|Rename|Alter)(Index|Constraint)$/u;
const TOGETHER = /^Alter(Unique|Index)Together$/u;
const OPTION = /^Alter(ModelTable|ModelTableComment|UniqueTogether|IndexTogether|OrderWithRespectTo|ModelOptions|ModelManagers)$/u;
const FIELD = /^(Add|Remove|Alter)Field$/u;

/** `field_references`; with a field's name, whether it may be the field that is pointed at. */
const pointsAt = ({ reference }: PlannedField, key: string, name: string | null): boolean => {
  if (reference === null) return false;
  const isNamed = (names: readonly (string | null)[] | null): boolean => name === null || names === null || names.includes(name);
  const { to, toFields, through, throughFields } = reference;
  if (to === key && (isNamed(toFields) || toFields?.includes(null) === true)) return true;
  return through === key && isNamed(throughFields);
};

/** May the operation refer to the model? */
const refersToModel = (one: Operation, model: string, { app }: Rules): boolean => {
  if (one.op === "DeleteModel" || LISTED.test(one.op) || one.model === model) return true;
  const key = `${app}.${model}`;
  return one.bases.includes(key) || one.fields.some((field) => pointsAt(field, key, null));
};

/** May the operation refer to the field? */
const refersToField = (one: Operation, model: string, name: string, rules: Rules): boolean => {
  if (FIELD.test(one.op)) {
    if (one.model === model && one.field === name) return true;
    return one.fields.some((field) => pointsAt(field, `${rules.app}.${model}`, name));
  }
  if (TOGETHER.test(one.op) || one.op === "AlterOrderWithRespectTo")
    return one.model === model && (one.names === null || one.names.includes(name));
  return refersToModel(one, model, rules);
};

/** Whether `one`, of a model that is made, is taken into its `CreateModel`. */
const isTakenIn = (one: Operation, { isDjango }: Rules): boolean => {
  if (one.op === "AddIndex") return isDjango(4, 2);
  if (one.op === "AddConstraint") return isDjango(5, 1);
  return one.op === "AddField" || TOGETHER.test(one.op) || one.op === "AlterOrderWithRespectTo";
};

const reduceCreation = (one: Operation, other: Operation, rules: Rules): readonly Operation[] | null => {
  if (one.model !== other.model) return null;
  if (other.op === "DeleteModel") return one.step === "create proxy" ? null : [];
  if (!isTakenIn(other, rules)) return null;
  return [other.op === "AddField" ? { ...one, fields: [...one.fields, ...other.fields] } : one];
};

const reduceField = (one: Operation, other: Operation, { isDjango }: Rules): readonly Operation[] | null => {
  if (one.model !== other.model) return null;
  if (other.op === "DeleteModel") return one.op === "RemoveField" ? [other] : null;
  if (!FIELD.test(other.op) || one.field !== other.field || one.op === "RemoveField") return null;
  if (one.op === "AddField") return other.op === "RemoveField" ? [] : other.op === "AlterField" ? [{ ...one, fields: other.fields }] : null;
  return other.op === "RemoveField" || (other.op === "AlterField" && isDjango(5)) ? [other] : null;
};

/** The operations that stand for both; or whether the one can be moved past the other. */
export const reduce = (one: Operation, other: Operation, rules: Rules): readonly Operation[] | boolean => {
  if (LISTED.test(one.op)) return false;
  if (FIELD.test(one.op)) return reduceField(one, other, rules) ?? !refersToField(other, one.model, one.field ?? "", rules);
  if (one.op === "CreateModel") {
    const reduced = reduceCreation(one, other, rules);
    if (reduced !== null) return reduced;
  }
  if (OPTION.test(one.op) && one.model === other.model && (other.op === one.op || other.op === "DeleteModel")) return [other];
  const areBothTogether = TOGETHER.test(one.op) && TOGETHER.test(other.op) && one.op !== other.op;
  return !refersToModel(other, one.model, rules) || (areBothTogether && rules.isDjango(4, 1));
};

/**
 * A field as Django has it after its constructor: every attribute by the class's own rules and the arguments given.
 *
 * What was not passed has Django's default; with arguments of unknown content that default is not known either.
 */
import type { ClassValue, Evaluator, InstanceValue, Value } from "../../../evaluate/value.ts";
import type { Field, Known } from "../model.ts";
import { classesOf, classPath, isNone, ownValue, toBoolean, toInteger, toText } from "../values.ts";
import { bindField, type BoundField } from "./bind-field.ts";
import { countChoices } from "./count-choices.ts";
import { readRelation } from "./read-relation.ts";

type Flag = "null" | "blank" | "unique" | "primary_key" | "db_index" | "editable";

const DEFAULTS = { null: false, blank: false, unique: false, primary_key: false, db_index: false, editable: true } as const;

const flagOf = (evaluator: Evaluator, field: BoundField, name: Flag): Known<boolean> => {
  const forced = field.entry.forced[name];
  if (forced !== undefined) return forced;
  if (name === "blank" || name === "editable") {
    const stamped = isStamped(evaluator, field);
    if (stamped !== false) return stamped === undefined ? undefined : name === "blank";
  }
  const given = field.args.get(name);
  if (given !== undefined) return isNumber(evaluator, given) ? undefined : toBoolean(evaluator, given);
  return field.open === null || name === "primary_key" ? (field.entry.implied[name] ?? DEFAULTS[name]) : undefined;
};

/** Django keeps `blank=3` as it is written: neither true nor false says that. */
const isNumber = (evaluator: Evaluator, value: Value): boolean => typeof evaluator.toPlain(value) === "number";

/** `auto_now` and `auto_now_add` make a date field blank and not editable. */
const isStamped = (evaluator: Evaluator, field: BoundField): Known<boolean> => {
  const flags = ["auto_now", "auto_now_add"].map((name) => {
    const given = field.entry.positional.includes(name) ? field.args.get(name) : undefined;
    return given === undefined ? false : toBoolean(evaluator, given);
  });
  if (flags.includes(true)) return true;
  return flags.includes(undefined) ? undefined : false;
};

const maxLengthOf = (evaluator: Evaluator, field: BoundField): Known<number | null> => {
  const forced = field.entry.forced.max_length;
  if (forced !== undefined) return forced;
  const given = field.args.get("max_length");
  if (given !== undefined) return toInteger(evaluator, given);
  return field.open === null ? (field.entry.implied.max_length ?? null) : undefined;
};

/** A method of the field's own class, `undefined` where Django's decides. */
const ownMethod = (evaluator: Evaluator, field: BoundField, name: string): Known<Value> => {
  for (const own of field.own) {
    const method = own.kind === "class" ? ownValue(evaluator, own.namespace, name) : undefined;
    if (method?.kind === "function") return evaluator.call({ kind: "method", self: field.value, function: method }, [], new Map());
  }
  return undefined;
};

const hasDefault = (evaluator: Evaluator, field: BoundField): Known<boolean> => {
  const answer = ownMethod(evaluator, field, "has_default");
  if (answer !== undefined) return toBoolean(evaluator, answer);
  const forced = field.entry.forced.has_default;
  if (forced !== undefined) return forced;
  const given = field.args.get("default");
  if (given === undefined) return field.open === null ? (field.entry.implied.has_default ?? false) : undefined;
  const value = evaluator.force(given);
  const path = evaluator.pathOf(value.kind === "instance" ? value.class : value);
  return path?.endsWith("NOT_PROVIDED") !== true;
};

const choicesOf = (evaluator: Evaluator, field: BoundField): Known<number> => {
  if (field.own.some((own) => own.kind === "class" && own.namespace.has("choices"))) return undefined;
  const given = field.args.get("choices");
  if (given !== undefined) return countChoices(evaluator, given);
  return field.open === null && field.entry.ownChoices !== true ? 0 : undefined;
};

/** What `get_internal_type` of one class answers; null when it has none. */
const answeredType = (evaluator: Evaluator, field: BoundField, own: ClassValue): Known<string> | null => {
  const method = ownValue(evaluator, own.namespace, "get_internal_type");
  if (method?.kind !== "function") return null;
  const answer = evaluator.call({ kind: "method", self: field.value, function: method }, [], new Map());
  return toText(evaluator, answer) ?? undefined;
};

/** `get_internal_type()`: the subclass's own answer when it has one, else that of Django's class. */
const internalTypeOf = (evaluator: Evaluator, field: BoundField): Known<string> => {
  for (const own of field.own) {
    if (own.kind === "external") return undefined;
    const answer = answeredType(evaluator, field, own);
    if (answer !== null) return answer;
  }
  // A common package's class may say it where its code is here; the entry says it where it is not.
  const known = field.known.kind === "external" || field.known.module.startsWith("django.") ? null : field.known;
  const answer = known === null ? null : answeredType(evaluator, field, known);
  return answer ?? field.entry.internalType ?? generatedType(evaluator, field) ?? field.name;
};

/** A generated column has the type of its `output_field`. */
const generatedType = (evaluator: Evaluator, field: BoundField): Known<string> => {
  const output = field.entry.name === "GeneratedField" ? field.args.get("output_field") : undefined;
  const inner = output === undefined ? undefined : evaluator.force(output);
  const bound = inner?.kind === "instance" ? bindField(evaluator, inner) : null;
  return bound === null ? undefined : internalTypeOf(evaluator, bound);
};

const textOf = (evaluator: Evaluator, value: Value | undefined): Known<string | null> =>
  value === undefined || isNone(value) ? null : toText(evaluator, value);

/** Methods by which a class of its own may call the column anything. */
const NAMING = ["get_attname", "get_attname_column"];

const namesColumn = ({ own }: BoundField): boolean =>
  own.some((each) => each.kind === "class" && NAMING.some((name) => each.namespace.has(name)));

/** The field that a name in the body of `writtenIn` is bound to; null when the instance is no field. */
export const readField = (evaluator: Evaluator, name: string, value: InstanceValue, writtenIn: string): Field | null => {
  const bound = bindField(evaluator, value);
  if (bound === null) return null;
  const ownName = textOf(evaluator, bound.args.get("name"));
  return {
    name: bound.entry.storage === "private" || typeof ownName !== "string" ? name : ownName,
    class: bound.name,
    path: bound.path,
    internalType: internalTypeOf(evaluator, bound),
    storage: bound.entry.storage,
    null: flagOf(evaluator, bound, "null"),
    blank: flagOf(evaluator, bound, "blank"),
    unique: flagOf(evaluator, bound, "unique"),
    primaryKey: flagOf(evaluator, bound, "primary_key"),
    dbIndex: flagOf(evaluator, bound, "db_index"),
    editable: flagOf(evaluator, bound, "editable"),
    maxLength: maxLengthOf(evaluator, bound),
    hasDefault: hasDefault(evaluator, bound),
    choices: choicesOf(evaluator, bound),
    dbColumn: namesColumn(bound) ? undefined : textOf(evaluator, bound.args.get("db_column")),
    relation: readRelation(evaluator, bound),
    autoCreated: false,
    value,
    args: bound.args,
    writtenIn,
    origin: value.origin ?? null,
    certainty: bound.open === null ? "certain" : "inferred",
    because: bound.open,
  };
};

/** Why a class cannot be told to be a field: the first of its bases that is not here. */
const whyAbsent = (evaluator: Evaluator, value: InstanceValue): string | null => {
  for (const base of classesOf(evaluator, value)) {
    if (base.kind === "unknown") return base.because;
    if (base.kind === "external" && !base.path.startsWith("builtins.")) return `the code of ${base.path} is not here`;
  }
  return null;
};

const nothingKnown = {
  internalType: undefined,
  null: undefined,
  blank: undefined,
  unique: undefined,
  primaryKey: undefined,
  dbIndex: undefined,
  editable: undefined,
  maxLength: undefined,
  hasDefault: undefined,
  choices: undefined,
  dbColumn: undefined,
} as const;

/** A function that is called with a field, as `encrypt(models.CharField())`, gives one; what a class makes of several is none. */
const takesField = (evaluator: Evaluator, path: string, { args }: InstanceValue): boolean => {
  const given = args[0] === undefined ? undefined : evaluator.force(args[0]);
  return /(?:^|\.)[a-z_]\w*$/.test(path) && given?.kind === "instance" && bindField(evaluator, given) !== null;
};

/** A field of a class whose code is not here, known by its name alone. */
export const absentField = (evaluator: Evaluator, name: string, value: InstanceValue, writtenIn: string): Field | null => {
  const path = classPath(evaluator, value.class);
  const because = whyAbsent(evaluator, value);
  const looksSo = /(Field|ForeignKey|ParentalKey)$/.test(path) && !/\bforms?\b|serializers/.test(path);
  if (because === null || !(looksSo || takesField(evaluator, path, value))) return null;
  return {
    name,
    class: path.slice(path.lastIndexOf(".") + 1),
    path,
    ...nothingKnown,
    storage: "column",
    relation: null,
    autoCreated: false,
    value,
    args: value.kwargs,
    writtenIn,
    origin: value.origin ?? null,
    certainty: "unknown",
    because,
  };
};

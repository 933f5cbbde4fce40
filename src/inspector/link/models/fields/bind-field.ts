/**
 * From the instance of a field class to the arguments that Django's own constructor received.
 *
 * A project's subclass may change them in its `__init__`; what the evaluator saw reach the first constructor without
 * source is then used. Where that could not be followed, the arguments as written are kept and `open` says why the
 * others are not known.
 */
import type { ClassValue, Evaluator, ExternalValue, InstanceValue, Value } from "../../../evaluate/value.ts";
import { FewEntries } from "../../../../kit/few-entries.ts";
import { classesOf, classPath } from "../values.ts";
import { djangoFieldClass, type FieldClass } from "./field-classes.ts";
import { knownFieldClass } from "./known-field-classes.ts";

export interface BoundField {
  readonly entry: FieldClass;
  readonly value: InstanceValue;
  readonly name: string;
  readonly path: string;
  readonly args: ReadonlyMap<string, Value>;
  /** Why arguments that are not in `args` may have been given; null when they were not. */
  readonly open: string | null;
  /** Classes before Django's own in the order of resolution. */
  readonly own: readonly (ClassValue | ExternalValue)[];
  /** The class that `entry` tells of. */
  readonly known: ClassValue | ExternalValue;
}

type Passed = Pick<InstanceValue, "args" | "kwargs">;

const toArguments = (entry: FieldClass, passed: Passed): ReadonlyMap<string, Value> => {
  if (passed.args.length === 0) return passed.kwargs;
  const named = new FewEntries<Value>();
  passed.args.forEach((value, index) => {
    const name = entry.positional[index];
    if (name !== undefined) named.set(name, value);
  });
  for (const [name, value] of passed.kwargs) named.set(name, value);
  return named;
};

const entryOf = (path: string): FieldClass | undefined => djangoFieldClass(path) ?? knownFieldClass(path);

/** Attributes that the subclass's `__init__` (or later code) set on the instance, by the argument they stand for. */
const assigned = new Map([
  ["_unique", "unique"],
  ...["null", "blank", "max_length", "db_index", "primary_key", "default", "choices", "editable", "db_column", "db_collation"].map(
    (name) => [name, name] as const,
  ),
]);

const withAttributes = (given: ReadonlyMap<string, Value>, value: InstanceValue): ReadonlyMap<string, Value> => {
  if (value.attributes.size === 0) return given;
  const args = new Map(given);
  for (const [name, binding] of value.attributes) {
    const argument = assigned.get(name);
    if (argument !== undefined) args.set(argument, binding.value);
  }
  return args;
};

/** Parameters of the relation objects that a field's `__init__` may hand to Django as `rel`. */
const relationParameters: Readonly<Record<string, readonly string[]>> = {
  ManyToManyRel: [
    "field",
    "to",
    "related_name",
    "related_query_name",
    "limit_choices_to",
    "symmetrical",
    "through",
    "through_fields",
    "db_constraint",
  ],
  ...Object.fromEntries(
    ["ManyToOneRel", "OneToOneRel"].map((name) => [
      name,
      ["field", "field_name", "to", "related_name", "related_query_name", "limit_choices_to", "parent_link", "on_delete"],
    ]),
  ),
};

/** What a subclass's own relation object says, where Django's constructors of fields take it apart. */
const withRelation = (evaluator: Evaluator, given: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> => {
  const written = given.get("rel");
  const rel = written === undefined ? undefined : evaluator.force(written);
  if (rel?.kind !== "instance") return given;
  for (const base of classesOf(evaluator, rel)) {
    const path = base.kind === "unknown" ? "" : classPath(evaluator, base);
    const parameters = path.startsWith("django.") ? relationParameters[path.slice(path.lastIndexOf(".") + 1)] : undefined;
    if (parameters === undefined) continue;
    const args = new Map(given);
    const passed = rel.reached ?? rel;
    passed.args.forEach((value, index) => args.set(parameters[index] ?? "", value));
    for (const [name, value] of passed.kwargs) args.set(name, value);
    // They lead back to the field itself.
    for (const name of ["rel", "field"]) args.delete(name);
    return args;
  }
  return given;
};

interface Reading {
  readonly entry: FieldClass;
  readonly passed: Passed;
  readonly open: string | null;
}

/** Which constructor's parameters the arguments fill. */
const readingOf = (entry: FieldClass, value: InstanceValue, changesArguments: boolean): Reading => {
  const { reached } = value;
  if (reached !== undefined) {
    const target = entryOf(reached.path) ?? (reached.path.startsWith("django.") ? entry : undefined);
    const open = reached.open ?? (target === undefined ? `the code of ${reached.path} is not here` : null);
    return { entry: mergeEntries(entry, target), passed: reached, open };
  }
  return { entry, passed: value, open: value.open ?? (changesArguments ? "its class changes its arguments" : null) };
};

/**
 * A subclass that calls `super().__init__` ends at its base; one that calls an ancestor's skips what lies between, but
 * keeps the methods of its base.
 */
const mergeEntries = (entry: FieldClass, target: FieldClass | undefined): FieldClass =>
  target === undefined ? entry : { ...target, internalType: entry.internalType, relation: entry.relation };

/** The field that `value` is; null when it is an instance of something else. */
export const bindField = (evaluator: Evaluator, value: InstanceValue): BoundField | null => {
  const own: (ClassValue | ExternalValue)[] = [];
  for (const base of classesOf(evaluator, value)) {
    if (base.kind === "unknown") continue;
    const entry = entryOf(classPath(evaluator, base));
    if (entry === undefined) {
      own.push(base);
      continue;
    }
    const changes = own.some((one) => one.kind === "external" || one.namespace.has("__init__"));
    const reading = readingOf(entry, value, changes);
    return {
      entry: reading.entry,
      value,
      name: value.class.kind === "class" ? value.class.name : value.class.path.slice(value.class.path.lastIndexOf(".") + 1),
      path: classPath(evaluator, value.class),
      args: withRelation(evaluator, withAttributes(toArguments(reading.entry, reading.passed), value)),
      open: reading.open,
      own,
      known: base,
    };
  }
  return null;
};

/**
 * A field as `deconstruct()` tells it: its class, and each argument of Django's own constructor that differs from the
 * default. Two fields are the same to Django exactly when these are.
 *
 * Where a class of its own stands before Django's and its code is not here, or it deconstructs in its own way, a
 * difference is a doubt: both ends went through the same constructor, so only equality is certain.
 */
import { readBy } from "../../../evaluate/state/readings.ts";
import type { InstanceValue, Value } from "../../../evaluate/value.ts";
import { bindField, type BoundField } from "../../models/fields/bind-field.ts";
import { classesOf, classPath } from "../../models/values.ts";
import { certainText, joinCanons, unknownCanon, type Canon } from "./canon.ts";
import { choicesCanon } from "./choices-canon.ts";
import { doubtOf, ownClasses, pathCanon } from "./field-classes.ts";
import { isDefault, LEFT_OUT, packageRules } from "./field-defaults.ts";
import type { FieldState } from "./deconstructed.ts";
import type { Scope } from "./scope.ts";
import { readStreamField } from "./stream-field.ts";
import { toCanon } from "./to-canon.ts";

/** Arguments that are known better from elsewhere; null: not given. */
export type Overrides = ReadonlyMap<string, Canon | null>;

const isNotProvided = (scope: Scope, value: Value): boolean => {
  const forced = scope.evaluator.force(value);
  return (scope.evaluator.pathOf(forced.kind === "instance" ? forced.class : forced) ?? "").endsWith("NOT_PROVIDED");
};

const listCanon = (scope: Scope, value: Value): Canon => {
  const forced = scope.evaluator.force(value);
  return toCanon(scope, forced.kind === "sequence" && forced.type === "tuple" ? { ...forced, type: "list" } : forced);
};

const storageCanon = (scope: Scope, value: Value): Canon | null => {
  const canon = toCanon(scope, value);
  return canon.text === "None" || /(default_storage|DefaultStorage\(\))$/u.test(canon.text) ? null : canon;
};

const argumentCanon = (scope: Scope, name: string, value: Value): Canon | null => {
  switch (name) {
    case "choices": {
      const canon = choicesCanon(scope, value);
      return isDefault(name, canon.text) ? null : canon;
    }
    case "validators": {
      const canon = listCanon(scope, value);
      return canon.text === "[]" ? null : canon;
    }
    case "default":
    case "db_default":
      return isNotProvided(scope, value) ? null : toCanon(scope, value);
    case "storage":
      return storageCanon(scope, value);
    default: {
      const canon = toCanon(scope, value);
      return isDefault(name, canon.text) ? null : canon;
    }
  }
};

const TRUE = "n:1";
const AUTO = /AutoField(Mixin)?$/u;

/** What the class says of an argument whatever was given. */
const settle = (bound: BoundField, values: Map<string, Canon>): void => {
  const { entry } = bound;
  for (const name of Object.keys(entry.forced)) values.delete(name);
  for (const [name, implied] of Object.entries(entry.implied)) {
    if (name === "has_default" || bound.args.has(name)) continue;
    const text = `n:${String(Number(implied))}`;
    if (!isDefault(name, text)) values.set(name, certainText(text));
  }
  if (AUTO.test(entry.name)) values.set("primary_key", certainText(TRUE));
  if (values.get("auto_now")?.text === TRUE || values.get("auto_now_add")?.text === TRUE) {
    values.delete("blank");
    values.delete("editable");
  }
};

/** What the constructor of a package's class hands to Django's where it is given nothing, or what Django leaves out. */
const packagedDefaults = (scope: Scope, bound: BoundField, values: Map<string, Canon>): void => {
  if (bound.value.reached !== undefined) return;
  const packaged = ownClasses(scope, bound).find((one) => one.kind === "class" && one.reached !== undefined);
  if (packaged?.kind !== "class") return;
  for (const [name, value] of packaged.reached?.kwargs ?? []) {
    if (values.has(name) || LEFT_OUT.has(name) || scope.takenAway.has(name)) continue;
    const canon = argumentCanon(scope, name, value);
    if (canon !== null) values.set(name, canon);
  }
};

/** The path that it deconstructs to, where that is not its own. */
const followPackage = (scope: Scope, bound: BoundField, values: Map<string, Canon>): string | undefined => {
  for (const one of classesOf(scope.evaluator, bound.value)) {
    if (one.kind === "unknown") continue;
    const path = classPath(scope.evaluator, one);
    const rule = packageRules[`${path.slice(0, path.indexOf("."))}.${path.slice(path.lastIndexOf(".") + 1)}`];
    if (rule === undefined) continue;
    for (const name of rule.leftOut) values.delete(name);
    for (const [name, text] of Object.entries(rule.implied))
      if (!bound.args.has(name) && !scope.takenAway.has(name)) values.set(name, certainText(text));
    return rule.path;
  }
  return undefined;
};

/** An argument given at Django's default, where the class's own default is another. */
const givenDefaults = (scope: Scope, bound: BoundField, values: Map<string, Canon>): void => {
  for (const name of Object.keys(bound.entry.implied)) {
    const given = bound.args.get(name);
    if (given !== undefined && !values.has(name)) values.set(name, toCanon(scope, given));
  }
};

const compositeCanon = (scope: Scope, bound: BoundField): Canon =>
  joinCanons(
    "(",
    bound.value.args.map((one) => toCanon(scope, one)),
    ")",
  );

/** What every relation knows better than its arguments do. */
const RELATIONAL: ReadonlySet<string> = new Set(["to", "related_name", "to_field", "through"]);

/** Of a `StreamField`, its blocks in the place of the arguments that tell them. */
const readState = (scope: Scope, bound: BoundField, overrides: Overrides): FieldState => {
  const stream = readStreamField(scope, bound);
  const plain = stream === null ? null : bindField(scope.evaluator, stream.field);
  if (stream === null || plain === null) return readArguments(scope, bound, overrides);
  const { values } = readArguments(scope, plain, overrides);
  return {
    path: certainText(bound.path),
    isManyToMany: false,
    values: new Map([...values, ["(0)", stream.blocks]]),
    doubt: null,
    isWhole: true,
    bound,
  };
};

/** A field without what is known better from elsewhere. */
const readArguments = (scope: Scope, bound: BoundField, overrides: Overrides): FieldState => {
  const values = new Map<string, Canon>();
  for (const [name, value] of bound.args) {
    if (LEFT_OUT.has(name) || (overrides.has(name) && RELATIONAL.has(name)) || scope.takenAway.has(name)) continue;
    if (name === "through_fields" && !scope.isDjango(5, 2)) continue;
    const canon = argumentCanon(scope, name, value);
    if (canon !== null) values.set(name, canon);
  }
  if (bound.entry.name === "CompositePrimaryKey") values.set("fields", compositeCanon(scope, bound));
  givenDefaults(scope, bound, values);
  packagedDefaults(scope, bound, values);
  settle(bound, values);
  const path = followPackage(scope, bound, values);
  return {
    path: path === undefined ? pathCanon(bound) : certainText(path),
    isManyToMany: bound.entry.relation === "many_to_many",
    values,
    doubt: doubtOf(scope, bound),
    bound,
  };
};

const withOverrides = (scope: Scope, state: FieldState, overrides: Overrides): FieldState => {
  const values = new Map(state.values);
  for (const [name, canon] of overrides) {
    if (canon === null || isDefault(name, canon.text) || scope.takenAway.has(name)) values.delete(name);
    else values.set(name, canon);
  }
  if (state.bound !== undefined) settle(state.bound, values);
  return { ...state, values };
};

export const boundFieldState = (scope: Scope, bound: BoundField, overrides: Overrides): FieldState =>
  withOverrides(scope, readState(scope, bound, overrides), overrides);

const noOverrides: Overrides = new Map();

/**
 * Django compares clones, which are made of what `deconstruct()` tells: an argument given at Django's own default is not
 * told, and the constructor of the field's own class is asked again without it.
 */
const cloned = (scope: Scope, bound: BoundField): BoundField => {
  const { value } = bound;
  if (value.reached === undefined || value.class.kind !== "class") return bound;
  const isTold = (name: string): boolean => {
    const given = bound.args.get(name);
    return given === undefined || name in bound.entry.implied || argumentCanon(scope, name, given) !== null;
  };
  const told = new Map([...value.kwargs].filter(([name]) => isTold(name)));
  if (told.size === value.kwargs.size) return bound;
  const clone = scope.evaluator.call(value.class, value.args, told, value.origin);
  return (clone.kind === "instance" ? bindField(scope.evaluator, clone) : null) ?? bound;
};

/** Null when the value is no field. A field of an abstract model is read once for all models that inherit it. */
export const fieldState = (scope: Scope, value: InstanceValue, overrides: Overrides = noOverrides): FieldState | null => {
  const known = scope.states.get(value) ?? new Map<string, FieldState | null>();
  scope.states.set(value, known);
  const left = [...overrides.keys()].filter((name) => RELATIONAL.has(name)).join(" ");
  let state = known.get(left);
  if (state === undefined) {
    state = readBy(scope.sharedBy, () => {
      const bound = bindField(scope.evaluator, value);
      return bound === null ? null : readState(scope, cloned(scope, bound), overrides);
    });
    known.set(left, state);
  }
  return state === null ? null : withOverrides(scope, state, overrides);
};

/** A field of which nothing is known. */
export const unknownField = (because: string): FieldState => ({
  path: unknownCanon(because),
  isManyToMany: false,
  values: new Map(),
  doubt: because,
});

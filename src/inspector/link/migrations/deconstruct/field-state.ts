/**
 * A field as `deconstruct()` tells it: its class, and each argument of Django's own constructor that differs from the
 * default. Two fields are the same to Django exactly when these are.
 *
 * Where a class of its own stands before Django's and its code is not here, or it deconstructs in its own way, a
 * difference is a doubt: both ends went through the same constructor, so only equality is certain.
 */
import type { InstanceValue, Value } from "../../../evaluate/value.ts";
import { bindField, type BoundField } from "../../models/fields/bind-field.ts";
import { djangoFieldClass } from "../../models/fields/field-classes.ts";
import { classesOf } from "../../models/values.ts";
import { certainText, compareCanons, joinCanons, unknownCanon, type Canon, type Likeness } from "./canon.ts";
import { choicesCanon } from "./choices-canon.ts";
import { isDefault, LEFT_OUT, packageRules } from "./field-defaults.ts";
import { hasOwnDeconstruct, ownDeconstruct } from "./own-deconstruct.ts";
import type { Scope } from "./scope.ts";
import { toCanon } from "./to-canon.ts";

export interface FieldState {
  /** The class. */
  readonly path: Canon;
  readonly isManyToMany: boolean;
  /** Arguments that are not at their default, by name. */
  readonly values: ReadonlyMap<string, Canon>;
  /** Why a difference in `values` may be none. */
  readonly doubt: string | null;
  /** It is known from the catalogue alone, which may not have its texts for people. */
  readonly lacksTexts?: boolean;
  /** What it was read from. */
  readonly bound?: BoundField;
}

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
  return canon.text === "None" || canon.text.endsWith("default_storage") ? null : canon;
};

const argumentCanon = (scope: Scope, name: string, value: Value): Canon | null => {
  switch (name) {
    case "choices":
      return choicesCanon(scope, value);
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
    const text = typeof implied === "string" ? implied : `n:${String(Number(implied))}`;
    if (!isDefault(name, text)) values.set(name, certainText(text));
  }
  if (AUTO.test(entry.name)) values.set("primary_key", certainText(TRUE));
  if (values.get("auto_now")?.text === TRUE || values.get("auto_now_add")?.text === TRUE) {
    values.delete("blank");
    values.delete("editable");
  }
};

const followPackage = (scope: Scope, bound: BoundField, values: Map<string, Canon>): void => {
  for (const one of classesOf(scope.evaluator, bound.value)) {
    if (one.kind === "unknown") continue;
    const module = one.kind === "class" ? one.module : one.path;
    const rule = packageRules[module.slice(0, module.indexOf("."))];
    if (rule === undefined) continue;
    for (const name of rule.leftOut) values.delete(name);
    for (const [name, text] of Object.entries(rule.implied)) if (!bound.args.has(name)) values.set(name, certainText(text));
    return;
  }
};

/** An argument given at Django's default, where the class's own default is another. */
const givenDefaults = (scope: Scope, bound: BoundField, values: Map<string, Canon>): void => {
  for (const name of Object.keys(bound.entry.implied)) {
    const given = bound.args.get(name);
    if (given !== undefined && !values.has(name)) values.set(name, toCanon(scope, given));
  }
};

/** `django.db.models.fields.CharField` and `django.db.models.CharField` are one class. */
const djangoPath = (path: string): string => {
  const own = djangoFieldClass(path);
  return own === undefined ? path : `${/^django\.contrib\.\w+/u.exec(path)?.[0] ?? "models"}.${own.name}`;
};

const pathCanon = (bound: BoundField): Canon => {
  const { path } = bound;
  if (djangoFieldClass(path) !== undefined) return certainText(djangoPath(path));
  const [first] = bound.own;
  return first?.kind === "external" ? { text: path, doubt: `the code of ${path} is not here` } : certainText(path);
};

/** Why another spelling of the arguments may come to the same field. */
const doubtOf = (bound: BoundField): string | null => {
  if (bound.open !== null) return bound.open;
  for (const one of bound.own) {
    if (one.kind === "external") return `the code of ${one.path} is not here`;
    if (one.catalogued === true) return `the code of ${one.module}.${one.qualname} is not here`;
    if (one.namespace.has("deconstruct")) return `${one.module}.${one.qualname} deconstructs in its own way`;
  }
  return null;
};

export const boundFieldState = (scope: Scope, bound: BoundField, overrides: Overrides): FieldState => {
  const values = new Map<string, Canon>();
  for (const [name, value] of bound.args) {
    if (LEFT_OUT.has(name) || overrides.has(name)) continue;
    if (name === "through_fields" && !scope.isDjango(5, 2)) continue;
    const canon = argumentCanon(scope, name, value);
    if (canon !== null) values.set(name, canon);
  }
  if (bound.entry.name === "CompositePrimaryKey")
    values.set(
      "fields",
      joinCanons(
        "(",
        bound.value.args.map((one) => toCanon(scope, one)),
        ")",
      ),
    );
  givenDefaults(scope, bound, values);
  for (const [name, canon] of overrides) if (canon !== null && !isDefault(name, canon.text)) values.set(name, canon);
  settle(bound, values);
  followPackage(scope, bound, values);
  return { path: pathCanon(bound), isManyToMany: bound.entry.relation === "many_to_many", values, doubt: doubtOf(bound), bound };
};

const noOverrides: Overrides = new Map();

/** Null when the value is no field. */
export const fieldState = (scope: Scope, value: InstanceValue, overrides: Overrides = noOverrides): FieldState | null => {
  const bound = bindField(scope.evaluator, value);
  return bound === null ? null : boundFieldState(scope, bound, overrides);
};

/** A field inside another's arguments (`base_field`, `output_field`). */
export const fieldCanon = (scope: Scope, value: InstanceValue): Canon | null => {
  const state = fieldState(scope, value);
  if (state === null) return null;
  const parts = [...state.values]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, canon]) => joinCanons(`${name}=`, [canon], ""));
  const whole = joinCanons("field ", [state.path, ...parts], "");
  return { text: whole.text, doubt: whole.doubt ?? state.doubt };
};

const ABSENT = certainText("-");
const TEXTS: ReadonlySet<string> = new Set(["help_text", "error_messages"]);

const valueOf = (state: FieldState, name: string): Canon =>
  state.values.get(name) ?? (state.lacksTexts === true && TEXTS.has(name) ? unknownCanon(`the ${name} of a package is not kept`) : ABSENT);

/** Arguments at the default of the class itself, which its own `deconstruct()` leaves out; an e-mail's length it keeps. */
const withoutImplied = (bound: BoundField, values: ReadonlyMap<string, Canon>): ReadonlyMap<string, Canon> => {
  const { entry } = bound;
  const isImplied = (name: string, canon: Canon): boolean =>
    Object.entries(entry.implied).some(([implied, value]) => implied === name && canon.text === `n:${String(Number(value))}`);
  return entry.name === "EmailField" ? values : new Map([...values].filter(([name, canon]) => !isImplied(name, canon)));
};

/** After the `deconstruct()` that the project has written; null where it has none, or it cannot be followed. */
const inItsOwnWay = (scope: Scope, state: FieldState): FieldState | null => {
  const { bound } = state;
  if (bound === undefined || bound.open !== null) return null;
  const answer = ownDeconstruct(scope, bound, withoutImplied(bound, state.values));
  if (answer === null) return null;
  const isOutside = bound.own.some((one) => one.kind === "external" || one.catalogued === true);
  const doubt = isOutside ? `the code of ${bound.path} is not all here` : null;
  return { ...state, path: certainText(djangoPath(answer.path)), values: answer.values, doubt };
};

/** What a constructor of the project keeps for its own `deconstruct()`. */
const keptCanon = (scope: Scope, bound: BoundField): Canon =>
  joinCanons(
    "",
    [...bound.value.attributes]
      .filter(([name]) => !DJANGOS.has(name))
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, binding]) => joinCanons(`${name}=`, [toCanon(scope, binding.value)], "")),
    "",
  );

const DJANGOS: ReadonlySet<string> = new Set(["remote_field", "model", "name", "opts", "column", "attname"]);

/** A method that cannot be followed gives the same for the same; it may also give the same for what differs. */
const compareUnfollowed = (scope: Scope, left: FieldState, right: FieldState): Likeness => {
  const likeness = compareStates(left, right);
  if (likeness !== "same" || left.bound === undefined || right.bound === undefined) return likeness;
  const kept = compareCanons(keptCanon(scope, left.bound), keptCanon(scope, right.bound));
  return kept === "same" ? kept : { because: left.doubt ?? `${left.path.text} deconstructs in its own way` };
};

/** As Django's autodetector compares two fields. */
export const compareFields = (scope: Scope, left: FieldState, right: FieldState): Likeness => {
  const isOwn = [left, right].some(({ bound }) => bound !== undefined && hasOwnDeconstruct(bound));
  const likeness = isOwn ? null : compareStates(left, right);
  if (likeness === "same") return likeness;
  const followed = [inItsOwnWay(scope, left), inItsOwnWay(scope, right)] as const;
  if (isOwn && [left, right].some(({ bound }, index) => bound !== undefined && hasOwnDeconstruct(bound) && followed[index] === null))
    return compareUnfollowed(scope, left, right);
  return compareStates(followed[0] ?? left, followed[1] ?? right);
};

/** `different` only when some part certainly is. */
const compareStates = (left: FieldState, right: FieldState): Likeness => {
  const doubt = left.doubt ?? right.doubt;
  const found: Likeness[] = [compareCanons(left.path, right.path)];
  for (const name of new Set([...left.values.keys(), ...right.values.keys()]))
    found.push(compareCanons(valueOf(left, name), valueOf(right, name)));
  if (found.includes("different")) return doubt === null ? "different" : { because: doubt };
  return found.find((one) => one !== "same") ?? "same";
};

/** A field of which nothing is known. */
export const unknownField = (because: string): FieldState => ({
  path: unknownCanon(because),
  isManyToMany: false,
  values: new Map(),
  doubt: because,
});

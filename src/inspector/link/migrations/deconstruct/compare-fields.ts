/** Two fields compared as Django's autodetector does. */
import { readBy } from "../../../evaluate/state/readings.ts";
import type { InstanceValue } from "../../../evaluate/value.ts";
import { bindField, type BoundField } from "../../models/fields/bind-field.ts";
import { certainText, compareCanons, joinCanons, unknownCanon, type Canon, type Likeness } from "./canon.ts";
import { djangoPath, isOpaque, ownClasses } from "./field-classes.ts";
import type { FieldState } from "./deconstructed.ts";
import { boundFieldState, fieldState } from "./field-state.ts";
import { asAnswer, hasOwnDeconstruct, ownDeconstruct } from "./own-deconstruct.ts";
import type { Scope } from "./scope.ts";
import { toCanon } from "./to-canon.ts";

/** A field inside another's arguments (`base_field`, `output_field`). */
export const fieldCanon = (scope: Scope, value: InstanceValue): Canon | null => {
  const stock = fieldState(scope, value);
  if (stock === null) return null;
  const state = inItsOwnWay(scope, stock) ?? stock;
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
  const doubt = ownClasses(scope, bound).some(isOpaque) ? `the code of ${bound.path} is not all here` : null;
  return { ...state, path: certainText(djangoPath(answer.path)), values: answer.values, doubt, answer };
};

const hasOwnConstructor = (bound: BoundField): boolean =>
  bound.own.some((one) => one.kind === "class" && one.catalogued !== true && one.namespace.has("__init__"));

/** `Field.clone()`: what a model's field deconstructs to is constructed again, and a constructor may add to it. */
const cloned = (scope: Scope, state: FieldState): FieldState | null => {
  const { bound } = state;
  if (bound === undefined || bound.open !== null || !hasOwnConstructor(bound)) return null;
  const answer = state.answer ?? asAnswer(scope, bound, withoutImplied(bound, state.values));
  if (answer.path !== bound.path) return null;
  const made = scope.evaluator.call(bound.value.class, answer.positional, answer.written);
  const again = made.kind === "instance" ? bindField(scope.evaluator, made) : null;
  if (again === null || again.open !== null) return null;
  const known = [...answer.values].filter(([name]) => answer.written.get(name) !== again.args.get(name) || !bound.args.has(name));
  const after = boundFieldState(scope, again, new Map(known.filter(([name]) => again.args.has(name))));
  return inItsOwnWay(scope, after) ?? after;
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

/** What was followed leaves out arguments at their default, so what it is compared with must. */
const withoutDefaults = (state: FieldState): FieldState =>
  state.bound === undefined ? state : { ...state, values: withoutImplied(state.bound, state.values) };

const compareFollowed = (scope: Scope, left: FieldState, right: FieldState): Likeness => {
  const followed = [inItsOwnWay(scope, left), inItsOwnWay(scope, right)] as const;
  if ([left, right].some((state, index) => isOwn(state) && followed[index] === null)) return compareUnfollowed(scope, left, right);
  if (scope.replacedDeconstruct !== null && followed.includes(null)) return { because: "the project's Field.deconstruct was not followed" };
  const before = followed[0] ?? withoutDefaults(left);
  const after = followed[1] ?? withoutDefaults(right);
  const found = compareStates(before, after);
  const again = found === "same" ? null : cloned(scope, after);
  return again === null ? found : compareStates(before, again);
};

const isOwn = ({ bound }: FieldState): boolean => bound !== undefined && hasOwnDeconstruct(bound);

const spell = ({ path, values, doubt }: FieldState): string =>
  `${path.text} ${doubt ?? ""} ${[...values].map(([name, canon]) => `${name}=${canon.text} ${canon.doubt ?? ""}`).join(" ")}`;

/** The same field of an abstract model meets the same migrations again and again. */
const compareOnce = (scope: Scope, left: FieldState, right: FieldState): Likeness => {
  const value = right.bound?.value;
  if (value === undefined || isOwn(left)) return compareFollowed(scope, left, right);
  const known = scope.likenesses.get(value) ?? new Map<string, Likeness>();
  scope.likenesses.set(value, known);
  const key = `${spell(left)} | ${spell(right)}`;
  const likeness = known.get(key) ?? readBy(scope.sharedBy, () => compareFollowed(scope, left, right));
  known.set(key, likeness);
  return likeness;
};

/** As Django's autodetector compares two fields. */
export const compareFields = (scope: Scope, left: FieldState, right: FieldState): Likeness => {
  if (isOwn(left) || isOwn(right)) return compareOnce(scope, left, right);
  const likeness = compareStates(left, right);
  return likeness === "same" ? likeness : compareFollowed(scope, left, right);
};

/** `different` only when some part certainly is. */
const compareStates = (left: FieldState, right: FieldState): Likeness => {
  let isDifferent = false;
  let doubt: Likeness = "same";
  const take = (likeness: Likeness): void => {
    if (likeness === "different") isDifferent = true;
    else if (likeness !== "same" && doubt === "same") doubt = likeness;
  };
  take(compareCanons(left.path, right.path));
  for (const name of left.values.keys()) take(compareCanons(valueOf(left, name), valueOf(right, name)));
  for (const name of right.values.keys()) if (!left.values.has(name)) take(compareCanons(valueOf(left, name), valueOf(right, name)));
  if (!isDifferent) return doubt;
  const because = left.doubt ?? right.doubt;
  return because === null ? "different" : { because };
};

/** Indexes and constraints as `deconstruct()` tells them. */
import type { InstanceValue, Value } from "../../../evaluate/value.ts";
import { certainText, joinCanons, type Canon } from "./canon.ts";
import type { Scope } from "./scope.ts";
import { toCanon } from "./to-canon.ts";

export interface ListedState {
  readonly name: string | null;
  /** Class and arguments, without the name. */
  readonly parts: Canon;
  /** Those of them that the database knows: without messages. */
  readonly database: Canon;
  readonly fields: readonly string[];
  readonly hasExpressions: boolean;
}

const EMPTY: ReadonlySet<string> = new Set(["None", "[]", "()", "{}", 's:""']);
const MESSAGES: ReadonlySet<string> = new Set(["violation_error_message", "violation_error_code"]);
const DEFAULT_MESSAGE = "Constraint “%(name)s” is violated.";

/** A text among expressions is the name of a field: `F("name")`. */
const expressionCanon = (scope: Scope, value: Value): Canon => {
  const plain = scope.evaluator.toPlain(value);
  const canon = toCanon(scope, value);
  return typeof plain === "string" ? joinCanons("django.db.models.expressions.F(", [canon], ")") : canon;
};

/** Lists and tuples are one where Django makes them so. */
const asTuple = (scope: Scope, value: Value): Canon => {
  const forced = scope.evaluator.force(value);
  return toCanon(scope, forced.kind === "sequence" && forced.type === "list" ? { ...forced, type: "tuple" } : forced);
};

const argumentCanon = (scope: Scope, name: string, value: Value): Canon | null => {
  const canon = name === "fields" || name === "include" ? asTuple(scope, value) : toCanon(scope, value);
  const isMessage = name === "violation_error_message" && canon.text === `s:${JSON.stringify(DEFAULT_MESSAGE)}`;
  return EMPTY.has(canon.text) || isMessage ? null : canon;
};

const fieldNames = (scope: Scope, value: Value | undefined): readonly string[] => {
  const plain = value === undefined ? undefined : scope.evaluator.toPlain(value);
  return Array.isArray(plain) ? plain.map(String) : [];
};

/** `django.db.models.Index` and `django.db.models.indexes.Index` are one. */
const classCanon = (scope: Scope, value: InstanceValue): Canon => {
  const path = scope.evaluator.pathOf(value.class) ?? "?";
  const text = path.replace(/^django\.db\.models\.(indexes|constraints)\./u, "django.db.models.");
  return value.class.kind === "external" && !path.startsWith("django.")
    ? { text, doubt: `the code of ${path} is not here` }
    : certainText(text);
};

/** `name`: as the model or the state knows it. */
export const listedState = (scope: Scope, value: InstanceValue, name: string | null): ListedState => {
  const { args, kwargs } = value.reached ?? value;
  const own = classCanon(scope, value);
  const expressions = args.map((one) => expressionCanon(scope, one));
  const named = [...kwargs]
    .filter(([key]) => key !== "name")
    .map(([key, item]) => [key === "check" ? "condition" : key, argumentCanon(scope, key, item)] as const)
    .flatMap(([key, canon]) => (canon === null ? [] : [[key, joinCanons(`${key}=`, [canon], "")] as const]))
    .sort(([left], [right]) => (left < right ? -1 : 1));
  const all = joinCanons("", [own, ...expressions, ...named.map(([, canon]) => canon)], "");
  const inDatabase = named.filter(([key]) => !MESSAGES.has(key)).map(([, canon]) => canon);
  return {
    name,
    parts: value.open === undefined ? all : { text: all.text, doubt: all.doubt ?? value.open },
    database: joinCanons("", [own, ...expressions, ...inDatabase], ""),
    fields: fieldNames(scope, kwargs.get("fields")),
    hasExpressions: args.length > 0,
  };
};

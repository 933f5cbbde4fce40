/** The relation of a field: what it points at, what deleting the target does, what the way back is called. */
import type { Evaluator, Value } from "../../../evaluate/value.ts";
import type { Known, Relation, Target } from "../model.ts";
import { isNone, toBoolean, toStrings, toText } from "../values.ts";
import type { BoundField } from "./bind-field.ts";

/** `swapper.get_model_name("app", "Model")` in the catalogue: answered with this project's settings. */
const swapperLabel = (evaluator: Evaluator, value: Value): string | null => {
  const path = value.kind === "instance" ? (evaluator.pathOf(value.class) ?? "") : "";
  if (value.kind !== "instance" || !path.startsWith("swapper.")) return null;
  return toText(evaluator, evaluator.call({ kind: "builtin", name: path }, value.args, value.kwargs)) ?? null;
};

/** A string, a class, or what `settings.AUTH_USER_MODEL` and `get_user_model()` come to. */
export const readTarget = (evaluator: Evaluator, value: Value | undefined): Target => {
  if (value === undefined) return { kind: "unknown", because: "no target was given" };
  const forced = evaluator.force(value);
  if (forced.kind === "class") return { kind: "class", class: forced };
  const text = toText(evaluator, forced);
  if (text === "self") return { kind: "self" };
  if (typeof text === "string") return { kind: "label", label: text };
  const swapped = swapperLabel(evaluator, forced);
  if (swapped !== null) return { kind: "label", label: swapped };
  if (forced.kind === "external") return { kind: "unknown", because: `the code of ${forced.path} is not here` };
  return { kind: "unknown", because: forced.kind === "unknown" ? forced.because : "the target is computed" };
};

/** `CASCADE`, `SET_NULL`, …; `SET` for `SET(value)`; the function's own name for a project's. */
const readOnDelete = (evaluator: Evaluator, value: Value | undefined): Known<string | null> => {
  if (value === undefined) return undefined;
  const forced = evaluator.force(value);
  if (isNone(forced)) return null;
  if (forced.kind === "instance") {
    const path = evaluator.pathOf(forced.class) ?? "";
    return path.startsWith("django.") ? path.slice(path.lastIndexOf(".") + 1) : undefined;
  }
  if (forced.kind === "function" && forced.name === "set_on_delete") return "SET";
  const path = evaluator.pathOf(forced);
  return path === null ? undefined : path.slice(path.lastIndexOf(".") + 1);
};

/** An argument that is a string or absent; with open arguments an absent one is not known. */
const textArgument = (evaluator: Evaluator, field: BoundField, name: string): Known<string | null> => {
  const value = field.args.get(name);
  if (value !== undefined) return toText(evaluator, value);
  return field.open === null ? null : undefined;
};

const throughOf = (evaluator: Evaluator, field: BoundField): Target | null => {
  const value = field.args.get("through");
  return value === undefined || isNone(evaluator.force(value)) ? null : readTarget(evaluator, value);
};

const onDeleteOf = (evaluator: Evaluator, field: BoundField): Known<string | null> =>
  field.entry.relation === "many_to_many" ? null : (readOnDelete(evaluator, field.args.get("on_delete")) ?? field.entry.onDelete);

/** The relation of a bound field, null when its class has none. A GenericForeignKey points at no model in particular. */
export const readRelation = (evaluator: Evaluator, field: BoundField): Relation | null => {
  const { relation: kind } = field.entry;
  if (kind === null || field.entry.name === "GenericForeignKey") return null;
  const flag = (name: string): Known<boolean> => {
    const value = field.args.get(name);
    return value === undefined ? false : toBoolean(evaluator, value);
  };
  const queryName = textArgument(evaluator, field, "related_query_name");
  const throughFields = field.args.get("through_fields");
  const symmetrical = field.args.get("symmetrical");
  const generic = kind === "one_to_many";
  return {
    kind,
    target: readTarget(evaluator, field.args.get("to")),
    onDelete: generic ? "CASCADE" : onDeleteOf(evaluator, field),
    relatedName: generic ? (queryName === undefined ? undefined : (queryName ?? "+")) : textArgument(evaluator, field, "related_name"),
    relatedQueryName: queryName,
    parentLink: flag("parent_link") ?? false,
    toField: textArgument(evaluator, field, "to_field"),
    through: throughOf(evaluator, field),
    throughFields: throughFields === undefined ? null : (toStrings(evaluator, throughFields) ?? null),
    symmetrical: symmetrical === undefined ? null : toBoolean(evaluator, symmetrical),
    dbTable: textArgument(evaluator, field, "db_table"),
  };
};

/**
 * Attributes that are set on a field of a model that is made already. `Model.field` is a descriptor then: what is set on
 * it never reaches the field. `Model.field.field` and `Model._meta.get_field("field")` are the field itself.
 */
import type { Expression } from "../../python/tree.ts";
import type { Machine, Scope } from "../machine.ts";
import { unknown, type ClassValue, type Forced, type InstanceValue, type Origin, type Value } from "../value.ts";
import { hasPath } from "../values/same.ts";

const MODEL = "django.db.models.base.Model";
const FIELD = "django.db.models.fields.Field";
/** Django's own field classes, also where they are only names. */
const DJANGOS = /^django\.(?:db\.models|contrib\.\w+|contrib\.gis\.db\.models)\.fields\.|^django\.db\.models\.\w+(?:Field|Key)$/u;

const isOf = (m: Machine, value: Forced, path: string): value is ClassValue =>
  value.kind === "class" && m.mro(value).some((base) => hasPath(base, path));

const isField = (m: Machine, value: Forced): value is InstanceValue =>
  value.kind === "instance" && (isOf(m, value.class, FIELD) || (value.class.kind === "external" && DJANGOS.test(value.class.path)));

interface Named {
  readonly model: ClassValue;
  readonly field: InstanceValue;
  /** Other models may have the same object from an abstract one, where Django makes a copy for each. */
  readonly isShared: boolean;
}

/** A call is not made twice only to see what it gives. */
const isPlain = (node: Expression): boolean => node.kind === "name" || (node.kind === "attribute" && isPlain(node.value));

const fieldOf = (m: Machine, owner: Expression, name: string, scope: Scope): Named | null => {
  if (!isPlain(owner)) return null;
  const model = m.force(m.evaluate(owner, scope));
  if (!isOf(m, model, MODEL)) return null;
  const found = m.find(model, name);
  return found !== undefined && isField(m, found) ? { model, field: found, isShared: !model.namespace.has(name) } : null;
};

const named = (m: Machine, holder: Expression, scope: Scope): Named | null => {
  if (holder.kind === "attribute" && holder.name === "field" && holder.value.kind === "attribute")
    return fieldOf(m, holder.value.value, holder.value.name, scope);
  if (holder.kind !== "call" || holder.callee.kind !== "attribute" || holder.callee.name !== "get_field") return null;
  const meta = holder.callee.value;
  const [argument] = holder.args;
  if (meta.kind !== "attribute" || meta.name !== "_meta" || argument === undefined || holder.args.length > 1) return null;
  const name = m.force(m.evaluate(argument.value, scope));
  return name.kind === "constant" && typeof name.value === "string" ? fieldOf(m, meta.value, name.value, scope) : null;
};

export interface Setting {
  readonly name: string;
  readonly value: Value;
  readonly origin: Origin;
}

/** True when `holder.name = value` was such an assignment, and has been made. */
export const setOnField = (m: Machine, holder: Expression, { name, value, origin }: Setting, scope: Scope): boolean => {
  if (holder.kind === "attribute" && fieldOf(m, holder.value, holder.name, scope) !== null) return true;
  const found = named(m, holder, scope);
  if (found === null) return false;
  const why = `it is set on the field of ${found.model.name}, which others have too`;
  m.setAttribute(found.field, name, found.isShared ? unknown(why, origin) : value, origin);
  return true;
};

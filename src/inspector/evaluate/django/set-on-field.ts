/**
 * Attributes that are set on a field of a model that is made already. `Model.field` is a descriptor then: what is set on
 * it never reaches the field. `Model.field.field` and `Model._meta.get_field("field")` are the field itself; of one that
 * an abstract model handed down they are the model's own copy.
 */
import type { Expression } from "../../python/tree.ts";
import type { Machine, Native, Scope } from "../machine.ts";
import type { ClassValue, Forced, InstanceValue, Origin, Value } from "../value.ts";
import { textArgument, unknownResult } from "../builtins/arguments.ts";
import { makesClass } from "../objects/makes-class.ts";
import { Attributes } from "../state/attributes.ts";
import { setBinding } from "../state/journal.ts";
import { hasPath } from "../values/same.ts";
import { isAbstractModel } from "./app-registry.ts";

const MODEL = "django.db.models.base.Model";
const FIELD = "django.db.models.fields.Field";
/** Django's own field classes, also where they are only names. */
const DJANGOS = /^django\.(?:db\.models|contrib\.\w+|contrib\.gis\.db\.models)\.fields\.|^django\.db\.models\.\w+(?:Field|Key)$/u;

const isOf = (m: Machine, value: Forced, path: string): value is ClassValue =>
  value.kind === "class" && m.mro(value).some((base) => hasPath(base, path));

const isField = (m: Machine, value: Forced): value is InstanceValue =>
  value.kind === "instance" && (isOf(m, value.class, FIELD) || (value.class.kind === "external" && DJANGOS.test(value.class.path)));

/** Copies that stand in no body so far, and the model that each would belong to. */
const copies = new WeakMap<InstanceValue, { readonly model: ClassValue; readonly name: string }>();

const copyOf = (model: ClassValue, name: string, field: InstanceValue): InstanceValue => {
  const attributes = new Attributes();
  for (const [key, binding] of field.attributes) attributes.set(key, binding);
  const copy = { ...field, attributes };
  copies.set(copy, { model, name });
  return copy;
};

/** The class of an abstract model that handed a field down, which Django copies for each model. */
const isHandedDown = (m: Machine, model: ClassValue, name: string): boolean => {
  if (model.namespace.has(name)) return false;
  const holder = m.mro(model).find((base) => base.kind === "class" && base.namespace.has(name));
  return holder?.kind === "class" && isAbstractModel(holder);
};

/** The field of a model by its name; null where there is none that is known. */
const fieldNamed = (m: Machine, model: Forced, name: string): InstanceValue | null => {
  if (!isOf(m, model, MODEL)) return null;
  const found = m.find(model, name);
  if (found === undefined || !isField(m, found)) return null;
  return isHandedDown(m, model, name) ? copyOf(model, name, found) : found;
};

/** What is set on a copy makes it the model's own. */
export const keepCopy = (m: Machine, field: InstanceValue): void => {
  const place = copies.get(field);
  if (place === undefined) return;
  copies.delete(field);
  setBinding(m.state, place.model.namespace, place.name, { value: field, origins: field.origin === undefined ? [] : [field.origin] });
};

/** A model has its fields once it is made: what is set on the class later adds none, and takes none away. */
export const changesNoField = (m: Machine, model: ClassValue, name: string, value: Value): boolean => {
  const earlier = model.namespace.get(name)?.value;
  const [old, given] = [earlier, value].map((each) => each !== undefined && isField(m, m.force(each)));
  return (old === true || given === true) && isOf(m, model, MODEL);
};

/** Fields that Django itself adds once the class is made. */
const ADDED = /^(?:id|\w+_ptr|_order)$/u;

/** Does no body say a word of it? */
const isAbsent = (m: Machine, model: Forced, name: string): boolean =>
  isOf(m, model, MODEL) && !ADDED.test(name) && m.mro(model).every((base) => base.kind === "class" && !base.namespace.has(name));

/** `Model._meta.get_field("field")`; a field of which nothing is known may be there all the same. */
export const getField: Native = (m, call, self) => {
  const name = textArgument(m, call, 0, "field_name");
  const model = self === undefined ? undefined : m.force(self);
  if (model === undefined || name === undefined) return unknownResult(m, call, "get_field()");
  const found = fieldNamed(m, model, name);
  if (found === null && makesClass(call.scope) && isAbsent(m, model, name))
    return m.raise("django.core.exceptions.FieldDoesNotExist", `there is no field ${name}`, call.origin);
  return found ?? unknownResult(m, call, "get_field()");
};

/** A call is not made twice only to see what it gives. */
const isPlain = (node: Expression): boolean => node.kind === "name" || (node.kind === "attribute" && isPlain(node.value));

const fieldOf = (m: Machine, owner: Expression, name: string, scope: Scope): InstanceValue | null =>
  isPlain(owner) ? fieldNamed(m, m.force(m.evaluate(owner, scope)), name) : null;

const named = (m: Machine, holder: Expression, scope: Scope): InstanceValue | null =>
  holder.kind === "attribute" && holder.name === "field" && holder.value.kind === "attribute"
    ? fieldOf(m, holder.value.value, holder.value.name, scope)
    : null;

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
  m.setAttribute(found, name, value, origin);
  return true;
};

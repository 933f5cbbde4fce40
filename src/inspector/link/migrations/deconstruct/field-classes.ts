/** The classes of a field before Django's own, and how much of them is here. */
import type { ClassValue, ExternalValue } from "../../../evaluate/value.ts";
import type { BoundField } from "../../models/fields/bind-field.ts";
import { djangoFieldClass } from "../../models/fields/field-classes.ts";
import { classesOf, classPath } from "../../models/values.ts";
import { certainText, type Canon } from "./canon.ts";
import type { Scope } from "./scope.ts";

/** `django.db.models.fields.CharField` and `django.db.models.CharField` are one class. */
export const djangoPath = (path: string): string => {
  const own = djangoFieldClass(path);
  return own === undefined ? path : `${/^django\.contrib\.\w+/u.exec(path)?.[0] ?? "models"}.${own.name}`;
};

export const pathCanon = (bound: BoundField): Canon => {
  const { path } = bound;
  if (djangoFieldClass(path) !== undefined) return certainText(djangoPath(path));
  const [first] = bound.own;
  return first?.kind === "external" ? { text: path, doubt: `the code of ${path} is not here` } : certainText(path);
};

/** A class whose code is not here, but for one that is known to leave both methods to Django. */
export const isOpaque = (one: ClassValue | ExternalValue): boolean =>
  one.kind === "external" || (one.catalogued === true && (one.namespace.has("__init__") || one.namespace.has("deconstruct")));

/** Classes before Django's own, those of packages that are known by name included. */
export const ownClasses = (scope: Scope, bound: BoundField): readonly (ClassValue | ExternalValue)[] => {
  const found: (ClassValue | ExternalValue)[] = [];
  for (const one of classesOf(scope.evaluator, bound.value)) {
    if (one.kind === "unknown") continue;
    if (djangoFieldClass(classPath(scope.evaluator, one)) !== undefined) break;
    found.push(one);
  }
  return found;
};

/** Why another spelling of the arguments may come to the same field. */
export const doubtOf = (scope: Scope, bound: BoundField): string | null => {
  if (bound.open !== null) return bound.open;
  for (const one of ownClasses(scope, bound)) {
    if (isOpaque(one)) return `the code of ${one.kind === "class" ? `${one.module}.${one.qualname}` : one.path} is not here`;
    if (one.kind === "external") continue;
    if (one.namespace.has("deconstruct")) return `${one.module}.${one.qualname} deconstructs in its own way`;
  }
  return unknownBase(scope, bound);
};

/** Why a class before Django's is not known at all. */
const unknownBase = (scope: Scope, bound: BoundField): string | null => {
  for (const one of classesOf(scope.evaluator, bound.value)) {
    if (one.kind === "unknown") return one.because;
    if (djangoFieldClass(classPath(scope.evaluator, one)) !== undefined) return null;
  }
  return null;
};

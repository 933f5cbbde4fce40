import type { Machine } from "../machine.ts";
import type { FunctionValue, Value } from "../value.ts";
import { pathOf } from "../values/same.ts";

export type MethodKind = "plain" | "static" | "class" | "property";

const kinds = new WeakMap<FunctionValue, MethodKind>();

const byPath: Readonly<Record<string, MethodKind>> = {
  property: "property",
  staticmethod: "static",
  classmethod: "class",
  "functools.cached_property": "property",
  "django.utils.functional.cached_property": "property",
  "django.utils.functional.classproperty": "property",
  "werkzeug.utils.cached_property": "property",
  "cached_property.cached_property": "property",
  "abc.abstractproperty": "property",
  "abc.abstractclassmethod": "class",
  "abc.abstractstaticmethod": "static",
  "django.utils.decorators.classproperty": "property",
  "django.utils.decorators.classonlymethod": "class",
};

/** What the decorators make of a function in a class body. */
export const methodKind = (m: Machine, fn: FunctionValue): MethodKind => {
  if (fn.decorators.length === 0)
    return fn.name === "__new__" || fn.name === "__class_getitem__" || fn.name === "__init_subclass__" ? special(fn) : "plain";
  const known = kinds.get(fn);
  if (known !== undefined) return known;
  let kind: MethodKind = "plain";
  for (const decorator of fn.decorators) {
    const path = pathOf(m.force(decorator));
    const found = path === null ? undefined : byPath[path];
    if (found !== undefined) kind = found;
  }
  kinds.set(fn, kind);
  return kind;
};

const special = (fn: FunctionValue): MethodKind => (fn.name === "__new__" ? "static" : "class");

/** `@name.setter` and `@name.deleter`: the property that the function is added to, which is read as before. */
export const propertyOf = (m: Machine, decorators: readonly Value[]): FunctionValue | undefined => {
  for (const decorator of decorators) {
    const forced = m.force(decorator);
    if (forced.kind !== "external" || forced.of === undefined || !/\.(?:setter|deleter)$/u.test(forced.path)) continue;
    const getter = m.force(forced.of);
    if (getter.kind === "function" && methodKind(m, getter) === "property") return getter;
  }
  return undefined;
};

import type { Forced, Machine } from "../machine.ts";
import type { ClassValue, ExternalValue, InstanceValue, Unknown, Value } from "../value.ts";
import { unknown } from "../value.ts";
import { noKwargs } from "../machine.ts";
import { isAppConfigClass } from "../django/app-registry.ts";
import { isCatalogued } from "../modules/standing.ts";
import { attributeOf } from "../values/make.ts";
import { hasBody } from "../calls/call-function.ts";
import { dictMethod } from "./dict-instance.ts";
import { methodKind } from "./method-kind.ts";

type Ancestor = ClassValue | ExternalValue | Unknown;

const nowhere = { file: "", line: 0 };

/**
 * The attribute as the first class that has it gives it to `self` (an instance, or the class itself). Where a class is not
 * here or described by the catalogue alone, a missing attribute may still exist: then an `external` of `self`.
 */
export const findAlong = (m: Machine, order: readonly Ancestor[], name: string, self: InstanceValue | ClassValue): Forced | undefined => {
  let outside: string | undefined;
  let doubt: Unknown | undefined;
  for (let at = 0; at < order.length; at++) {
    const base = order[at];
    if (base === undefined) break;
    if (base.kind === "class") {
      const binding = base.namespace.get(name);
      if (binding !== undefined) return doubt ?? bindMember(m, m.read(binding), self, `${base.module}.${base.qualname}.${name}`);
      if (outside === undefined && !isAppConfigClass(base) && (base.catalogued === true || isCatalogued(m, base.module)))
        outside = `${base.module}.${base.qualname}`;
    } else if (base.kind === "external") {
      if (
        base.path.includes(".") &&
        !base.path.startsWith("builtins.") &&
        !base.path.startsWith("enum.") &&
        !base.path.startsWith("typing.")
      )
        outside ??= base.path;
      const native = m.natives.functions.get(`${base.path}.${name}`);
      if (native !== undefined || (self.kind === "instance" && dictMethod(m, base.path, name)))
        return { kind: "method", self, function: { kind: "builtin", name: `${base.path}.${name}` } };
    } else doubt ??= base;
  }
  if (doubt !== undefined) return name.startsWith("__") ? undefined : unknown(doubt.because);
  if (outside === undefined || (name.startsWith("__") && name !== "__init__")) return undefined;
  return attributeOf(self, `${outside}.${name}`);
};

const isClassPath = (path: string, name: string): boolean => path === name || path === `builtins.${name}`;

/** What an attribute found in a class gives when it is read through `self`. */
export const bindMember = (m: Machine, raw: Forced, self: InstanceValue | ClassValue, path: string): Forced => {
  const onInstance = self.kind === "instance";
  if (raw.kind === "function") {
    const kind = methodKind(m, raw);
    if (kind === "static") return raw;
    if (kind === "class") return { kind: "method", self: onInstance ? self.class : self, function: raw };
    if (kind === "property") {
      if (!onInstance && !raw.decorators.some((each) => isClassProperty(m, each))) return attributeOf(self, path);
      return hasBody(raw)
        ? m.callFunction(raw, { args: [], kwargs: noKwargs, origin: raw.origin ?? nowhere }, self)
        : attributeOf(self, path);
    }
    return onInstance ? { kind: "method", self, function: raw } : raw;
  }
  if (raw.kind !== "instance") return raw;
  const { class: cls } = raw;
  const [wrapped] = raw.args;
  if (cls.kind === "external" && wrapped !== undefined) {
    if (isClassPath(cls.path, "staticmethod")) return m.force(wrapped);
    if (isClassPath(cls.path, "classmethod")) {
      const fn = m.force(wrapped);
      return fn.kind === "function" ? { kind: "method", self: onInstance ? self.class : self, function: fn } : fn;
    }
    if (isClassPath(cls.path, "property"))
      return onInstance ? m.call(wrapped, { args: [self], kwargs: noKwargs, origin: raw.origin ?? nowhere }) : raw;
  }
  if (cls.kind !== "class" || cls.catalogued === true) return raw;
  return throughDescriptor(m, raw, self);
};

const throughDescriptor = (m: Machine, raw: InstanceValue, self: InstanceValue | ClassValue): Forced => {
  const getter = raw.class.kind === "class" ? ownMethod(m, raw.class, "__get__") : undefined;
  if (getter === undefined || getter.kind !== "function" || !hasBody(getter)) return raw;
  const onInstance = self.kind === "instance";
  const owner: Value = onInstance ? self.class : self;
  const instance: Value = onInstance ? self : { kind: "constant", value: null, type: "none" };
  const answer = m.callFunction(getter, { args: [instance, owner], kwargs: noKwargs, origin: raw.origin ?? nowhere }, raw);
  return answer.kind === "unknown" ? raw : answer;
};

const ownMethod = (m: Machine, cls: ClassValue, name: string): Forced | undefined => {
  for (const base of m.mro(cls)) {
    if (base.kind !== "class") return undefined;
    const binding = base.namespace.get(name);
    if (binding !== undefined) return m.read(binding);
  }
  return undefined;
};

const classProperties = new Set(["django.utils.functional.classproperty", "django.utils.decorators.classproperty"]);

const isClassProperty = (m: Machine, decorator: Value): boolean => {
  const forced = m.force(decorator);
  if (forced.kind === "external") return classProperties.has(forced.path);
  return forced.kind === "class" && classProperties.has(`${forced.module}.${forced.qualname}`);
};

/** `super()`: the attribute that the next class of the order has, bound to the instance that the method runs for. */
import type { Forced, Machine, Native, Scope } from "../machine.ts";
import type { ClassValue, InstanceValue, Value } from "../value.ts";
import { unknown } from "../value.ts";
import { pathBeyond } from "../calls/instantiate.ts";
import { noKwargs } from "../machine.ts";
import { isCatalogued } from "../modules/standing.ts";
import { bindMember } from "../objects/find-along.ts";
import { metaclassOf } from "../objects/metaclass.ts";
import { external } from "../values/make.ts";
import { argument } from "./arguments.ts";

const superClass = external("builtins.super");

/** `super()`: an object whose attributes are those that come after the class in the MRO of `self`. */
export const makeSuper: Native = (m, call) => {
  const frame = call.scope?.frame;
  const given = argument(m, call, 0);
  const owner = given?.kind === "class" ? given : frameOf(call.scope)?.owner;
  const self = call.args[1] ?? frame?.self ?? frameOf(call.scope)?.self;
  if (owner === undefined || self === undefined) return unknown("super() is not followed here", call.origin);
  return {
    kind: "instance",
    class: superClass,
    args: [owner, m.force(self)],
    kwargs: noKwargs,
    attributes: new Map(),
    origin: call.origin,
  };
};

const frameOf = (scope: Scope | undefined): Scope["frame"] => {
  for (let at = scope; at !== undefined; at = at.parent) if (at.frame?.owner !== undefined) return at.frame;
  return undefined;
};

/** Attribute of a `super()` object. */
export const superMember = (m: Machine, value: Value, name: string): Value | undefined => {
  if (value.kind !== "instance") return undefined;
  const [owner, self] = value.args;
  if (owner?.kind !== "class" || self === undefined) return unknown("super() is not followed here");
  const own: ClassValue | undefined =
    self.kind === "class" ? self : self.kind === "instance" && self.class.kind === "class" ? self.class : undefined;
  const isOfMetaclass = self.kind === "class" && !m.mro(self).includes(owner);
  const start = isOfMetaclass ? (metaclassOf(m, self) ?? owner) : own;
  if (start === undefined || (self.kind !== "class" && self.kind !== "instance")) return unknown("super() is not followed here");
  const order = m.mro(start);
  for (let at = order.indexOf(owner) + 1; at < order.length; at++) {
    const base = order[at];
    if (base === undefined) break;
    if (base.kind === "unknown") return base;
    if (base.kind === "external") {
      if (/^(?:typing|abc)\.(?:Generic|Protocol|ABC)/u.test(base.path)) continue;
      return outside(self, base.path, name);
    }
    if (base.catalogued === true || isCatalogued(m, base.module)) {
      const path = `${base.module}.${base.qualname}`;
      if (name === "__init__") return outside(self, path, name);
      const binding = inherited(m, order.slice(at), name);
      return binding === undefined ? outside(self, path, name) : bindMember(m, binding, self, `${path}.${name}`);
    }
    const binding = base.namespace.get(name);
    if (binding !== undefined) return bindMember(m, m.read(binding), self, `${base.module}.${base.qualname}.${name}`);
  }
  if (name === "__new__") return { kind: "builtin", name: "object.__new__" };
  if (name === "__call__" && self.kind === "class") return { kind: "method", self, function: { kind: "builtin", name: "type.__call__" } };
  if (name === "__init__" || name === "__init_subclass__" || name === "save" || name === "__setattr__")
    return { kind: "builtin", name: "object.__init__" };
  return undefined;
};

const inherited = (m: Machine, rest: ReturnType<Machine["mro"]>, name: string): Forced | undefined => {
  for (const base of rest) {
    if (base.kind !== "class") return undefined;
    const binding = base.namespace.get(name);
    if (binding !== undefined) return m.read(binding);
  }
  return undefined;
};

const outside = (self: InstanceValue | ClassValue, path: string, name: string): Value => {
  if (self.kind === "instance" && name === "__init__") pathBeyond.set(self, path);
  return { kind: "method", self, function: { kind: "builtin", name: `${path}.${name}` } };
};

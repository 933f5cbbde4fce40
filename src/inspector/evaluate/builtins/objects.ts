/** Built-in functions about objects and classes: getattr, isinstance, type, super, globals, … */
import { isPatternOf } from "../django/url-patterns.ts";
import type { Call, Forced, Machine, Native, Scope } from "../machine.ts";
import type { ClassValue, DictValue, InstanceValue, Namespace, Value } from "../value.ts";
import { unknown } from "../value.ts";
import { recordEffect } from "../calls/opaque.ts";
import { noKwargs } from "../machine.ts";
import { finishClass } from "../objects/finish-class.ts";
import { countThings, thingsForLookUp } from "../state/budget.ts";
import { setBinding } from "../state/journal.ts";
import { dict, external, isText, list, none, text, truthValue } from "../values/make.ts";
import { either, hasPath, pathOf } from "../values/same.ts";
import { whyUnknown } from "../values/why.ts";
import { makeSuper } from "./super.ts";
import { argument, textArgument, unknownResult } from "./arguments.ts";
import { makesClass } from "../objects/makes-class.ts";

const getattr: Native = (m, call) => {
  const target = argument(m, call, 0);
  const name = textArgument(m, call, 1);
  if (target === undefined || name === undefined) return unknownResult(m, call, "getattr()");
  const [, , fallback] = call.args;
  if (fallback === undefined) return m.attribute(target, name);
  const found = m.find(target, name);
  if (found === undefined) return fallback;
  if (found.kind === "external" && found.of !== undefined) return either(found, fallback, `whether ${found.path} exists is not known`);
  return found;
};

const hasattr: Native = (m, call) => {
  const target = argument(m, call, 0);
  const name = textArgument(m, call, 1);
  if (target === undefined || name === undefined) return unknownResult(m, call, "hasattr()");
  const found = m.find(target, name);
  if (found === undefined) return truthValue(false, call.origin);
  // While a metaclass makes a class, what its bases have is what their bodies say.
  const isMissing = found.kind === "external" && found.of !== undefined && target.kind === "class";
  if (isMissing && makesClass(call.scope) && m.mro(target).every((base) => base.kind === "class")) return truthValue(false, call.origin);
  if (found.kind === "external" && lacksConstant(m, target, name)) return truthValue(false, call.origin);
  if (found.kind === "unknown" || found.kind === "external") return unknown(whyUnknown(found), call.origin);
  return truthValue(true, call.origin);
};

/** What is written as a constant stands in a class body, and those the catalogue knows whole. */
const lacksConstant = (m: Machine, target: Forced, name: string): boolean =>
  target.kind === "instance" &&
  target.class.kind === "class" &&
  /^[A-Z][A-Z0-9_]*$/u.test(name) &&
  m.mro(target.class).every((base) => base.kind === "class" || pathOf(base) === "object");

const setattr: Native = (m, call) => {
  const target = argument(m, call, 0);
  const name = textArgument(m, call, 1);
  const [, , value] = call.args;
  if (target === undefined || value === undefined) return none();
  if (name !== undefined) m.setAttribute(target, name, value, call.origin);
  else if (target.kind === "module") target.openStars.push(unknownName(m, call.args[1]));
  return none();
};

const unknownName = (m: Machine, name: Value | undefined): string =>
  name === undefined ? "a name that is not given" : `a name that is not known: ${whyUnknown(m.force(name))}`;

const constantTypes: Readonly<Record<string, readonly string[]>> = {
  str: ["str"],
  bytes: ["bytes"],
  int: ["int"],
  bool: ["bool", "int"],
  float: ["float"],
  none: ["NoneType"],
  ellipsis: [],
};

const abstractTypes: Readonly<Record<string, readonly string[]>> = {
  "collections.abc.Iterable": ["str", "bytes", "list", "tuple", "set", "dict"],
  "collections.abc.Sequence": ["str", "bytes", "list", "tuple"],
  "collections.abc.Mapping": ["dict"],
  "collections.abc.MutableMapping": ["dict"],
  "collections.OrderedDict": ["dict"],
  "collections.abc.Callable": [],
  "numbers.Number": ["int", "float"],
  "types.NoneType": ["NoneType"],
};

const typesOf = (value: Forced): readonly string[] | undefined => {
  if (value.kind === "constant") return constantTypes[value.type];
  if (value.kind === "sequence") return value.type === "set" ? ["set", "frozenset"] : [value.type];
  if (value.kind === "dict") return ["dict"];
  if (value.kind === "class") return ["type"];
  return undefined;
};

/** Python's `isinstance` with one class; undefined when it is not known. */
const isInstance = (m: Machine, value: Forced, type: Forced): boolean | undefined => {
  if (value.kind === "unknown" || value.kind === "alternatives" || value.kind === "external") return undefined;
  const path = pathOf(type);
  if (type.kind === "builtin" && type.name === "object") return true;
  if (value.kind === "instance") {
    if (value.class.kind === "external")
      return (path === null ? undefined : isPatternOf(m, value, path)) ?? (path === value.class.path ? true : undefined);
    return isSubclass(m, value.class, type);
  }
  if (path === null) return undefined;
  if (value.kind === "function" || value.kind === "method" || value.kind === "builtin")
    return path === "collections.abc.Callable" || path === "types.FunctionType"
      ? true
      : path === "type" && value.kind === "builtin"
        ? undefined
        : false;
  if (type.kind === "class") return value.kind === "class" ? isMadeBy(m, value, type) : false;
  if (value.kind === "module") return path === "types.ModuleType" ? true : type.kind === "builtin" ? false : undefined;
  const own = typesOf(value);
  if (own === undefined) return undefined;
  const abstract = abstractTypes[path];
  if (abstract !== undefined) return abstract.some((name) => own.includes(name));
  if (type.kind === "builtin") return own.includes(type.name);
  return value.kind === "class" ? undefined : false;
};

/** Is the class an instance of this metaclass? */
const isMadeBy = (m: Machine, value: ClassValue, type: ClassValue): boolean | undefined => {
  let doubt = false;
  for (const base of m.mro(value)) {
    const given = base.kind === "class" ? base.keywords.get("metaclass") : undefined;
    const metaclass = given === undefined ? undefined : m.force(given);
    const known = metaclass?.kind === "class" ? isSubclass(m, metaclass, type) : metaclass === undefined ? false : undefined;
    if (known === true) return true;
    doubt ||= known === undefined || (base.kind !== "class" && pathOf(base)?.startsWith("builtins.") !== true);
  }
  return doubt ? undefined : false;
};

const isSubclass = (m: Machine, cls: ClassValue, type: Forced): boolean | undefined => {
  const path = type.kind === "builtin" ? `builtins.${type.name}` : pathOf(type);
  if (path === null) return undefined;
  let doubt = false;
  const order = m.mro(cls);
  for (let at = 0; at < order.length; at++) {
    const base = order[at];
    if (base === undefined) break;
    if (base === type || hasPath(base, path)) return true;
    if (base.kind === "unknown") doubt = true;
    if (base.kind === "external" && !base.path.startsWith("builtins.")) doubt = true;
  }
  return doubt ? undefined : type.kind === "external" || type.kind === "class" || type.kind === "builtin" ? false : undefined;
};

const against =
  (test: (m: Machine, value: Forced, type: Forced) => boolean | undefined): Native =>
  (m, call) => {
    const value = argument(m, call, 0);
    const types = argument(m, call, 1);
    if (value === undefined || types === undefined) return unknownResult(m, call, "this test");
    const members = types.kind === "sequence" ? types.items.map((item) => m.force(item)) : [types];
    let doubt = false;
    for (const type of members) {
      const known = test(m, value, type);
      if (known === true) return truthValue(true, call.origin);
      doubt ||= known === undefined;
    }
    return doubt ? unknownResult(m, call, "this test") : truthValue(false, call.origin);
  };

/** `type(x)`, and `type("Name", (Base,), {…})`, which makes a class. */
const type: Native = (m, call) => {
  const first = argument(m, call, 0);
  if (first === undefined) return unknownResult(m, call, "type()");
  if (call.args.length === 1) {
    if (first.kind === "instance") return first.class;
    const [name] = typesOf(first) ?? [];
    return name === undefined ? unknownResult(m, call, "type()") : { kind: "builtin", name };
  }
  return makeClass(m, call, noKwargs);
};

const makeClass = (m: Machine, call: Call, keywords: ReadonlyMap<string, Value>): Value => {
  const name = textArgument(m, call, 0);
  const bases = argument(m, call, 1);
  const body = argument(m, call, 2);
  const found = bases === undefined ? { items: [] } : m.items(bases);
  if (name === undefined || found === undefined) return unknownResult(m, call, "type()");
  const namespace: Namespace = new Map();
  if (body?.kind === "dict")
    for (const entry of body.entries)
      if (isText(entry.key)) namespace.set(entry.key.value, { value: entry.value, origins: [entry.value.origin ?? call.origin] });
  const given = namespace.get("__module__")?.value;
  const module = given !== undefined && isText(m.force(given)) ? constantText(m.force(given)) : (call.scope?.module.name ?? "");
  const parents = found.items.map((base) => m.force(base));
  // A decorator makes a class in the place of another: Python's `inspect` finds that one's statement.
  const written = parents.find((base) => base.kind === "class" && base.name === name && base.module === module);
  const made: ClassValue = {
    kind: "class",
    name,
    module,
    qualname: name,
    bases: parents,
    keywords: new Map([...keywords, ...call.kwargs]),
    namespace,
    decorators: [],
    origin: written?.origin ?? call.origin,
    ...(written?.kind === "class" && written.decoratorLine !== undefined ? { decoratorLine: written.decoratorLine } : {}),
  };
  if (m.state.because !== undefined) made.because = m.state.because;
  finishClass(m, made);
  recordEffect(m, { kind: "builtin", name: "type" }, { ...call, args: [made] }, "type()");
  return made;
};

/** A class whose methods are all known. */
const isHere = (base: Value): boolean => base.kind === "class" || (base.kind === "external" && base.path === "builtins.object");

const namespaceDict = (m: Machine, names: Namespace): DictValue => {
  countThings(m, thingsForLookUp * names.size);
  return dict([...names].map(([key, bound]) => ({ key: text(key), value: bound.value })));
};

/** `globals()` and `locals()`: writing an item binds the name. */
const namespaceObject =
  (path: string): Native =>
  (m, call) => {
    const scope = call.scope;
    if (scope === undefined) return unknown(`${path} is not followed here`, call.origin);
    const names = path === "globals" ? scope.module.namespace : scope.names;
    const made: InstanceValue = {
      kind: "instance",
      class: external(`builtins.${path}`),
      args: [namespaceDict(m, names)],
      kwargs: noKwargs,
      attributes: new Map(),
      origin: call.origin,
    };
    spaces.set(made, { names, scope });
    return made;
  };

const spaces = new WeakMap<InstanceValue, { readonly names: Namespace; readonly scope: Scope }>();

const spaceGet: Native = (m, call, self) => {
  const space = self?.kind === "instance" ? spaces.get(self) : undefined;
  const name = textArgument(m, call, 0);
  if (space === undefined || name === undefined) return unknownResult(m, call, "globals()");
  const binding = space.names.get(name);
  return binding === undefined ? (call.args[1] ?? m.raise("KeyError", `there is no name ${name}`, call.origin)) : m.read(binding);
};

const spaceSet: Native = (m, call, self) => {
  const space = self?.kind === "instance" ? spaces.get(self) : undefined;
  const name = textArgument(m, call, 0);
  const [, value] = call.args;
  if (space === undefined || value === undefined) return none();
  if (name === undefined) {
    space.scope.module.openStars.push(unknownName(m, call.args[0]));
    return none();
  }
  setBinding(m.state, space.names, name, { value, origins: [call.origin] });
  return none();
};

/** Methods of the object that `globals()` gives. */
export const spaceMember = (m: Machine, self: Value, name: string): Value | undefined => {
  if (m.natives.functions.has(`builtins.globals.${name}`))
    return { kind: "method", self, function: { kind: "builtin", name: `builtins.globals.${name}` } };
  const space = self.kind === "instance" ? spaces.get(self) : undefined;
  return space === undefined ? undefined : m.find(namespaceDict(m, space.names), name);
};

const spaceUpdate: Native = (m, call, self) => {
  const space = self?.kind === "instance" ? spaces.get(self) : undefined;
  if (space === undefined) return none();
  for (const source of call.args) {
    const given = m.force(source);
    if (given.kind === "dict") {
      for (const entry of given.entries)
        if (isText(entry.key)) setBinding(m.state, space.names, entry.key.value, { value: entry.value, origins: [call.origin] });
      if (given.open !== undefined) space.scope.module.openStars.push(given.open);
    } else if (given.kind !== "instance") space.scope.module.openStars.push(whyUnknown(given));
  }
  for (const [name, value] of call.kwargs) setBinding(m.state, space.names, name, { value, origins: [call.origin] });
  return none();
};

const wrapper =
  (name: string): Native =>
  (_m, call) => ({
    kind: "instance",
    class: external(name),
    args: call.args,
    kwargs: call.kwargs,
    attributes: new Map(),
    origin: call.origin,
  });

const vars: Native = (m, call) => {
  if (call.args.length === 0) return namespaceObject("locals")(m, call, undefined);
  return m.find(call.args[0] ?? none(), "__dict__") ?? unknownResult(m, call, "vars()");
};

export const objectFunctions: Readonly<Record<string, Native>> = {
  getattr,
  hasattr,
  setattr,
  delattr: () => none(),
  isinstance: against(isInstance),
  issubclass: against((m, value, of) => (value.kind === "class" ? isSubclass(m, value, of) : undefined)),
  type,
  super: makeSuper,
  callable: (m, call) => {
    const given = argument(m, call, 0);
    if (given?.kind === "instance" && given.class.kind === "class" && m.mro(given.class).every(isHere))
      return truthValue(m.find(given, "__call__") !== undefined, call.origin);
    if (
      given === undefined ||
      given.kind === "unknown" ||
      given.kind === "external" ||
      given.kind === "alternatives" ||
      given.kind === "instance"
    )
      return unknownResult(m, call, "callable()");
    return truthValue(
      given.kind === "function" || given.kind === "class" || given.kind === "method" || given.kind === "builtin",
      call.origin,
    );
  },
  property: wrapper("property"),
  classmethod: wrapper("classmethod"),
  staticmethod: wrapper("staticmethod"),
  globals: namespaceObject("globals"),
  locals: namespaceObject("locals"),
  vars,
  "builtins.globals.__getitem__": spaceGet,
  "builtins.globals.__setitem__": spaceSet,
  "builtins.globals.get": (m, call, self) =>
    call.args.length > 1 ? spaceGet(m, call, self) : spaceGet(m, { ...call, args: [...call.args, none()] }, self),
  "builtins.globals.update": spaceUpdate,
  "builtins.locals.__getitem__": spaceGet,
  "builtins.locals.__setitem__": spaceSet,
  dir: (m, call) => {
    const given = argument(m, call, 0);
    if (given === undefined) return list([...(call.scope?.names.keys() ?? [])].map((name) => text(name)));
    if (given.kind === "module" || given.kind === "class") {
      const open = given.kind === "module" ? given.openStars[0] : undefined;
      return list(
        [...given.namespace.keys()].sort().map((name) => text(name)),
        call.origin,
        open,
      );
    }
    if (given.kind === "instance" && given.class.kind === "external" && given.class.path.endsWith(".as_view"))
      return list(["view_class", "view_initkwargs"].map((name) => text(name)));
    return unknownResult(m, call, "dir()");
  },
  object: (_m, call) => ({
    kind: "instance",
    class: external("builtins.object"),
    args: [],
    kwargs: noKwargs,
    attributes: new Map(),
    origin: call.origin,
  }),
  "object.__init__": (_m, call) => none(call.origin),
  memoryview: (m, call) => unknownResult(m, call, "memoryview()"),
  complex: (m, call) => unknownResult(m, call, "complex()"),
  bytearray: (m, call) => unknownResult(m, call, "bytearray()"),
  slice: (_m, call) => ({ kind: "instance", class: external("builtins.slice"), args: call.args, kwargs: noKwargs, attributes: new Map() }),
};

const constantText = (value: Forced): string => (value.kind === "constant" ? String(value.value) : "");

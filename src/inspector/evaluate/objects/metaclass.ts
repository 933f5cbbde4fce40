/**
 * Metaclasses of the project: their `__new__` and `__init__` are run over the class body, as Python does. What they put
 * into the body, take out of it or change becomes so in the class. Metaclasses without code here change nothing.
 */
import type { Call, Machine, Native } from "../machine.ts";
import type { ClassValue, DictValue, FunctionValue, Origin, Value } from "../value.ts";
import { unknown } from "../value.ts";
import { Closure } from "../calls/closure.ts";
import { isCatalogued } from "../modules/standing.ts";
import { hasOrder } from "./mro.ts";
import { setBinding } from "../state/journal.ts";
import { dict, isText, text, tuple } from "../values/make.ts";

/** Body handed to a metaclass → the class that is being made of it. */
const bodies = new WeakMap<DictValue, ClassValue>();

const hidden: ReadonlySet<string> = new Set(["__module__", "__qualname__"]);

/** Found metaclasses. Neither a class's order nor its keywords ever change once the order is found. */
const metaclasses = new WeakMap<ClassValue, ClassValue | null>();

/** The metaclass that Python would take: the class's own, else the first among its bases. */
export const metaclassOf = (m: Machine, cls: ClassValue): ClassValue | undefined => {
  const known = metaclasses.get(cls);
  if (known !== undefined) return known ?? undefined;
  const found = findMetaclass(m, cls);
  if (hasOrder(cls) && found !== "unsure") metaclasses.set(cls, found ?? null);
  return found === "unsure" ? undefined : found;
};

/** `unsure`: it is an import that leads to no class so far. */
const findMetaclass = (m: Machine, cls: ClassValue): ClassValue | undefined | "unsure" => {
  const order = m.mro(cls);
  for (let at = 0; at < order.length; at++) {
    const base = order[at];
    const given = base?.kind === "class" && base.keywords.size > 0 ? base.keywords.get("metaclass") : undefined;
    if (given === undefined) continue;
    const metaclass = m.force(given);
    if (metaclass.kind === "class") return metaclass;
    return given.kind === "lazy" ? "unsure" : undefined;
  }
  return undefined;
};

/** The method as the project wrote it; undefined where a class that is not here comes first. */
export const sourceMethod = (m: Machine, cls: ClassValue, name: string): FunctionValue | undefined => {
  for (const base of m.mro(cls)) {
    if (base.kind !== "class" || base.catalogued === true || isCatalogued(m, base.module)) return undefined;
    const binding = base.namespace.get(name);
    if (binding === undefined) continue;
    const value = m.read(binding);
    return value.kind === "function" && value.closure instanceof Closure ? value : undefined;
  }
  return undefined;
};

const toBody = (made: ClassValue): DictValue =>
  dict([
    { key: text("__module__"), value: text(made.module) },
    { key: text("__qualname__"), value: text(made.qualname) },
    ...[...made.namespace].map(([name, binding]) => ({ key: text(name), value: binding.value })),
  ]);

/** What the body holds becomes what the class holds. */
const takeBack = (m: Machine, made: ClassValue, body: DictValue): void => {
  const names = new Set<string>();
  for (const { key, value } of body.entries) {
    if (!isText(key) || hidden.has(key.value)) continue;
    names.add(key.value);
    const earlier = made.namespace.get(key.value);
    if (earlier?.value === value) continue;
    setBinding(m.state, made.namespace, key.value, {
      value,
      origins: earlier?.origins ?? [value.origin ?? made.origin ?? { file: "", line: 0 }],
    });
  }
  if (body.open !== undefined) return;
  for (const name of made.namespace.keys()) if (!names.has(name)) setBinding(m.state, made.namespace, name, undefined);
};

/** `type.__new__(mcs, name, bases, attrs)`, reached through `super()` of whatever kind. */
const createType: Native = (m, call) => {
  for (const argument of call.args) {
    const body = m.force(argument);
    const made = body.kind === "dict" ? bodies.get(body) : undefined;
    if (made === undefined || body.kind !== "dict") continue;
    takeBack(m, made, body);
    return made;
  }
  return unknown("a metaclass makes a class of a body that is not followed", call.origin);
};

/** Does a metaclass of the project have a hand in making the class? */
export const isMadeByProject = (m: Machine, cls: ClassValue): boolean => {
  const metaclass = metaclassOf(m, cls);
  return metaclass !== undefined && (sourceMethod(m, metaclass, "__new__") ?? sourceMethod(m, metaclass, "__init__")) !== undefined;
};

/** Runs the project's metaclass over a class whose body has been run. */
export const applyMetaclass = (m: Machine, made: ClassValue, origin: Origin): void => {
  const metaclass = metaclassOf(m, made);
  if (metaclass === undefined) return;
  const create = sourceMethod(m, metaclass, "__new__");
  const initialise = sourceMethod(m, metaclass, "__init__");
  if (create === undefined && initialise === undefined) return;
  const body = toBody(made);
  bodies.set(body, made);
  const kwargs = new Map([...made.keywords].filter(([name]) => name !== "metaclass"));
  const shared: readonly Value[] = [text(made.name), tuple([...made.bases]), body];
  const call = (args: readonly Value[]): Call => ({ args, kwargs, origin });
  if (create !== undefined) m.callFunction(create, call([metaclass, ...shared]), undefined);
  if (initialise !== undefined) m.callFunction(initialise, call(shared), made);
};

export const isTypeCreation = (m: Machine, call: Call): boolean =>
  call.args.some((argument) => {
    const body = m.force(argument);
    return body.kind === "dict" && bodies.has(body);
  });

export const metaclassFunctions: Readonly<Record<string, Native>> = {
  "type.__new__": createType,
  "builtins.type.__new__": createType,
  "abc.ABCMeta.__new__": createType,
};

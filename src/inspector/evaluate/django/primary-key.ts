/**
 * `Model._meta.pk` for code that asks while modules are still being imported: routes of view sets, whose converter is
 * that of the key. By the order in which `ModelBase` and `Options._prepare` decide; undefined where that is not sure.
 */
import type { Machine } from "../machine.ts";
import type { Binding, ClassValue, InstanceValue, Value } from "../value.ts";
import { text, truthValue } from "../values/make.ts";
import { appLabelOf, defaultAutoFieldOf } from "./app-registry.ts";
import { lookUpSetting } from "./settings.ts";

const nowhere = { file: "", line: 0 };
const FIELD = "django.db.models.fields.Field";

const isTrue = (value: Value | undefined): boolean => value?.kind === "constant" && value.value === true;

const isModelRoot = (base: Value): boolean =>
  base.kind === "class" ? base.module === "django.db.models.base" && base.name === "Model" : false;

const metaFlag = (m: Machine, model: ClassValue, name: string): boolean => {
  const meta = model.namespace.get("Meta")?.value;
  return meta?.kind === "class" && isTrue(m.find(meta, name));
};

/** Is it a field, for all that is here? `undefined`: its class is not here. */
const isField = (m: Machine, value: InstanceValue): boolean | undefined => {
  if (value.class.kind === "external") return /(?:Field|Key)$/u.test(value.class.path) ? undefined : false;
  const order = m.mro(value.class);
  if (order.some((base) => base.kind === "class" && `${base.module}.${base.qualname}` === FIELD)) return true;
  return order.every((base) => base.kind === "class" || (base.kind === "external" && base.path.startsWith("builtins.")))
    ? false
    : undefined;
};

const named = (value: InstanceValue, name: string): InstanceValue => {
  const attributes = new Map<string, Binding>(value.attributes);
  for (const key of ["name", "attname"]) if (!attributes.has(key)) attributes.set(key, { value: text(name), origins: [] });
  return { ...value, attributes };
};

/** What a class body says of the key: a field, that it has none, or (undefined) that it cannot be known. */
const keyInBody = (m: Machine, model: ClassValue, taken: Set<string>): InstanceValue | null | undefined => {
  for (const [name, { value, because }] of model.namespace) {
    if (taken.has(name)) continue;
    taken.add(name);
    if (value.kind !== "instance") continue;
    const given = value.reached ?? value;
    const isKey = isTrue(given.kwargs.get("primary_key"));
    if (!isKey && given.open === undefined) continue;
    const verdict = isField(m, value);
    if (verdict === false) continue;
    return verdict === true && isKey && because === undefined ? named(value, name) : undefined;
  }
  return null;
};

const make = (m: Machine, path: string, name: string, kwargs: ReadonlyMap<string, Value>): InstanceValue | undefined => {
  const at = path.lastIndexOf(".");
  const type = m.force({ kind: "lazy", module: path.slice(0, at), name: path.slice(at + 1) });
  const made = type.kind === "class" ? m.call(type, { args: [], kwargs, origin: nowhere }) : undefined;
  return made?.kind === "instance" ? named(made, name) : undefined;
};

const primary = new Map<string, Value>([["primary_key", truthValue(true)]]);

const implicitKey = (m: Machine, model: ClassValue): InstanceValue | undefined => {
  const setting = defaultAutoFieldOf(m, appLabelOf(m, model.module)) ?? lookUpSetting(m, "DEFAULT_AUTO_FIELD");
  return setting?.kind === "constant" && typeof setting.value === "string" ? make(m, setting.value, "id", primary) : undefined;
};

/** The field as an instance that knows its `name`. */
export const primaryKeyOf = (m: Machine, model: ClassValue): InstanceValue | undefined => {
  const taken = new Set<string>();
  let parent: ClassValue | undefined;
  for (const base of m.mro(model)) {
    if (base.kind !== "class") {
      if (base.kind === "external" && base.path.startsWith("builtins.")) continue;
      return undefined;
    }
    if (isModelRoot(base)) break;
    const isParent = base !== model && m.mro(base).some(isModelRoot) && !metaFlag(m, base, "abstract");
    if (isParent) {
      parent = base;
      break;
    }
    const found = keyInBody(m, base, taken);
    if (found !== null) return found;
  }
  if (parent === undefined) return m.mro(model).some(isModelRoot) ? implicitKey(m, model) : undefined;
  if (metaFlag(m, model, "proxy")) return primaryKeyOf(m, parent);
  const link = new Map<string, Value>([...primary, ["to", parent]]);
  return make(m, "django.db.models.fields.related.OneToOneField", `${parent.name.toLowerCase()}_ptr`, link);
};

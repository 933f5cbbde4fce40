/** Plain readings of evaluated values; `undefined` always means "not known". */
import type { ClassValue, Evaluator, ExternalValue, InstanceValue, Namespace, Value } from "../../evaluate/value.ts";
import type { Known } from "./model.ts";

/** Truth of a constant, as Python sees it. */
export const toBoolean = (evaluator: Evaluator, value: Value): Known<boolean> => {
  const plain = evaluator.toPlain(value);
  if (plain === null) return false;
  if (typeof plain === "boolean" || typeof plain === "number" || typeof plain === "string" || typeof plain === "bigint")
    return Boolean(plain);
  return Array.isArray(plain) ? plain.length > 0 : undefined;
};

/** A string, or null for `None`. Lazy translations are seen through. */
export const toText = (evaluator: Evaluator, value: Value): Known<string | null> => {
  const plain = evaluator.toPlain(untranslated(evaluator, value));
  return plain === null || typeof plain === "string" ? plain : undefined;
};

export const toInteger = (evaluator: Evaluator, value: Value): Known<number | null> => {
  const plain = evaluator.toPlain(value);
  return plain === null || typeof plain === "number" ? plain : undefined;
};

/** The text inside `gettext_lazy("…")`, whether or not Django's own code is here. */
const untranslated = (evaluator: Evaluator, value: Value): Value => {
  const forced = evaluator.force(value);
  if (forced.kind !== "instance") return forced;
  const path = evaluator.pathOf(forced.class) ?? "";
  const [first, second] = forced.args;
  if (!/^django\.utils\.translation\.|\.gettext(_lazy|_noop)?$|\.ugettext(_lazy|_noop)?$/.test(path)) return forced;
  return (/pgettext/.test(path) ? second : first) ?? forced;
};

/** Items of a list, tuple or set that is wholly known. */
export const toItems = (evaluator: Evaluator, value: Value): Known<readonly Value[]> => {
  const forced = evaluator.force(value);
  if (forced.kind === "dict") return forced.open === undefined ? forced.entries.map((entry) => entry.key) : undefined;
  if (forced.kind !== "sequence" || forced.open !== undefined || (forced.maybe?.length ?? 0) > 0) return undefined;
  return forced.items;
};

/** Strings of a list or tuple; undefined when one of them is not a known string. */
export const toStrings = (evaluator: Evaluator, value: Value): Known<readonly string[]> => {
  const items = toItems(evaluator, value)?.map((item) => toText(evaluator, item));
  return items?.every((item) => typeof item === "string") === true ? items : undefined;
};

export const isNone = (value: Value): boolean => value.kind === "constant" && value.type === "none";

/** A name in a class's own body, forced; undefined when it is not there. */
export const ownValue = (evaluator: Evaluator, namespace: Namespace, name: string): Known<Exclude<Value, { kind: "lazy" }>> => {
  const binding = namespace.get(name);
  return binding === undefined ? undefined : evaluator.force(binding.value);
};

/** Dotted path of a class as written: the defining module's, not the one it was imported from. */
export const classPath = (evaluator: Evaluator, value: ClassValue | ExternalValue): string =>
  evaluator.pathOf(value) ?? (value.kind === "class" ? `${value.module}.${value.qualname}` : value.path);

/** Order of resolution of an instance's class; just itself when its code is not here. */
export const classesOf = (evaluator: Evaluator, value: InstanceValue): ReturnType<Evaluator["mro"]> =>
  value.class.kind === "class" ? evaluator.mro(value.class) : [value.class];

/**
 * A field whose class has a `deconstruct()` of its own, or whose project has replaced that of Django's `Field`: what the
 * method makes of what Django's would give.
 *
 * It is asked only where two fields differ: what is equal before stays equal.
 */
import { noteBirth } from "../../../evaluate/state/deeds.ts";
import { deconstructedName } from "../../../evaluate/django/deconstruct.ts";
import { copyBinding } from "../../../evaluate/state/copy-binding.ts";
import type { DictValue, FunctionValue, InstanceValue, Namespace, Value } from "../../../evaluate/value.ts";
import { bindField, type BoundField } from "../../models/fields/bind-field.ts";
import { djangoFieldClass } from "../../models/fields/field-classes.ts";
import type { Canon } from "./canon.ts";
import type { OwnAnswer } from "./deconstructed.ts";
import type { Scope } from "./scope.ts";
import { toCanon } from "./to-canon.ts";

const text = (value: string): Value => ({ kind: "constant", type: "str", value });

/** The method of the class, where its code is here; null where the instance has been given another. */
const ownMethod = (scope: Scope, bound: BoundField): FunctionValue | null => {
  if (bound.value.attributes.has("deconstruct")) return null;
  for (const one of bound.own) {
    const binding = one.kind === "class" && one.catalogued !== true ? one.namespace.get("deconstruct") : undefined;
    const value = binding === undefined ? undefined : scope.evaluator.force(binding.value);
    if (value?.kind === "function") return value;
  }
  return null;
};

export const hasOwnDeconstruct = (bound: BoundField): boolean =>
  bound.value.attributes.has("deconstruct") ||
  bound.own.some((one) => one.kind === "class" && one.catalogued !== true && one.namespace.has("deconstruct"));

/** A constant of this spelling, or a stand-in that leads back to it: what it is made of is known to be none of the project's. */
const toValue = (name: string, { text: spelling }: Canon): Value => {
  if (spelling.startsWith("s:")) return text(String(JSON.parse(spelling.slice(2))));
  if (spelling === "n:0" || spelling === "n:1") return { kind: "constant", type: "bool", value: spelling === "n:1" };
  if (/^n:\d+$/u.test(spelling)) return { kind: "constant", type: "int", value: Number(spelling.slice(2)) };
  return text(`(${name})`);
};

/** Each argument as a value, a new one where its spelling is known better than by what was written. */
const toValues = (scope: Scope, bound: BoundField, values: ReadonlyMap<string, Canon>): readonly (readonly [string, Value, Canon])[] =>
  [...values].map(([name, canon]) => {
    const given = bound.args.get(name);
    const value = given === undefined || name === "to" || name === "through" ? undefined : scope.evaluator.force(given);
    return [name, value === undefined || !PLAIN.has(value.kind) ? toValue(name, canon) : value, canon];
  });

/** Values that may be looked into; classes and functions are told apart by their spelling alone. */
const PLAIN: ReadonlySet<string> = new Set(["constant", "sequence", "dict", "instance"]);

export const asAnswer = (scope: Scope, bound: BoundField, values: ReadonlyMap<string, Canon>): OwnAnswer => ({
  path: bound.path,
  values,
  written: new Map(toValues(scope, bound, values).map(([name, value]) => [name, value])),
  positional: [],
});

/** Django's own class by the path that a field has it by. */
const djangosClass = ({ evaluator }: Scope, bound: BoundField): InstanceValue["class"] => {
  const { class: written } = bound.value;
  if (written.kind === "class" || djangoFieldClass(written.path) === undefined) return written;
  const dot = written.path.lastIndexOf(".");
  const module = evaluator.importModule(written.path.slice(0, dot));
  const found = module.kind === "module" ? evaluator.force(evaluator.attribute(module, written.path.slice(dot + 1))) : written;
  return found.kind === "class" ? found : written;
};

/** `remote_field` of a field that no model has yet: models are named by their labels there. */
const remoteField = (written: OwnAnswer["written"]): InstanceValue => {
  const none: Value = { kind: "constant", type: "none", value: null };
  const names = ["through", "related_name", "related_query_name"].map((name) => [name, written.get(name) ?? none] as const);
  const model = written.get("to");
  const attributes: Namespace = new Map(
    [...names, ...(model === undefined ? [] : [["model", model] as const])].map(([name, value]) => [name, { value, origins: [] }]),
  );
  noteBirth(attributes);
  return { kind: "instance", class: { kind: "external", path: FOREIGN_REL }, args: [], kwargs: new Map(), attributes };
};

const FOREIGN_REL = "django.db.models.fields.reverse_related.ForeignObjectRel";

/** The instance with Django's attributes, as far as they are its arguments, and with Django's answer. */
const prepared = (scope: Scope, bound: BoundField, before: OwnAnswer, answer: Value): InstanceValue => {
  const attributes = new Map([...bound.args].map(([name, value]) => [name, { value, origins: [] }]));
  if (bound.entry.relation !== null) attributes.set("remote_field", { value: remoteField(before.written), origins: [] });
  for (const [name, binding] of bound.value.attributes) attributes.set(name, { ...copyBinding(binding), origins: [] });
  attributes.set(deconstructedName, { value: answer, origins: [] });
  noteBirth(attributes);
  return { ...bound.value, class: djangosClass(scope, bound), attributes };
};

/** What `method` makes of Django's answer; null when it cannot be followed. */
const follow = (scope: Scope, bound: BoundField, method: FunctionValue, before: OwnAnswer): OwnAnswer | null => {
  const kwargs: DictValue = { kind: "dict", entries: [...before.written].map(([name, value]) => ({ key: text(name), value })) };
  const none: Value = { kind: "sequence", type: "list", items: [] };
  const answer: Value = { kind: "sequence", type: "tuple", items: [text("x"), text(before.path), none, kwargs] };
  for (const made of [kwargs, none, answer]) noteBirth(made);
  const { evaluator } = scope;
  const result = evaluator.call({ kind: "method", self: prepared(scope, bound, before, answer), function: method }, [], new Map());
  if (result.kind !== "sequence" || result.open !== undefined) return null;
  const [, path, args, found] = result.items.map((item) => evaluator.force(item));
  const plainPath = path === undefined ? undefined : evaluator.toPlain(path);
  if (typeof plainPath !== "string" || args?.kind !== "sequence" || args.open !== undefined) return null;
  if (found?.kind !== "dict" || found.open !== undefined) return null;
  const given = new Map([...before.written].map(([name, value]) => [value, before.values.get(name)]));
  const answered = new Map<string, Canon>();
  const written = new Map<string, Value>();
  for (const entry of found.entries) {
    const name = evaluator.toPlain(entry.key);
    if (typeof name !== "string") return null;
    answered.set(name, given.get(entry.value) ?? toCanon(scope, entry.value));
    written.set(name, entry.value);
  }
  for (const [index, value] of args.items.entries()) answered.set(`(${String(index)})`, toCanon(scope, value));
  return { path: plainPath, values: answered, written, positional: args.items };
};

const FIELD = "django.db.models.fields.Field";

/** Which of these arguments the function takes away from a plain field, whatever their value. */
export const takenAwayBy = (scope: Scope, replaced: FunctionValue, names: readonly string[]): ReadonlySet<string> => {
  const kwargs = new Map<string, Value>(names.map((name) => [name, text(`(${name})`)]));
  const value: InstanceValue = { kind: "instance", class: { kind: "external", path: FIELD }, args: [], kwargs, attributes: new Map() };
  const bound = bindField(scope.evaluator, value);
  const values = new Map(names.map((name) => [name, toCanon(scope, text(`(${name})`))]));
  const answer = bound === null ? null : follow(scope, bound, replaced, asAnswer(scope, bound, values));
  return answer === null ? new Set() : new Set(names.filter((name) => !answer.values.has(name)));
};

/** Null when there is no such method, or it cannot be followed. */
export const ownDeconstruct = (scope: Scope, bound: BoundField, values: ReadonlyMap<string, Canon>): OwnAnswer | null => {
  const stock = asAnswer(scope, bound, values);
  const replaced = scope.replacedDeconstruct;
  const djangos = replaced === null ? stock : follow(scope, bound, replaced, stock);
  const method = ownMethod(scope, bound);
  if (djangos === null) return null;
  if (method !== null) return follow(scope, bound, method, djangos);
  return replaced === null ? null : djangos;
};

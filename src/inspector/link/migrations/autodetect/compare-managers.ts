/** Managers that migrations keep: those with `use_in_migrations`, and a plain stand-in for a default that is not called `objects`. */
import type { ClassValue, InstanceValue, Value } from "../../../evaluate/value.ts";
import type { Model } from "../../models/model.ts";
import { ownValue, toBoolean } from "../../models/values.ts";
import { certainText, joinCanons, unknownCanon, type Canon } from "../deconstruct/canon.ts";
import type { Scope } from "../deconstruct/scope.ts";
import { toCanon } from "../deconstruct/to-canon.ts";
import { pairsOf } from "../state/read-parts.ts";

const PLAIN = "django.db.models.manager.Manager()";

/** Managers are equal when their class and their arguments are. */
const instanceCanon = (scope: Scope, written: Value): Canon => {
  const value = scope.evaluator.force(written);
  if (value.kind !== "instance" || value.class.kind !== "class") return toCanon(scope, value);
  const named = [...value.kwargs].sort(([left], [right]) => (left < right ? -1 : 1));
  const parts = [
    ...value.args.map((item) => toCanon(scope, item)),
    ...named.map(([name, item]) => joinCanons(`${name}=`, [toCanon(scope, item)], "")),
  ];
  return joinCanons(`${scope.evaluator.pathOf(value.class) ?? value.class.name}(`, parts, ")");
};

/** `models.Manager()` in any spelling has one text; others keep their class and arguments. */
const managerCanon = (scope: Scope, value: Value): Canon => {
  const canon = instanceCanon(scope, value);
  return /^django\.db\.models\.(manager\.)?Manager\(\)$/u.test(canon.text) ? certainText(PLAIN) : canon;
};

interface Manager {
  readonly name: string;
  readonly value: InstanceValue;
}

/** A class that `Manager.from_queryset` made, or that comes of one. */
const isMadeClass = (scope: Scope, written: Value): boolean => {
  const type = scope.evaluator.force(written);
  if (type.kind === "class") return type.bases.some((base) => isMadeClass(scope, base));
  return type.kind === "instance" && type.class.kind === "external" && MADE.test(type.class.path);
};

const isMadeManager = (scope: Scope, value: InstanceValue): boolean =>
  value.class.kind === "external" ? value.class.path.endsWith(".from_queryset()") : isMadeClass(scope, value.class);

/** In the order of `_meta.managers`: by how far up they are written, then as written; the first of a name counts. */
const managersOf = (scope: Scope, model: Model): readonly Manager[] => {
  const seen = new Set<string>();
  const found: Manager[] = [];
  for (const owner of [model, ...model.ancestors]) {
    if (owner.class === null) continue;
    for (const [name, binding] of owner.class.namespace) {
      if (seen.has(name)) continue;
      const value = scope.evaluator.force(binding.value);
      if (value.kind !== "instance" || !(owner.managers.includes(name) || isMadeManager(scope, value))) continue;
      seen.add(name);
      found.push({ name, value });
    }
  }
  return found;
};

const MADE = /\.from_queryset(\(\))?$/u;

/** What `Manager.from_queryset(…)` is called on, for a class or an instance that such a call made. */
const madeFrom = (value: InstanceValue): Value | undefined => {
  if (value.class.kind !== "external" || !MADE.test(value.class.path) || value.receiver === undefined) return undefined;
  return value.class.path.endsWith("()") && value.receiver.kind === "instance" ? value.receiver.receiver : value.receiver;
};

/** `undefined` where the class of the manager is not all here. */
const isUsedInMigrations = (scope: Scope, value: InstanceValue): boolean | undefined => {
  const { evaluator } = scope;
  const own = value.attributes.get("use_in_migrations");
  if (own !== undefined) return toBoolean(evaluator, own.value);
  return typeFlag(scope, value.class.kind === "class" ? value.class : (madeFrom(value) ?? value.class));
};

/** Something known by its path: what the catalogue says that the path stands for. */
const externalFlag = (scope: Scope, path: string): boolean | undefined => {
  const { evaluator } = scope;
  const inner = path.replace(MADE, "");
  const dot = inner.lastIndexOf(".");
  const module = dot < 0 ? null : evaluator.importModule(inner.slice(0, dot));
  const named = module?.kind === "module" ? evaluator.force(evaluator.attribute(module, inner.slice(dot + 1))) : null;
  if (named !== null && (named.kind === "class" || named.kind === "instance"))
    return typeFlag(scope, named.kind === "instance" ? named.class : named);
  return /^(django|builtins|typing)\./u.test(path) ? false : undefined;
};

/** `use_in_migrations` of a class, or of what `from_queryset` made of one. */
const typeFlag = (scope: Scope, written: Value): boolean | undefined => {
  const type = scope.evaluator.force(written);
  if (type.kind === "class") return classFlag(scope, type);
  if (type.kind === "external") return externalFlag(scope, type.path);
  const made = type.kind === "instance" ? madeFrom(type) : undefined;
  return made === undefined ? undefined : typeFlag(scope, made);
};

const classFlag = (scope: Scope, type: ClassValue): boolean | undefined => {
  const { evaluator } = scope;
  const own = ownValue(evaluator, type.namespace, "use_in_migrations");
  if (own !== undefined) return toBoolean(evaluator, own);
  let flag: boolean | undefined = false;
  for (const base of type.bases) {
    const inherited = typeFlag(scope, base);
    if (inherited === true) return true;
    if (inherited === undefined) flag = undefined;
  }
  return flag;
};

const defaultName = (scope: Scope, model: Model): string | null => {
  const written = model.options.written.get("default_manager_name");
  const plain = written === undefined ? null : scope.evaluator.toPlain(written);
  return typeof plain === "string" ? plain : null;
};

/** What the state of the model as it stands would hold, spelled. */
export const modelManagers = (scope: Scope, model: Model): Canon => {
  const managers = managersOf(scope, model);
  const base = model.options.written.get("base_manager_name");
  const baseName = base === undefined ? null : scope.evaluator.toPlain(base);
  const chosen = defaultName(scope, model) ?? managers[0]?.name ?? "objects";
  const kept: (readonly [string, Canon])[] = [];
  for (const { name, value } of managers) {
    const isUsed = isUsedInMigrations(scope, value);
    if (isUsed === undefined) return unknownCanon(`whether the manager ${name} is used in migrations is not known`);
    if (isUsed) kept.push([name, managerCanon(scope, value)]);
    else if (name === chosen || name === baseName) kept.push([name, certainText(PLAIN)]);
  }
  const [first] = kept;
  const isShim = kept.length === 1 && first?.[0] === "objects" && chosen === "objects" && first[1].text === PLAIN;
  return spell(isShim ? [] : kept);
};

const spell = (managers: readonly (readonly [string, Canon])[]): Canon =>
  joinCanons(
    "[",
    managers.map(([name, canon]) => joinCanons(`${name}=`, [canon], "")),
    "]",
  );

export const stateManagers = (scope: Scope, managers: Value | null): Canon => {
  if (managers === null) return spell([]);
  const pairs = pairsOf(scope.evaluator, managers);
  return pairs === undefined
    ? unknownCanon("the managers in the migrations are computed")
    : spell(pairs.map(([name, value]) => [name, managerCanon(scope, value)]));
};

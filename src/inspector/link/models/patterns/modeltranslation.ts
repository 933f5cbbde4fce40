/**
 * django-modeltranslation: a model that is registered with `TranslationOptions` gets a copy of each field that these
 * name, for each language. Its constructor leaves them optional; migrations hold them as the field that was copied.
 */
import type { ClassValue, Effect, Value } from "../../../evaluate/value.ts";
import type { Field, Model, Relation, Target } from "../model.ts";
import type { Workshop } from "../prepare/workshop.ts";
import { toItems, toStrings } from "../values.ts";
import { asCalled } from "./as-called.ts";
import type { Pattern } from "./pattern.ts";

const REGISTER = /^modeltranslation\.(?:translator|decorators)\.([tT]ranslator\.)?register(\(\))?$/u;
const TRUE: Value = { kind: "constant", type: "bool", value: true };

/** `plain`: registered without options; null: they are not known. */
type Options = ClassValue | "plain" | null;
type Registrations = ReadonlyMap<Value, Options>;

interface Call {
  readonly models: Value;
  readonly options: Value | undefined;
}

/** The calls among the first effects, `size` of them, the last of which is `last`. */
interface Calls {
  readonly size: number;
  readonly last: Effect | undefined;
  readonly calls: readonly Call[];
}

const knownCalls = new WeakMap<readonly Effect[], Calls>();
const registrations = new WeakMap<Calls, Registrations>();

/** What a call registers: that of the translator itself, or that of the decorator on a class of options. */
const readCall = ({ path, callee, args, kwargs }: Effect): Call | null => {
  const [, isMethod, decorates] = REGISTER.exec(path ?? "") ?? [null];
  const options = decorates === undefined ? (args[1] ?? kwargs.get("opts_class")) : args[0];
  const models = decorates === undefined ? args[0] : callee.kind === "instance" ? callee.args[0] : undefined;
  const isOne = isMethod !== undefined || decorates !== undefined || options !== undefined;
  return isOne && models !== undefined && REGISTER.test(path ?? "") ? { models, options } : null;
};

/** What the classes of the options name, each its own. */
const namedFields = ({ evaluator }: Workshop, options: ClassValue | "plain"): readonly string[] | undefined => {
  const names: string[] = [];
  if (options === "plain") return names;
  for (const base of evaluator.mro(options)) {
    const stated = base.kind === "class" ? base.namespace.get("fields")?.value : undefined;
    const own = stated === undefined ? [] : toStrings(evaluator, stated);
    if (own === undefined || base.kind === "unknown") return undefined;
    names.push(...own);
  }
  return names;
};

/** Names of the models that options of a model look up: its parents, and what its translated relations point at. */
const lookedUp = (workshop: Workshop, model: Value, options: Options): readonly string[] => {
  const { evaluator } = workshop;
  if (model.kind !== "class") return [];
  const parents = evaluator.mro(model).flatMap((base) => (base !== model && base.kind === "class" ? [base.name] : []));
  const fields = options === null ? [] : (namedFields(workshop, options) ?? []);
  const targets = fields.flatMap((name) => {
    const field = evaluator.force(model.namespace.get(name)?.value ?? model);
    const target = field.kind === "instance" ? (field.args[0] ?? field.kwargs.get("to")) : undefined;
    const forced = target === undefined ? undefined : evaluator.force(target);
    if (forced?.kind === "class") return [forced.name];
    return forced?.kind === "constant" ? [String(forced.value).replace(/^.*\./u, "")] : [];
  });
  return [...parents, ...targets];
};

/** Effects are added to the end of the list; a branch that was not taken takes its own away again. */
const readCalls = (effects: readonly Effect[]): Calls => {
  const known = knownCalls.get(effects);
  const stands = known !== undefined && known.size <= effects.length && effects[known.size - 1] === known.last;
  if (stands && known.size === effects.length) return known;
  const begun = stands ? known.size : 0;
  const added = effects.slice(begun).flatMap((effect) => readCall(effect) ?? []);
  const calls: Calls = { size: effects.length, last: effects.at(-1), calls: [...(stands ? known.calls : []), ...added] };
  knownCalls.set(effects, calls);
  return calls;
};

const readRegistrations = (workshop: Workshop): Registrations => {
  const { evaluator } = workshop;
  const read = readCalls(evaluator.effects);
  const known = registrations.get(read);
  if (known !== undefined) return known;
  const found = new Map<Value, Options>();
  // The options of such a model are made when they are looked up first: a later registration does not change them.
  const made = new Set<string>();
  for (const call of read.calls) {
    const chosen = call.options === undefined ? undefined : evaluator.force(call.options);
    const options = chosen === undefined ? "plain" : chosen.kind === "class" ? chosen : null;
    for (const each of toItems(evaluator, call.models) ?? [call.models]) {
      const model = evaluator.force(each);
      found.set(model, model.kind === "class" && made.has(model.name) ? null : options);
      for (const name of lookedUp(workshop, model, options)) made.add(name);
    }
  }
  registrations.set(read, found);
  return found;
};

const ENABLED = ["MODELTRANSLATION_ENABLE_REGISTRATIONS", "USE_I18N"];

const languagesOf = ({ settings }: Workshop): readonly string[] | undefined => {
  const all = settings.read("MODELTRANSLATION_LANGUAGES") ?? settings.read("LANGUAGES");
  if (!Array.isArray(all)) return undefined;
  const codes = all.map((each: unknown) => (Array.isArray(each) ? each[0] : each));
  return codes.every((code) => typeof code === "string") ? codes : undefined;
};

/** Is the option set to anything, or is that not known? */
const mayHold = ({ evaluator }: Workshop, options: ClassValue | "plain", name: string): boolean => {
  if (options === "plain") return false;
  const [stated] = evaluator
    .mro(options)
    .flatMap((base) => (base.kind === "class" && base.catalogued !== true ? (base.namespace.get(name)?.value ?? []) : []));
  const value = stated === undefined ? undefined : evaluator.force(stated);
  if (value?.kind === "dict") return value.open !== undefined || value.entries.length > 0;
  if (value?.kind === "sequence") return value.open !== undefined || value.items.length > 0;
  return value !== undefined && value.kind !== "constant";
};

const suffixOf = (language: string): string => (language === "id" ? "ind" : language.replaceAll("-", "_"));

const translatedRelation = (model: Model, relation: Relation, suffix: string): Relation => {
  const name = relation.relatedName;
  if (relation.kind === "many_to_many") {
    const between: Target | null = relation.through === null ? null : { kind: "unknown", because: "each language has its own" };
    const hidden = name === undefined || name?.endsWith("+") === true;
    const relatedName = hidden ? name : name === null ? `${model.name.toLowerCase()}_${suffix}_set` : `${name}_${suffix}`;
    return { ...relation, through: between, relatedName, relatedQueryName: undefined, constructedName: name, makesThrough: true };
  }
  if (name === undefined || name?.endsWith("+") === true) return relation;
  const accessor = name ?? model.options.defaultRelatedName ?? `${model.name.toLowerCase()}${relation.kind === "one_to_one" ? "" : "_set"}`;
  return { ...relation, relatedName: `${accessor}_${suffix}`, relatedQueryName: undefined, constructedName: name };
};

const translated = (
  workshop: Workshop,
  model: Model,
  [field, language, options]: readonly [Field, string, ClassValue | "plain"],
): Field => {
  const suffix = suffixOf(language);
  const name = `${field.name}_${suffix}`;
  const isFlag = field.internalType === "BooleanField";
  const dbColumn = typeof field.dbColumn === "string" ? `${field.dbColumn}_${suffix}` : field.dbColumn;
  const says = (option: string): boolean => mayHold(workshop, options, option);
  const isRequired = says("required_languages") || workshop.settings.read("MODELTRANSLATION_REQUIRED_LANGUAGES") !== undefined;
  const changes = {
    ...(isFlag ? {} : { null: TRUE }),
    ...(typeof dbColumn === "string" ? { db_column: { kind: "constant", type: "str", value: dbColumn } as const } : {}),
  };
  return {
    ...field,
    name,
    class: `Translation${field.class}`,
    // Relations are called after their class.
    internalType: field.relation === null ? field.internalType : `Translation${field.class}`,
    null: isFlag ? field.null : true,
    blank: isRequired && field.blank !== true ? undefined : true,
    dbColumn,
    relation: field.relation === null ? null : translatedRelation(model, field.relation, suffix),
    value: asCalled(workshop, field, null, changes),
    ...(says("field_options") ? { certainty: "unknown", because: "its options change the field for each language" } : {}),
  };
};

const doubt = (model: Model): readonly Field[] => {
  model.certainty = "unknown";
  model.because = "which fields django-modeltranslation adds is not known";
  return [];
};

/** Indexes and constraints with a translated field are there for each language too. */
const withoutKnownGroups = (model: Model, names: ReadonlySet<string>): void => {
  const { uniqueTogether, indexes, constraints } = model.options;
  const isTranslated = (group: readonly string[]): boolean => group.some((name) => names.has(name.replace(/^-/u, "")));
  model.options = {
    ...model.options,
    uniqueTogether: uniqueTogether?.some(isTranslated) === true ? undefined : uniqueTogether,
    indexes: indexes?.some(({ fields }) => isTranslated(fields)) === true ? undefined : indexes,
    constraints: constraints !== undefined && constraints.length > 0 && names.size > 0 ? undefined : constraints,
  };
};

/** Those of a model's own options, and of the options of its abstract parents; undefined when they are not known. */
const translatedNames = (workshop: Workshop, value: ClassValue): ReadonlySet<string> | undefined => {
  const options = readRegistrations(workshop).get(value);
  const own = options === undefined ? [] : options === null ? undefined : namedFields(workshop, options);
  if (own === undefined) return undefined;
  const names = new Set(own);
  for (const base of value.bases) {
    const parent = workshop.evaluator.force(base);
    if (parent.kind !== "class" || workshop.models.get(parent)?.options.abstract !== true) continue;
    const inherited = translatedNames(workshop, parent);
    if (inherited === undefined) return undefined;
    for (const name of inherited) names.add(name);
  }
  return names;
};

const fieldsOf = (workshop: Workshop, model: Model): readonly Field[] => {
  const options = model.class === null ? undefined : readRegistrations(workshop).get(model.class);
  if (model.class === null || options === undefined || ENABLED.some((name) => workshop.settings.read(name) === false)) return [];
  const languages = languagesOf(workshop);
  const names = translatedNames(workshop, model.class);
  if (options === null || names === undefined || languages === undefined) return doubt(model);
  withoutKnownGroups(model, names);
  const fields = [...model.fields, ...model.manyToMany].filter(({ name }) => names.has(name));
  return fields.flatMap((field) => languages.map((language) => translated(workshop, model, [field, language, options])));
};

export const modeltranslation: Pattern = { fieldsOf };

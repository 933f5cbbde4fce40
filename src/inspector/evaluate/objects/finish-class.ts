/** After a class body has run: methods learn their class, enum members become members. */
import type { Machine } from "../machine.ts";
import type { ClassValue, ConstantValue, InstanceValue, Value } from "../value.ts";
import { Closure } from "../calls/closure.ts";
import { noKwargs } from "../machine.ts";
import { builtin, dict, integer, isText, text } from "../values/make.ts";

const enumRoots = new Set([
  "enum.Enum",
  "enum.IntEnum",
  "enum.StrEnum",
  "enum.Flag",
  "enum.IntFlag",
  "django.db.models.enums.Choices",
  "django.db.models.enums.TextChoices",
  "django.db.models.enums.IntegerChoices",
  "django.db.models.Choices",
  "django.db.models.TextChoices",
  "django.db.models.IntegerChoices",
  "django.utils.choices.Choices",
]);

const enumModules = new Set([...enumRoots].map((path) => path.slice(0, path.lastIndexOf("."))));

const choicesRoot = /\.(?:Text|Integer)?Choices$/u;
const mixed = new Set(["builtins.str", "builtins.int", "enum.IntEnum", "enum.StrEnum", "enum.IntFlag"]);
const mixedChoices = /\.(?:Text|Integer)Choices$/u;

export const finishClass = (m: Machine, made: ClassValue): void => {
  for (const binding of made.namespace.values()) claim(binding.value, made);
  if (isEnumClass(m, made)) makeMembers(m, made, ancestorPaths(m, made));
};

const ancestorPaths = (m: Machine, made: ClassValue): readonly string[] =>
  m.mro(made).map((base) => (base.kind === "class" ? `${base.module}.${base.qualname}` : base.kind === "external" ? base.path : ""));

/** Does the class descend from an enum, so that its names are members? */
export const isEnumClass = (m: Machine, made: ClassValue): boolean => m.mro(made).some((base, index) => index > 0 && isEnumRoot(base));

/** The path is made for the few classes alone that stand in a module of these. */
const isEnumRoot = (base: Value): boolean => {
  if (base.kind === "external") return enumRoots.has(base.path);
  return base.kind === "class" && enumModules.has(base.module) && enumRoots.has(`${base.module}.${base.qualname}`);
};

/** Methods in a class body know their class for `super()`, also inside `property(…)` and `classmethod(…)`. */
export const claim = (value: Value, owner: ClassValue): void => {
  if (value.kind === "function" && value.closure instanceof Closure && value.closure.definedIn.names === owner.namespace)
    value.closure.owner ??= owner;
  if (value.kind === "instance" && value.class.kind === "external")
    for (const argument of value.args) if (argument.kind === "function") claim(argument, owner);
};

const skipped = new Set(["_ignore_", "_order_"]);

const isMemberName = (name: string): boolean =>
  !(name.startsWith("_") && name.endsWith("_")) && !skipped.has(name) && !name.startsWith("__");

const makeMembers = (m: Machine, made: ClassValue, paths: readonly string[]): void => {
  const isChoices = paths.some((path) => choicesRoot.test(path));
  const members: { key: Value; value: Value }[] = [];
  const names: string[] = [];
  const firstOf = createFirstOf();
  for (const [name, binding] of made.namespace) {
    if (!isMemberName(name)) continue;
    const value = m.force(binding.value);
    if (value.kind === "function" || value.kind === "class" || value.kind === "builtin" || value.kind === "method") continue;
    if (
      value.kind === "instance" &&
      value.class.kind === "external" &&
      (value.class.path === "property" || value.class.path === "enum.nonmember")
    )
      continue;
    const member = makeMember(m, made, { name, value, isChoices, index: members.length });
    // A second name for a value that an earlier member has is that member.
    const first = firstOf(member);
    binding.value = first ?? member;
    if (first !== undefined) continue;
    members.push({ key: text(name), value: member });
    names.push(name);
  }
  if (members.length === 0) return;
  made.namespace.set("__members__", { value: dict(members), origins: [] });
  if (paths.some((path) => mixed.has(path) || mixedChoices.test(path)))
    made.namespace.set("__mixed_enum__", { value: builtin("True"), origins: [] });
};

const plainValue = (member: Value): ConstantValue | undefined => {
  const value = member.kind === "instance" ? member.attributes.get("_value_")?.value : undefined;
  return value?.kind === "constant" ? value : undefined;
};

/** The earlier member of the same plain value, for each member that it is asked for in turn. */
const createFirstOf = (): ((member: Value) => Value | undefined) => {
  const known = new Map<string, Map<ConstantValue["value"], Value>>();
  return (member) => {
    const plain = plainValue(member);
    if (plain === undefined) return undefined;
    let ofType = known.get(plain.type);
    if (ofType === undefined) known.set(plain.type, (ofType = new Map()));
    const first = ofType.get(plain.value);
    if (first === undefined) ofType.set(plain.value, member);
    return first;
  };
};

interface Member {
  readonly name: string;
  readonly value: Value;
  readonly isChoices: boolean;
  readonly index: number;
}

/** The label that Django makes of a member's name. */
const labelOf = (name: string): string => {
  const spaced = name.replaceAll("_", " ").toLowerCase();
  return spaced.replaceAll(/(^|[^a-z])([a-z])/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
};

const makeMember = (m: Machine, made: ClassValue, { name, value, isChoices, index }: Member): InstanceValue => {
  let plain = value;
  let label: Value = text(labelOf(name));
  if (isChoices && value.kind === "sequence" && value.type !== "set" && value.items.length > 1) {
    const last = value.items.at(-1);
    const [first] = value.items;
    const isLabel = last !== undefined && (isText(m.force(last)) || m.force(last).kind !== "constant");
    if (last !== undefined && first !== undefined && isLabel) {
      label = last;
      plain = value.items.length === 2 ? first : { ...value, items: value.items.slice(0, -1) };
    }
  }
  if (plain.kind === "instance" && plain.class.kind === "external" && plain.class.path === "enum.auto")
    plain = isChoices && made.bases.some((base) => base.kind === "class" && base.name === "TextChoices") ? text(name) : integer(index + 1);
  const member: InstanceValue = {
    kind: "instance",
    class: made,
    args: value.kind === "sequence" && value.type === "tuple" ? value.items : [value],
    kwargs: noKwargs,
    attributes: new Map(),
    ...(value.origin === undefined ? {} : { origin: value.origin }),
  };
  const origins = value.origin === undefined ? [] : [value.origin];
  const set = (key: string, item: Value): void => void member.attributes.set(key, { value: item, origins });
  set("_name_", text(name));
  set("_value_", plain);
  set("name", text(name));
  set("value", plain);
  if (isChoices) set("label", label);
  const init = made.namespace.get("__init__")?.value;
  if (init?.kind === "function")
    m.callFunction(init, { args: member.args, kwargs: noKwargs, origin: value.origin ?? { file: "", line: 0 } }, member);
  const create = made.namespace.get("__new__")?.value;
  if (create?.kind === "function") {
    const answer = m.callFunction(create, { args: member.args, kwargs: noKwargs, origin: value.origin ?? { file: "", line: 0 } }, made);
    if (answer.kind === "instance")
      for (const [key, bound] of answer.attributes) member.attributes.set(key === "_value_" ? "value" : key, bound);
    const newValue = answer.kind === "instance" ? answer.attributes.get("_value_") : undefined;
    if (newValue !== undefined) member.attributes.set("_value_", newValue);
  }
  return member;
};

import type { Forced, Machine } from "../machine.ts";
import type { Binding, ClassValue, DictValue, Value } from "../value.ts";
import { dict, isText, list, none, text, tuple } from "../values/make.ts";
import { builtin } from "../values/make.ts";
import { findAlong } from "./find-along.ts";

/** Members of an enum in order, aliases left out. */
export const enumMembers = (cls: ClassValue): readonly Value[] => {
  const members = cls.namespace.get("__members__")?.value;
  return members?.kind === "dict" ? members.entries.map((entry) => entry.value) : [];
};

const part = (member: Value, name: string): Value =>
  (member.kind === "instance" ? member.attributes.get(name)?.value : undefined) ?? none();

/** `choices`, `values`, `labels`, `names` of Django's Choices. */
const choicesAttribute = (m: Machine, cls: ClassValue, name: string): Forced | undefined => {
  const members = enumMembers(cls);
  const blank = cls.namespace.get("__empty__");
  switch (name) {
    case "choices": {
      const pairs: Value[] = members.map((member) => tuple([part(member, "value"), part(member, "label")], member.origin));
      return list(blank === undefined ? pairs : [tuple([none(), blank.value]), ...pairs], cls.origin);
    }
    case "values": {
      const values = members.map((member) => part(member, "value"));
      return list(blank === undefined ? values : [none(), ...values], cls.origin);
    }
    case "labels": {
      const labels = members.map((member) => part(member, "label"));
      return list(blank === undefined ? labels : [blank.value, ...labels], cls.origin);
    }
    case "names": {
      const names = members.map((member) => part(member, "name"));
      return list(blank === undefined ? names : [text("__empty__"), ...names], cls.origin);
    }
    default:
      return undefined;
  }
};

/** An entry of `__dict__`: who asks for one name does not ask for what the others of a deferred body are. */
const readLater = (name: string, bound: Binding): DictValue["entries"][number] => ({
  key: text(name),
  get value() {
    return bound.value;
  },
});

const special = (m: Machine, cls: ClassValue, name: string): Forced | undefined => {
  switch (name) {
    case "__name__":
      return text(cls.name);
    case "__qualname__":
      return text(cls.qualname);
    case "__module__":
      return text(cls.module);
    case "__class__":
      return m.force(cls.keywords.get("metaclass") ?? builtin("type"));
    case "__bases__":
      return tuple([...cls.bases]);
    case "__mro__":
      return tuple([...m.mro(cls)]);
    case "__dict__":
      return dict([...cls.namespace].map(([key, bound]) => readLater(key, bound)));
    default:
      return undefined;
  }
};

export const classAttribute = (m: Machine, cls: ClassValue, name: string): Forced | undefined => {
  if (name.startsWith("__")) {
    const own = special(m, cls, name);
    if (own !== undefined) return own;
  }
  if (cls.namespace.has("__members__")) {
    const own = cls.namespace.get(name);
    if (own === undefined || isText(own.value)) {
      const choices = choicesAttribute(m, cls, name);
      if (choices !== undefined) return choices;
    }
  }
  const found = findAlong(m, m.mro(cls), name, cls);
  if (found !== undefined) return found;
  return throughMetaclass(m, cls, name);
};

/** A method or property that a project's metaclass gives its classes. */
const throughMetaclass = (m: Machine, cls: ClassValue, name: string): Forced | undefined => {
  for (const base of m.mro(cls)) {
    if (base.kind !== "class") continue;
    const given = base.keywords.get("metaclass");
    if (given === undefined) continue;
    const metaclass = m.force(given);
    if (metaclass.kind !== "class") return undefined;
    const asInstance = { kind: "instance", class: metaclass, args: [], kwargs: new Map(), attributes: new Map() } as const;
    const raw = findAlong(m, m.mro(metaclass), name, asInstance);
    if (raw?.kind === "method") return { ...raw, self: cls };
    return raw;
  }
  return undefined;
};

/** Instances of the project's own subclasses of `dict`: each holds a dict, made when first asked for. */
import type { Call, Forced, Machine } from "../machine.ts";
import type { DictValue, InstanceValue, Value } from "../value.ts";
import { getItem, setItem } from "../expressions/items.ts";
import { unknown } from "../value.ts";
import { absent, entryWith } from "../values/entries.ts";
import { none, truthValue } from "../values/make.ts";

const held = new WeakMap<InstanceValue, DictValue>();
/** Is this the path of Python's dict, or of a class that is one in all but name? */
export const isDictPath = (path: string): boolean =>
  path === "builtins.dict" || path === "collections.OrderedDict" || path === "collections.UserDict";

/** Names that Python's dict brings besides the modelled ones. */
const special: ReadonlySet<string> = new Set(["__getitem__", "__setitem__", "__contains__", "__len__"]);

/** Does a base with this path bring a dict's method of that name? */
export const dictMethod = (m: Machine, base: string, name: string): boolean =>
  isDictPath(base) && (special.has(name) || m.natives.functions.has(`dict.${name}`));

/** The dict inside an instance; undefined when its class is no subclass of dict. */
export const dictInside = (m: Machine, self: Value): DictValue | undefined => {
  if (self.kind !== "instance" || self.class.kind !== "class") return undefined;
  const known = held.get(self);
  if (known !== undefined) return known;
  if (!m.mro(self.class).some((base) => base.kind === "external" && isDictPath(base.path))) return undefined;
  const given = self.reached ?? self;
  const made = m.call(
    { kind: "builtin", name: "dict" },
    { args: given.args, kwargs: given.kwargs, origin: self.origin ?? { file: "", line: 0 } },
  );
  if (made.kind !== "dict") return undefined;
  held.set(self, made);
  return made;
};

const contains = (m: Machine, inside: DictValue, key: Value, call: Call): Forced => {
  const at = entryWith(inside.entries, m.force(key));
  if (at >= 0) return truthValue(true, call.origin);
  const isSure = inside.open === undefined && at === absent;
  return isSure ? truthValue(false, call.origin) : unknown(inside.open ?? "whether the key is there is not known", call.origin);
};

/** A dict's own method, called for an instance that holds one; `name` without the class. */
export const callDictMethod = (m: Machine, inside: DictValue, name: string, call: Call): Forced => {
  const [key, value] = call.args;
  if (name === "__getitem__" && key !== undefined) return getItem(m, inside, key, call.origin);
  if (name === "__contains__" && key !== undefined) return contains(m, inside, key, call);
  if (name === "__setitem__" && key !== undefined && value !== undefined) {
    setItem(m, inside, key, value);
    return none(call.origin);
  }
  const native = m.natives.functions.get(name === "__len__" ? "len" : `dict.${name}`);
  if (native === undefined) return none(call.origin);
  return m.force(name === "__len__" ? native(m, { ...call, args: [inside] }, undefined) : native(m, call, inside));
};

/** Methods of list, tuple, set and dict. */
import type { Call, Machine, Native } from "../machine.ts";
import type { DictValue, SequenceValue, Value } from "../value.ts";
import { unknown } from "../value.ts";
import { getItem, setItem } from "../expressions/items.ts";
import { contains } from "../expressions/operators.ts";
import { countThings } from "../state/budget.ts";
import { pushItem, setDict, setEntries, setItems, setSequence } from "../state/journal.ts";
import { entryWith } from "../values/entries.ts";
import { membership } from "../values/membership.ts";
import { dict, integer, list, none, sequence, truthValue, tuple } from "../values/make.ts";
import { equal } from "../values/same.ts";
import { whyUnknown } from "../values/why.ts";
import { argument, numberArgument, unknownResult } from "./arguments.ts";
import { fillDict, unique } from "./functions.ts";
import { sortItems } from "./sort.ts";

type OfSequence = (m: Machine, call: Call, self: SequenceValue) => Value;
type OfDict = (m: Machine, call: Call, self: DictValue) => Value;

const onSequence =
  (run: OfSequence): Native =>
  (m, call, given) => {
    const self = m.force(given ?? call.args[0] ?? none());
    return self.kind === "sequence"
      ? run(m, given === undefined ? { ...call, args: call.args.slice(1) } : call, self)
      : unknownResult(m, call, "this method");
  };

const onDict =
  (run: OfDict): Native =>
  (m, call, given) => {
    const self = m.force(given ?? call.args[0] ?? none());
    return self.kind === "dict"
      ? run(m, given === undefined ? { ...call, args: call.args.slice(1) } : call, self)
      : unknownResult(m, call, "this method");
  };

const openUp = (m: Machine, self: SequenceValue, why: string): Value => {
  setSequence(m.state, self, { items: self.items, open: self.open ?? why, maybe: self.maybe });
  return none();
};

const extend: OfSequence = (m, call, self) => {
  const [source] = call.args;
  const found = source === undefined ? undefined : m.items(source);
  if (source === undefined || found === undefined)
    return openUp(m, self, source === undefined ? "nothing to add" : whyUnknown(m.force(source)));
  setSequence(m.state, self, { items: [...self.items, ...found.items], open: self.open ?? found.open, maybe: self.maybe });
  return none();
};

const insert: OfSequence = (m, call, self) => {
  const at = numberArgument(m, call, 0);
  const [, item] = call.args;
  if (at === undefined || item === undefined) return openUp(m, self, "where something is inserted is not known");
  const where = at < 0 ? Math.max(0, self.items.length + at) : at;
  setItems(m.state, self, self.items.toSpliced(where, 0, item));
  return none();
};

const remove: OfSequence = (m, call, self) => {
  const item = argument(m, call, 0);
  if (item === undefined) return none();
  const at = self.items.findIndex((each) => equal(m.force(each), item) === true);
  if (at >= 0) setItems(m.state, self, self.items.toSpliced(at, 1));
  else if (self.open === undefined && item.kind === "constant" && self.items.every((each) => equal(m.force(each), item) === false))
    return m.raise("ValueError", "the item to remove is not there", call.origin);
  else return openUp(m, self, whyUnknown(item));
  return none();
};

const pop: OfSequence = (m, call, self) => {
  const at = call.args.length === 0 ? -1 : numberArgument(m, call, 0);
  if (at === undefined || self.open !== undefined) {
    openUp(m, self, "which item was taken is not known");
    return unknown(self.open ?? "which item was taken is not known", call.origin);
  }
  const where = at < 0 ? self.items.length + at : at;
  const item = self.items[where];
  if (item === undefined) return m.raise("IndexError", "there is no item to take", call.origin);
  setItems(m.state, self, self.items.toSpliced(where, 1));
  return item;
};

const index: OfSequence = (m, call, self) => {
  const item = argument(m, call, 0);
  if (item === undefined || self.open !== undefined) return unknownResult(m, call, "list.index()");
  const at = self.items.findIndex((each) => equal(m.force(each), item) === true);
  if (at >= 0) return integer(at, call.origin);
  return item.kind === "constant"
    ? m.raise("ValueError", "the item is not in the list", call.origin)
    : unknown(whyUnknown(item), call.origin);
};

const sort: OfSequence = (m, call, self) => {
  const items = sortItems(m, self.items, call);
  if (items === undefined) return openUp(m, self, "the order is not known");
  setItems(m.state, self, items);
  return none();
};

const copy: OfSequence = (_m, call, self) => sequence(self.type, [...self.items], call.origin, self.open);

const addToSet: OfSequence = (m, call, self) => {
  const item = argument(m, call, 0);
  if (item === undefined) return none();
  if (item.kind === "unknown") return openUp(m, self, item.because);
  countThings(m, self.items.length);
  if (!self.items.some((each) => equal(m.force(each), item) === true)) pushItem(m.state, self, item);
  return none();
};

const combine =
  (keep: (inSelf: boolean, inOther: boolean) => boolean, inPlace: boolean): OfSequence =>
  (m, call, self) => {
    let items: Value[] = [...self.items];
    let { open } = self;
    for (const other of call.args) {
      const found = m.items(other);
      open ??= found === undefined ? whyUnknown(m.force(other)) : found.open;
      const theirs = found?.items ?? [];
      const forced = (values: readonly Value[]): readonly Value[] => values.map((value) => m.force(value));
      const isTheirs = membership(forced(theirs));
      const isOurs = membership(forced(items));
      items = [
        ...items.filter((item) => keep(true, isTheirs(m.force(item)))),
        ...unique(theirs).filter((item) => keep(false, true) && !isOurs(m.force(item))),
      ];
    }
    if (!inPlace) return sequence("set", items, call.origin, open);
    setSequence(m.state, self, { items, open, maybe: self.maybe });
    return none();
  };

const subset =
  (swap: boolean): OfSequence =>
  (m, call, self) => {
    const other = argument(m, call, 0);
    const found = other === undefined ? undefined : m.items(other);
    if (other === undefined || found === undefined || found.open !== undefined || self.open !== undefined)
      return unknownResult(m, call, "this comparison");
    const [small, large]: [readonly Value[], Value] = swap ? [found.items, self] : [self.items, other];
    for (const item of small) {
      const known = contains(m, large, m.force(item));
      if (known !== true) return known === undefined ? unknownResult(m, call, "this comparison") : truthValue(false, call.origin);
    }
    return truthValue(true, call.origin);
  };

const sequenceMethods: Readonly<Record<string, OfSequence>> = {
  "list.append": (m, call, self) => {
    const [item] = call.args;
    if (item !== undefined) pushItem(m.state, self, item);
    return none();
  },
  "list.extend": extend,
  "list.insert": insert,
  "list.remove": remove,
  "list.pop": pop,
  "list.index": index,
  "tuple.index": index,
  "list.sort": sort,
  "list.copy": copy,
  "set.copy": copy,
  "list.reverse": (m, _call, self) => {
    setItems(m.state, self, [...self.items].reverse());
    return none();
  },
  "list.clear": (m, _call, self) => {
    setSequence(m.state, self, { items: [], open: undefined, maybe: undefined });
    return none();
  },
  "list.count": (m, call, self) => {
    const item = argument(m, call, 0);
    return item === undefined || self.open !== undefined
      ? unknownResult(m, call, "count()")
      : integer(self.items.filter((each) => equal(m.force(each), item) === true).length, call.origin);
  },
  "set.add": addToSet,
  "set.discard": (m, call, self) => {
    const item = argument(m, call, 0);
    if (item !== undefined)
      setItems(
        m.state,
        self,
        self.items.filter((each) => equal(m.force(each), item) !== true),
      );
    return none();
  },
  "set.remove": remove,
  "set.pop": (m, call, self) => {
    openUp(m, self, "which item was taken is not known");
    return unknownResult(m, call, "set.pop()");
  },
  "set.union": combine(() => true, false),
  "set.update": combine(() => true, true),
  "set.intersection": combine((mine, theirs) => mine && theirs, false),
  "set.difference": combine((mine, theirs) => mine && !theirs, false),
  "set.difference_update": combine((mine, theirs) => mine && !theirs, true),
  "set.issubset": subset(false),
  "set.issuperset": subset(true),
};

const get: OfDict = (m, call, self) => {
  const key = argument(m, call, 0, "key");
  if (key === undefined) return none();
  const fallback = call.args[1] ?? call.kwargs.get("default") ?? none(call.origin);
  const known = contains(m, self, key);
  if (known === true) return getItem(m, self, key, call.origin);
  return known === false ? fallback : unknown(self.open ?? whyUnknown(key), call.origin);
};

const popEntry: OfDict = (m, call, self) => {
  const key = argument(m, call, 0);
  if (key === undefined) return none();
  const at = entryWith(self.entries, key);
  const entry = self.entries[at];
  if (entry !== undefined) {
    setEntries(m.state, self, self.entries.toSpliced(at, 1));
    return entry.value;
  }
  if (self.open !== undefined || key.kind !== "constant") return unknown(self.open ?? whyUnknown(key), call.origin);
  return call.args[1] ?? m.raise("KeyError", "the key is not there", call.origin);
};

const update: OfDict = (m, call, self) => {
  const before = self.open;
  for (const source of call.args) {
    const given = m.force(source);
    if (given.kind === "dict" || m.items(given) !== undefined) {
      const held = dict([]);
      fillDict(m, held, given);
      for (const entry of held.entries) setItem(m, self, entry.key, entry.value);
      if (held.open !== undefined) setDict(m.state, self, { entries: self.entries, open: self.open ?? held.open });
    } else setDict(m.state, self, { entries: self.entries, open: before ?? whyUnknown(given) });
  }
  for (const [key, value] of call.kwargs) setItem(m, self, { kind: "constant", value: key, type: "str" }, value);
  if (call.open !== undefined) setDict(m.state, self, { entries: self.entries, open: self.open ?? call.open });
  return none();
};

const dictMethods: Readonly<Record<string, OfDict>> = {
  "dict.get": get,
  "dict.pop": popEntry,
  "dict.update": update,
  "dict.items": (_m, call, self) =>
    list(
      self.entries.map((entry) => tuple([entry.key, entry.value])),
      call.origin,
      self.open,
    ),
  "dict.keys": (_m, call, self) =>
    list(
      self.entries.map((entry) => entry.key),
      call.origin,
      self.open,
    ),
  "dict.values": (_m, call, self) =>
    list(
      self.entries.map((entry) => entry.value),
      call.origin,
      self.open,
    ),
  "dict.copy": (_m, call, self) => dict([...self.entries], call.origin, self.open),
  "dict.clear": (m, _call, self) => {
    setDict(m.state, self, { entries: [], open: undefined });
    return none();
  },
  "dict.setdefault": (m, call, self) => {
    const key = argument(m, call, 0);
    const fallback = call.args[1] ?? none(call.origin);
    if (key === undefined) return none();
    const known = contains(m, self, key);
    if (known === true) return getItem(m, self, key, call.origin);
    setItem(m, self, key, known === false ? fallback : unknown(self.open ?? whyUnknown(key)));
    return known === false ? fallback : unknown(self.open ?? whyUnknown(key));
  },
  "dict.popitem": (m, call, self) => {
    const last = self.entries.at(-1);
    if (last === undefined || self.open !== undefined) return unknownResult(m, call, "popitem()");
    setEntries(m.state, self, self.entries.slice(0, -1));
    return tuple([last.key, last.value]);
  },
};

const fromKeys: Native = (m, call) => {
  const found = call.args[0] === undefined ? undefined : m.items(call.args[0]);
  if (found === undefined) return unknownResult(m, call, "dict.fromkeys()");
  const made = dict([], call.origin, found.open);
  for (const key of found.items) setItem(m, made, key, call.args[1] ?? none());
  return made;
};

export const containerMethods: Readonly<Record<string, Native>> = {
  ...Object.fromEntries(Object.entries(sequenceMethods).map(([name, run]) => [name, onSequence(run)])),
  ...Object.fromEntries(Object.entries(dictMethods).map(([name, run]) => [name, onDict(run)])),
  "dict.fromkeys": fromKeys,
};

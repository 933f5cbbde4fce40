import type { DictValue, Value } from "../value.ts";
import { equal } from "./same.ts";

/** No entry has the key; or it is not known whether one has. */
export const absent = -1;
const doubtful = -2;

type Entries = DictValue["entries"];

/** Where the first entries of a list stand: it grows at its end, and an entry that is replaced keeps its key. */
interface Index {
  readonly texts: Map<string, number>;
  /** Positions of keys that are no texts. */
  readonly others: number[];
  size: number;
}

/** Lists that are shorter are searched faster than they are indexed. */
const fewest = 64;
/** Null for a list that was asked once: many are copied with their next entry and never asked again. */
const indexes = new WeakMap<Entries, Index | null>();

const indexOf = (entries: Entries): Index | null => {
  const known = indexes.get(entries);
  if (known === undefined) indexes.set(entries, null);
  if (known === undefined) return null;
  const index = known ?? { texts: new Map<string, number>(), others: [], size: 0 };
  if (known === null) indexes.set(entries, index);
  for (; index.size < entries.length; index.size++) {
    const key = entries[index.size]?.key;
    if (key?.kind !== "constant" || typeof key.value !== "string" || key.type !== "str") index.others.push(index.size);
    else if (!index.texts.has(key.value)) index.texts.set(key.value, index.size);
  }
  return index;
};

// Nearly all keys are texts: they are compared without a call.
const same = (a: Value, b: Value): boolean | undefined =>
  a.kind === "constant" && b.kind === "constant" && a.type === b.type ? a.value === b.value : equal(a, b);

/** Index of the entry that surely has this key, else `absent` or `doubtful`. */
export const entryWith = (entries: Entries, key: Value): number => {
  const isText = key.kind === "constant" && key.type === "str";
  const index = isText && entries.length >= fewest ? indexOf(entries) : null;
  const indexed = index?.texts.get(String(isText ? key.value : "")) ?? absent;
  const length = index === null ? entries.length : index.others.length;
  let missing = absent;
  for (let step = 0; step < length; step++) {
    const at = index === null ? step : (index.others[step] ?? absent);
    const other = entries[at]?.key;
    if (other === undefined) continue;
    const answer = same(other, key);
    if (answer === true) return indexed === absent ? at : Math.min(at, indexed);
    if (answer === undefined) missing = doubtful;
  }
  return indexed === absent ? missing : indexed;
};

import type { DictValue, Value } from "../value.ts";
import { equal } from "./same.ts";

/** No entry has the key; or it is not known whether one has. */
export const absent = -1;
const doubtful = -2;

/** Index of the entry that surely has this key, else `absent` or `doubtful`. */
export const entryWith = (entries: DictValue["entries"], key: Value): number => {
  let missing = absent;
  for (let at = 0; at < entries.length; at++) {
    const other = entries[at]?.key;
    if (other === undefined) continue;
    // Nearly all keys are texts: they are compared without a call.
    const same =
      other.kind === "constant" && key.kind === "constant" && other.type === key.type ? other.value === key.value : equal(other, key);
    if (same === true) return at;
    if (same === undefined) missing = doubtful;
  }
  return missing;
};

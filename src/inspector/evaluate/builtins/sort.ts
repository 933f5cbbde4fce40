import type { Call, Machine } from "../machine.ts";
import type { Value } from "../value.ts";
import { noKwargs } from "../machine.ts";
import { operate } from "../expressions/operators.ts";
import { isNone } from "../values/make.ts";
import { isTrue } from "./arguments.ts";

/** Sorts as Python does, honouring `key` and `reverse`; undefined when two items cannot be compared. */
export const sortItems = (m: Machine, items: readonly Value[], call: Call): Value[] | undefined => {
  const key = call.kwargs.get("key");
  const byKey = key === undefined || isNone(m.force(key)) ? undefined : key;
  const keyed = items.map((item) => ({
    item,
    key: m.force(byKey === undefined ? item : m.call(byKey, { args: [item], kwargs: noKwargs, origin: call.origin })),
  }));
  let failed = false;
  const reverse = isTrue(m, call.kwargs.get("reverse"));
  keyed.sort((a, b) => {
    const less = m.truth(operate(m, "<", [a.key, b.key], call.origin));
    const more = less === true ? false : m.truth(operate(m, ">", [a.key, b.key], call.origin));
    if (less === undefined || more === undefined) failed = true;
    const order = less === true ? -1 : more === true ? 1 : 0;
    return reverse ? -order : order;
  });
  return failed ? undefined : keyed.map((each) => each.item);
};

/** Which values are surely among these: texts by name, all others one by one. */
import type { Value } from "../value.ts";
import { equal } from "./same.ts";

type Has = (item: Value) => boolean;

/** The values must be forced, and so must be what is asked. */
export const membership = (items: readonly Value[]): Has => {
  const texts = new Set<string>();
  const others: Value[] = [];
  for (const item of items) {
    if (item.kind === "constant" && item.type === "str") texts.add(String(item.value));
    else others.push(item);
  }
  return (item) => {
    if (item.kind !== "constant" || item.type !== "str") return items.some((each) => equal(each, item) === true);
    return texts.has(String(item.value)) || others.some((each) => equal(each, item) === true);
  };
};

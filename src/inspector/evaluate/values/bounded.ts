/** Values that double with each line would use up all memory: beyond a size they are not followed. */
import { unknown, type Value } from "../value.ts";

const mostCharacters = 2_000_000;
export const mostItems = 200_000;
export const tooManyItems = `it has more than ${mostItems} items`;

/** `value`, or what is left of it within the limits. */
export const bounded = (value: Value): Value => {
  if (value.kind === "constant" && typeof value.value === "string" && value.value.length > mostCharacters)
    return unknown(`the text is longer than ${mostCharacters} characters`, value.origin);
  if (value.kind === "sequence" && value.items.length > mostItems)
    return { ...value, items: value.items.slice(0, mostItems), open: value.open ?? tooManyItems };
  return value;
};

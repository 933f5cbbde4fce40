/** The body of a function, parsed on demand. Functions inside it are again trees without a body. */
import { loadLibrary } from "./library.ts";
import { readBody } from "./quick/read-module.ts";
import { withinReach } from "./scan/skip-string.ts";
import type { BodyRange, Statement } from "./tree.ts";

/** `text` is the whole file that `range` was made from. Never throws; a body that cannot be read is empty. */
export const parseBody = (text: string, range: BodyRange): readonly Statement[] => {
  try {
    return withinReach(text, () => readBody(text, range) ?? loadLibrary().readBody(text, range));
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
};

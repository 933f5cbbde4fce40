/**
 * Masks secrets in data that is stored and shown: known values and certain shapes, in every text at any depth. Data is
 * read by programs, so only what surely is a secret is touched.
 */
import { cover, joinSpans } from "./cover.ts";
import { findKnown, toKnownValues } from "./known-values.ts";
import { findCertainShapes } from "./secret-shapes.ts";

const shortestShape = 16;

/** Long enough, and with a digit or an address in it, as all shapes have. */
const couldHaveShape = (text: string): boolean => text.length >= shortestShape && /\d|:\/\//.test(text);

/** A secret that could as well be a name of the project: `bookshop`, `auth.User`. */
const couldBeName = (secret: string): boolean => /^[A-Za-z_]+(?:\.[A-Za-z_]\w*)*$/.test(secret);

/** Masks the secrets in data, in place; answers whether there were any. */
export const createValueRedactor = (secrets: readonly string[]): ((data: object) => boolean) => {
  const knownValues = toKnownValues(secrets.filter((secret) => !couldBeName(secret)));
  const seen = new Map<string, string>();

  const redactString = (text: string): string => {
    const known = seen.get(text);
    if (known !== undefined) return known;
    const spans = joinSpans([...findKnown(text, knownValues), ...(couldHaveShape(text) ? findCertainShapes(text) : [])]);
    const redacted = spans.length === 0 ? text : cover(text, spans);
    seen.set(text, redacted);
    return redacted;
  };
  const walk = (data: object): boolean => {
    let isMasked = false;
    for (const key of Object.keys(data)) {
      const value: unknown = Reflect.get(data, key);
      if (typeof value === "object" && value !== null) isMasked = walk(value) || isMasked;
      else if (typeof value === "string") {
        const redacted = redactString(value);
        if (redacted === value) continue;
        Reflect.set(data, key, redacted);
        isMasked = true;
      }
    }
    return isMasked;
  };
  return walk;
};

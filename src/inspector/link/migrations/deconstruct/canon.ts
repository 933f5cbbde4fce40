/**
 * Values in one spelling, so that equal ones have equal text: what `deep_deconstruct` of Django's autodetector compares.
 *
 * `doubt` says why another text may still stand for the same value; equal texts are equal whatever the doubt.
 */
import { proseDigest } from "../../../catalogue/prose-digest.ts";

export interface Canon {
  readonly text: string;
  readonly doubt: string | null;
}

export const certainText = (text: string): Canon => ({ text, doubt: null });

/** Equal to nothing, not even to itself made again. */
export const unknownCanon = (because: string): Canon => {
  unknowns += 1;
  return { text: `?${String(unknowns)}`, doubt: because };
};
let unknowns = 0;

/** `open` and `close` around the parts, with the first doubt of any. */
export const joinCanons = (open: string, parts: readonly Canon[], close: string): Canon => ({
  text: `${open}${parts.map((part) => part.text).join(",")}${close}`,
  doubt: parts.find((part) => part.doubt !== null)?.doubt ?? null,
});

export type Likeness = "same" | "different" | { readonly because: string };

const TEXT = /s:("(?:[^"\\]|\\.)*")/gu;

/** The spelling with digests in the place of texts, as code that is known by the catalogue has them. */
const digested = (text: string): string => text.replaceAll(TEXT, (_whole, quoted: string) => `#${proseDigest(String(JSON.parse(quoted)))}`);

const isSame = (left: string, right: string): boolean => {
  if (left === right) return true;
  return (left.includes("#") || right.includes("#")) && digested(left) === digested(right);
};

export const compareCanons = (left: Canon, right: Canon): Likeness => {
  if (isSame(left.text, right.text)) return "same";
  const doubt = left.doubt ?? right.doubt;
  return doubt === null ? "different" : { because: doubt };
};

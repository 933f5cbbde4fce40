/**
 * Leaves out of a stored module what its authors wrote for people: help texts, error messages, sentences, patterns.
 * The catalogue holds facts. A sentence becomes `…`, so that a list of choices keeps its length and a default its type.
 * Of the texts of a field a digest is kept: enough to tell whether a migration holds the same.
 */
import { proseDigest } from "../../src/inspector/catalogue/prose-digest.ts";

/** Names and arguments that hold prose only. */
const proseNames = /^(?:help_text|help|\w*error_messages?|description|epilog|usage)$/;
/** What a class, a field or a language is called is a fact, however many words it has. */
const titles = /^(?:verbose_name(?:_plural)?|LANGUAGES)$/;
/** Arguments of fields that migrations hold. */
const fieldTexts = /^(?:help_text|error_messages)$/;
const fewestWords = 3;

const isSentence = (text: string): boolean =>
  text.includes("\n") || text.split(/\s+/).filter((word) => /\p{L}{2}/u.test(word)).length >= fewestWords;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const keepRecord = (record: Readonly<Record<string, unknown>>): unknown => {
  if (record["call"] === "re.compile") return { unknown: "a pattern" };
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => {
      if (key === "kwargs") return [key, keepNames(digestTexts(value))];
      return [key, key === "names" ? keepNames(value) : keep(value)];
    }),
  );
};

const toDigest = (value: unknown): unknown => {
  if (typeof value === "string") return { digest: proseDigest(value) };
  if (!isRecord(value) || !Array.isArray(value["dict"])) return value;
  return { ...value, dict: value["dict"].map((entry: unknown) => (Array.isArray(entry) ? [entry[0], toDigest(entry[1])] : entry)) };
};

const digestTexts = (kwargs: unknown): unknown =>
  isRecord(kwargs)
    ? Object.fromEntries(Object.entries(kwargs).map(([name, value]) => [name, fieldTexts.test(name) ? toDigest(value) : value]))
    : kwargs;

/** What a class or a function makes, other than a translation: a field may be called `description`. */
const isMade = ({ call }: Readonly<Record<string, unknown>>): boolean => typeof call === "string" && !/gettext/.test(call);

const isDefinition = (value: unknown): boolean =>
  isRecord(value) && ("class" in value || "def" in value || "ref" in value || isMade(value));

const holdsDigest = (value: unknown): boolean => {
  if (!isRecord(value)) return false;
  if ("digest" in value) return true;
  return Array.isArray(value["dict"]) && value["dict"].every((entry: unknown) => Array.isArray(entry) && holdsDigest(entry[1]));
};

const isDigested = (name: string, value: unknown): boolean => fieldTexts.test(name) && holdsDigest(value);

/** Of what is called by a name: prose goes with its name, titles stay as they are. */
const keepNames = (names: unknown): unknown => {
  if (!isRecord(names)) return keep(names);
  return Object.fromEntries(
    Object.entries(names)
      .filter(([name, value]) => isDigested(name, value) || !proseNames.test(name) || isDefinition(value))
      .map(([name, value]) => [name, titles.test(name) || isDigested(name, value) ? value : keep(value)]),
  );
};

const keep = (value: unknown): unknown => {
  if (typeof value === "string") return isSentence(value) ? "…" : value;
  if (Array.isArray(value)) return value.map(keep);
  return isRecord(value) ? keepRecord(value) : value;
};

/** `because` and `unknown` are our own words, and whole already. */
export const withoutProse = (line: string): string => {
  const ours = new Map<string, string>();
  const guarded: unknown = JSON.parse(line, (key, value: unknown) => {
    if ((key === "because" || key === "unknown" || key === "open") && typeof value === "string") {
      const token = `:${ours.size}`;
      ours.set(token, value);
      return token;
    }
    return value;
  });
  return JSON.stringify(keep(guarded), (key, value: unknown) =>
    (key === "because" || key === "unknown" || key === "open") && typeof value === "string" ? (ours.get(value) ?? value) : value,
  );
};

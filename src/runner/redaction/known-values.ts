/** Finds values that are known to be secrets, however they are spelled: those of the settings, of `.env`, of the user. */
import type { Span } from "./named-values.ts";

const shortestSecret = 6;

/** Values that are secrets in name only: masking them would hide half of every log. */
const common = new Set([
  "postgres",
  "password",
  "localhost",
  "database",
  "django",
  "default",
  "sqlite3",
  "secret",
  "changeme",
  "example",
  "testing",
]);

const isWorthMasking = (value: string): boolean =>
  !common.has(value.toLowerCase()) && (value.length >= 8 || (value.length >= shortestSecret && /[^A-Za-z]/.test(value)));

/** The ways in which a value is printed: as it is, in Python's and JSON's quotes, in a URL as JavaScript and as Python write it. */
const spellingsOf = (secret: string): readonly string[] => {
  const escaped = JSON.stringify(secret).slice(1, -1);
  const ascii = escaped.replaceAll(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const inUrl = encodeURIComponent(secret.toWellFormed());
  const byPython = inUrl.replaceAll(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  const urls = [inUrl, byPython].flatMap((url) => [url, url.replaceAll("%20", "+"), url.replaceAll("%2F", "/")]);
  const inHtml = secret
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#x27;");
  const inPython = secret.replaceAll("\\", "\\\\");
  return [secret, escaped, ascii, inPython, inPython.replaceAll("'", "\\'"), inHtml, ...urls];
};

/** In base64, where it is long enough not to meet by chance. */
const base64Of = (secret: string): readonly string[] => {
  const bytes = Buffer.from(secret, "utf8");
  if (bytes.length < 12) return [];
  const whole = bytes.toString("base64").replaceAll("=", "");
  return [whole, whole.replaceAll("+", "-").replaceAll("/", "_")];
};

const escapePattern = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

/** Null when none is worth masking. */
export const toKnownPattern = (secrets: readonly string[]): RegExp | null => {
  const parts = secrets.flatMap((secret) => secret.split(/\r?\n|\\n/)).filter(isWorthMasking);
  const spellings = [...new Set(parts.flatMap((part) => [...spellingsOf(part), ...base64Of(part)]))].toSorted(
    (a, b) => b.length - a.length,
  );
  return spellings.length === 0 ? null : new RegExp(spellings.map(escapePattern).join("|"), "g");
};

export const findKnown = (line: string, pattern: RegExp | null): readonly Span[] =>
  pattern === null ? [] : [...line.matchAll(pattern)].map((match) => [match.index, match.index + match[0].length]);

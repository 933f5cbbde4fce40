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

const escapePattern = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

const hexOf = (number: number): string => number.toString(16).padStart(2, "0");
/** A hexadecimal number in capitals or not. */
const inAnyCase = (hex: string): string => hex.replaceAll(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);

const entities: Readonly<Record<string, string>> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "(?:apos|#39)" };

/** One or more, since text is put into quotes that are put into quotes. */
const backslashes = String.raw`\\{1,8}`;
const zeros = "0{0,6}";

/** The bytes of a character, each written with this before it. */
const inBytes = (character: string, before: string): string =>
  [...Buffer.from(character, "utf8")].map((byte) => `${before}${inAnyCase(hexOf(byte))}`).join("");

/** `\u00e4` of JSON and JavaScript, a pair of them beyond the first plane; `\U0001f600` and `\xe4` of Python. */
const inEscapes = (character: string, code: number): readonly string[] => [
  character
    .split("")
    .map((unit) => unit.charCodeAt(0))
    .map((unit) => `${backslashes}u${inAnyCase(unit.toString(16).padStart(4, "0"))}`)
    .join(""),
  `${backslashes}U${inAnyCase(code.toString(16).padStart(8, "0"))}`,
  inBytes(character, `${backslashes}x`),
  ...(code > 0xff ? [] : [`${backslashes}x${inAnyCase(hexOf(code))}`]),
];

/** How a character is printed: as it is, in quotes of Python, JSON, JavaScript and shells, in a URL, in HTML. */
const spellingsOf = (character: string): string => {
  if (/^[A-Za-z0-9]$/.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  const named = entities[character];
  const spellings = [
    String.raw`\\{0,8}` + escapePattern(character),
    ...inEscapes(character, code),
    inBytes(character, "%(?:25){0,4}"),
    `&(?:amp;){0,4}#(?:${zeros}${code}|[xX]${zeros}${inAnyCase(code.toString(16))});`,
    ...(named === undefined ? [] : [`&(?:amp;){0,4}${named};`]),
    ...(character === " " ? [String.raw`\+`] : []),
    ...(character === "'" ? [`'"'"'`, String.raw`'\\{1,4}''`] : []),
  ];
  return `(?:${spellings.join("|")})`;
};

/** Accents are letters of their own in some systems. */
const formsOf = (secret: string): readonly string[] => [...new Set([secret, secret.normalize("NFC"), secret.normalize("NFD")])];

/** In base64, alone or with something before and after it, where it is long enough not to meet by chance. */
const inBase64 = (bytes: Buffer): readonly string[] => {
  if (bytes.length < 12) return [];
  return [0, 1, 2].flatMap((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]);
    const sure = whole
      .toString("base64")
      .replaceAll("=", "")
      .slice([0, 2, 3][before], Math.floor((whole.length * 8) / 6));
    return [sure, sure.replaceAll("+", "-").replaceAll("/", "_")].map((text) => `${escapePattern(text)}[A-Za-z0-9+/_-]?`);
  });
};

const inHex = (bytes: Buffer): readonly string[] => {
  const hex = bytes.toString("hex");
  return bytes.length < shortestSecret ? [] : [escapePattern(hex), escapePattern(hex.toUpperCase())];
};

/** What stands in a value however it is spelled: its longest run of letters and digits. Empty where there is none. */
const coreOf = (form: string): string =>
  form.split(/[^A-Za-z0-9]+/).reduce((longest, run) => (run.length > longest.length ? run : longest), "");

export interface KnownValues {
  /** One look that passes over most lines. */
  readonly hint: RegExp;
  readonly pattern: RegExp;
}

/** Null when none is worth masking. */
export const toKnownValues = (secrets: readonly string[]): KnownValues | null => {
  const parts = secrets.flatMap((secret) => secret.split(/\r?\n|\\n/)).filter(isWorthMasking);
  const forms = [...new Set(parts.flatMap(formsOf))].toSorted((a, b) => b.length - a.length);
  if (forms.length === 0) return null;
  const coded = forms.map((form) => Buffer.from(form, "utf8")).flatMap((bytes) => [...inBase64(bytes), ...inHex(bytes)]);
  const patterns = [...forms.map((form) => Array.from(form, spellingsOf).join("")), ...coded];
  return { hint: new RegExp([...new Set([...forms.map(coreOf), ...coded])].join("|")), pattern: new RegExp(patterns.join("|"), "g") };
};

export const findKnown = (line: string, known: KnownValues | null): readonly Span[] =>
  known === null || !known.hint.test(line)
    ? []
    : [...line.matchAll(known.pattern)].map((match) => [match.index, match.index + match[0].length]);

/**
 * Finds the values that stand after a secret's name: `SECRET_KEY = '…'`, `'PASSWORD': '…'`, `"token": "…"`,
 * `password=…`, and all strings inside a list, dict or call there. Django's `repr` lines, JSON, YAML, query strings
 * and environment lines are all read with the same few rules.
 */
import { isSecretName } from "./secret-names.ts";

export type Span = readonly [start: number, end: number];

/** Carried from line to line of one stream: rows of some models have a secret for a primary key. */
export interface NameState {
  secretPrimaryKey: boolean;
  /** `"name": "SMTP_PASSWORD"` was told: the `"value"` that follows is the secret. */
  secretValue: boolean;
}

const named = /(?<![\w.-])(?<quote>["'])?(?<name>[A-Za-z_][\w.-]{0,99})(?<close>["'])?[ \t]{0,20}(?<separator>=>|[:=])(?![=:])[ \t]{0,20}/g;
const opening = /^[A-Za-z_][\w.]{0,99}(?=\()/;
const bare = /^[^\s,;)\]}&'"]{1,4000}/;
const open = new Set(["None", "True", "False", "null", "true", "false", "str", "int", "bytes", "bool", "models", "os"]);
/** Words before a value: the scheme of an authorization, a tag of YAML. */
const before = /^(?:(?:bearer|basic|token|digest|apikey|api-key)[ \t]{1,4}(?=\S{6})|![\w!:.-]{0,40}[ \t]{1,4})/i;
const dotted = /^[A-Za-z_]\w*(?:\.\w+)*$/;

/** End of the string literal that starts at `start` (a quote), without its closing quote; the line's end when it has none. */
const endOfLiteral = (line: string, start: number): number => {
  const quote = line[start] ?? "";
  let at = start + 1;
  while (at < line.length && line[at] !== quote) at += line[at] === "\\" ? 2 : 1;
  return Math.min(at, line.length);
};

/** Contents of all string literals from the bracket at `start` to its partner. */
const literalsInside = (line: string, start: number): readonly Span[] => {
  const spans: Span[] = [];
  let depth = 0;
  for (let at = start; at < line.length; at += 1) {
    const character = line[at] ?? "";
    if (character === "'" || character === '"') {
      const end = endOfLiteral(line, at);
      if (end > at + 1) spans.push([at + 1, end]);
      at = end;
    } else if ("([{".includes(character)) depth += 1;
    else if (")]}".includes(character)) {
      depth -= 1;
      if (depth <= 0) break;
    }
  }
  return spans;
};

interface Named {
  readonly name: string;
  readonly quoted: boolean;
  readonly separator: string;
  /** Blanks stand around the separator. */
  readonly isSpaced: boolean;
  /** Where the value starts. */
  readonly start: number;
}

/** What code takes a value from. */
const owners = /^(?:self|cls|request|settings|os|environ|config|conf|env|args|kwargs|options|params|data|context|obj|user)\./;

/** `token = request.token` is code; `DB_PASSWORD=hunter2` and `password=correct.horse` are not. */
const isCode = (found: Named, value: string): boolean =>
  found.separator === "=" &&
  !found.quoted &&
  found.name === found.name.toLowerCase() &&
  dotted.test(value) &&
  (found.isSpaced ? /key$|\./i.test(found.name + value) : owners.test(value));

const bareSpans = (line: string, found: Named): readonly Span[] => {
  const value = bare.exec(line.slice(found.start, found.start + 4000))?.[0];
  if (value === undefined || open.has(value) || isCode(found, value)) return [];
  if (found.separator === ":" && /^\d+$/.test(value) && !found.quoted) return [];
  return [[found.start, found.start + value.length]];
};

/** `PWD={a;b}` of ODBC. */
const braced = /^\{[^'"}]{1,500}\}/;

const valueSpans = (line: string, found: Named): readonly Span[] => {
  const word = before.exec(line.slice(found.start, found.start + 50))?.[0].length ?? 0;
  if (word > 0) return valueSpans(line, { ...found, start: found.start + word });
  const prefix = /^[bBuUrR]{1,2}(?=["'])/.exec(line.slice(found.start, found.start + 3))?.[0].length ?? 0;
  const start = found.start + prefix;
  const first = line[start] ?? "";
  if (first === "'" || first === '"') {
    if (line.startsWith(first.repeat(3), start)) {
      const end = line.indexOf(first.repeat(3), start + 3);
      return [[start + 3, end < 0 ? line.length : end]];
    }
    const end = endOfLiteral(line, start);
    return end > start + 1 ? [[start + 1, end]] : [];
  }
  const inBraces = found.separator === "=" ? (braced.exec(line.slice(start, start + 502))?.[0].length ?? 0) : 0;
  if (inBraces > 0) return [[start + 1, start + inBraces - 1]];
  if (first !== "" && "([{".includes(first)) return literalsInside(line, start);
  const call = opening.exec(line.slice(start, start + 101))?.[0];
  if (call === undefined) return bareSpans(line, found);
  const isDefinition = !found.quoted && found.name === found.name.toLowerCase();
  return isDefinition ? [] : literalsInside(line, start + call.length);
};

/** `"model": "authtoken.token"`: the key of such a row is the secret itself. */
const isKeyedBySecret = (model: string): boolean => {
  const name = model.slice(model.lastIndexOf(".") + 1);
  return name === "session" || isSecretName(name);
};

/** `("SECRET_KEY", "…")`: an item of settings, a header. Two names of fields have small letters. */
const pair = /[([](?<quote>["'])(?<name>[A-Za-z_][\w.-]{0,99})\k<quote>, ?[bB]?(?=["'])/g;

const pairSpans = (line: string): readonly Span[] =>
  [...line.matchAll(pair)].flatMap((match): readonly Span[] => {
    const start = match.index + match[0].length;
    const end = endOfLiteral(line, start);
    const name = match.groups?.["name"] ?? "";
    return /[A-Z-]/.test(name) && isSecretName(name) && /^["'][)\]]/.test(line.slice(end, end + 2)) ? [[start + 1, end]] : [];
  });

/** Names under which the name of another value stands. */
const naming = new Set(["name", "key", "setting", "variable"]);

/** Start and end of every value after a secret's name. */
export const findNamedValues = (line: string, state: NameState): readonly Span[] => {
  const spans: Span[] = [...pairSpans(line)];
  for (const match of line.matchAll(named)) {
    const name = match.groups?.["name"] ?? "";
    const start = match.index + match[0].length;
    const found: Named = {
      name,
      quoted: match.groups?.["close"] !== undefined,
      separator: match.groups?.["separator"] ?? "",
      isSpaced: /\s$/.test(match[0]),
      start,
    };
    if (found.quoted && name === "model" && line[start] === '"') {
      state.secretPrimaryKey = isKeyedBySecret(line.slice(start + 1, endOfLiteral(line, start)));
    }
    if (found.quoted && naming.has(name) && line[start] === '"') {
      state.secretValue = isSecretName(line.slice(start + 1, endOfLiteral(line, start)));
    }
    const isTold = (name === "pk" && state.secretPrimaryKey) || (name === "value" && state.secretValue);
    const isSecret = isSecretName(name) || (found.quoted && isTold);
    if (isSecret) spans.push(...valueSpans(line, found));
  }
  return spans;
};

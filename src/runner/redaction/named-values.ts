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
}

const named = /(?<![\w.-])(?<quote>["'])?(?<name>[A-Za-z_][\w.-]{0,99})(?<close>["'])?[ \t]{0,20}(?<separator>=>|[:=])(?![=:])[ \t]{0,20}/g;
const opening = /^[A-Za-z_][\w.]{0,99}(?=\()/;
const bare = /^[^\s,;)\]}&'"]{1,4000}/;
const open = new Set([
  "None",
  "True",
  "False",
  "null",
  "true",
  "false",
  "str",
  "int",
  "bytes",
  "bool",
  "models",
  "os",
  "Bearer",
  "Basic",
  "Token",
]);
const dotted = /^[A-Za-z_]\w*(?:\.\w+)*$/;

/** End of the string literal that starts at `start` (a quote), without its closing quote; the line's end when it has none. */
const endOfLiteral = (line: string, start: number): number => {
  const quote = line[start];
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
  /** Where the value starts. */
  readonly start: number;
}

/** `token = request.token` is code; `DB_PASSWORD=hunter2` is not. */
const isCode = (found: Named, value: string): boolean =>
  found.separator === "=" &&
  !found.quoted &&
  found.name === found.name.toLowerCase() &&
  dotted.test(value) &&
  /key$|\./i.test(found.name + value);

const bareSpans = (line: string, found: Named): readonly Span[] => {
  const value = bare.exec(line.slice(found.start, found.start + 4000))?.[0];
  if (value === undefined || open.has(value) || isCode(found, value)) return [];
  if (found.separator === ":" && /^\d+$/.test(value) && !found.quoted) return [];
  return [[found.start, found.start + value.length]];
};

const valueSpans = (line: string, found: Named): readonly Span[] => {
  const prefix = /^[bBuUrR]{1,2}(?=["'])/.exec(line.slice(found.start, found.start + 3))?.[0].length ?? 0;
  const start = found.start + prefix;
  const first = line[start] ?? "";
  if (first === "'" || first === '"') {
    const end = endOfLiteral(line, start);
    return end > start + 1 ? [[start + 1, end]] : [];
  }
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

/** Start and end of every value after a secret's name. */
export const findNamedValues = (line: string, state: NameState): readonly Span[] => {
  const spans: Span[] = [];
  for (const match of line.matchAll(named)) {
    const name = match.groups?.["name"] ?? "";
    const start = match.index + match[0].length;
    const found: Named = { name, quoted: match.groups?.["close"] !== undefined, separator: match.groups?.["separator"] ?? "", start };
    if (found.quoted && name === "model" && line[start] === '"') {
      state.secretPrimaryKey = isKeyedBySecret(line.slice(start + 1, endOfLiteral(line, start)));
    }
    const isSecret = isSecretName(name) || (found.quoted && name === "pk" && state.secretPrimaryKey);
    if (isSecret) spans.push(...valueSpans(line, found));
  }
  return spans;
};

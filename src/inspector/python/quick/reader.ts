/**
 * The quick reader's tokens, made on demand from the text: one token of look-ahead, no list. It covers what nearly all
 * files are written in; anything else (a fault, a rare construct, a name outside ASCII) is refused, and the caller takes
 * the parser library for the whole file. So it never needs to recover, and never to explain.
 */
import { endOfString } from "../scan/skip-string.ts";

export const Kind = { End: 0, Newline: 1, Name: 2, Keyword: 3, Number: 4, String: 5, Op: 6 } as const;

/** Where in `text` the reader is. The token at hand is `kind`, `value`, `start`, `end`. */
export interface Reader {
  readonly text: string;
  /** What to add to an offset of `text` to get the file's offset. */
  readonly shift: number;
  /** 1-based line of an offset of `text`. */
  readonly lineAt: (offset: number) => number;
  /** Read function bodies too, for their faults. */
  readonly checksBodies: boolean;
  /** One of `Kind`. */
  kind: number;
  /** Name, keyword or operator as written; the prefix of a string, in lower case. */
  value: string;
  start: number;
  end: number;
  /** Of an operator: how tightly it binds two operands, 1 (`|`) to 6 (`*`); 0: it does not. */
  level: number;
  /** Open brackets: newlines inside them mean nothing. */
  depth: number;
  /** Column of the line at hand, tabs to multiples of eight; and with tabs as one. */
  column: number;
  narrowColumn: number;
  /** Where the last logical line ended. */
  lineEnd: number;
  /** How many functions and loops stand around. */
  functions: number;
  loops: number;
  /** Is `await` allowed? */
  isAsync: boolean;
}

/** Thrown, and caught in `read-module.ts` alone. */
export const refused = new Error("the quick reader leaves this text to the parser");

export const refuse = (): never => {
  throw refused;
};

const keywords = new Set(
  "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield".split(
    " ",
  ),
);
/** By length and first letter: may it be a keyword? Spares most names a look-up. */
const likeKeyword = new Uint8Array(9 * 128);
for (const keyword of keywords) likeKeyword[keyword.length * 128 + keyword.charCodeAt(0)] = 1;

const stringPrefix = /^(?:[rbuft]|[bft]r|r[bft])$/i;
const number =
  /(?:0[xX](?:_?[\da-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*\.(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*|\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?[jJ]?)/y;

/** 1: begins a name, 2: goes on in one. */
const nameCharacters = new Uint8Array(128);
for (let code = 0; code < 128; code += 1) {
  const character = String.fromCharCode(code);
  if (/[A-Za-z_]/.test(character)) nameCharacters[code] = 1;
  else if (/\d/.test(character)) nameCharacters[code] = 2;
}

/** Operators that begin with the same character, longest first. */
const operators: (readonly string[] | undefined)[] = [];
for (const operator of "**= ** *= * //= // /= / <<= << <= < >>= >> >= > == = != ! -> -= - += + %= % &= & |= | ^= ^ @= @ := : ... . ~ , ; ( ) [ ] { }".split(
  " ",
)) {
  const code = operator.charCodeAt(0);
  operators[code] = [...(operators[code] ?? []), operator];
}

/** How tightly an operator of arithmetic binds, by its first character; 0: it is none. */
const levelOf = (operator: string): number => {
  switch (operator) {
    case "|":
      return 1;
    case "^":
      return 2;
    case "&":
      return 3;
    case "<<":
    case ">>":
      return 4;
    case "+":
    case "-":
      return 5;
    case "*":
    case "/":
    case "//":
    case "%":
    case "@":
      return 6;
    default:
      return 0;
  }
};

const set = (r: Reader, kind: number, value: string, end: number): void => {
  r.kind = kind;
  r.value = value;
  r.end = end;
};

const readName = (r: Reader, from: number): void => {
  const { text } = r;
  let at = from + 1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code > 127) refuse();
    if (nameCharacters[code] === 0 || Number.isNaN(code)) break;
    at += 1;
  }
  const value = text.slice(from, at);
  const next = text.charCodeAt(at);
  if ((next === 34 || next === 39) && at - from <= 2 && stringPrefix.test(value)) return readString(r, at, value.toLowerCase());
  const length = at - from;
  const isKeyword = length <= 8 && likeKeyword[length * 128 + text.charCodeAt(from)] === 1 && keywords.has(value);
  return set(r, isKeyword ? Kind.Keyword : Kind.Name, value, at);
};

const readString = (r: Reader, quote: number, prefix: string): void => {
  const { text } = r;
  const mark = text.charCodeAt(quote);
  /** Most strings are short and plain. */
  if (prefix === "" && text.charCodeAt(quote + 1) !== mark) {
    for (let at = quote + 1; ; at += 1) {
      const code = text.charCodeAt(at);
      if (code === mark) return set(r, Kind.String, prefix, at + 1);
      if (code === 92 || code === 10 || Number.isNaN(code)) break;
    }
  }
  const end = endOfString(text, quote);
  if (end === -1) refuse();
  set(r, Kind.String, prefix, end);
};

const readNumber = (r: Reader, from: number): void => {
  number.lastIndex = from;
  const found = number.exec(r.text);
  if (found === null) return refuse();
  const end = from + found[0].length;
  const next = r.text.charCodeAt(end);
  if (nameCharacters[next] === 1 || nameCharacters[next] === 2 || next > 127) refuse();
  if (/^0\d*[1-9]/.test(found[0]) && !/[.eEjJ]/.test(found[0])) refuse();
  return set(r, Kind.Number, found[0], end);
};

const readOperator = (r: Reader, from: number): void => {
  const { text } = r;
  const code = text.charCodeAt(from);
  const candidates = operators[code];
  if (candidates === undefined) return refuse();
  if (candidates.length === 1) {
    if (code === 40 || code === 91 || code === 123) r.depth += 1;
    else if (code === 41 || code === 93 || code === 125) r.depth -= 1;
    const [only = ""] = candidates;
    r.level = 0;
    return set(r, Kind.Op, only, from + 1);
  }
  for (const operator of candidates) {
    if (!text.startsWith(operator, from)) continue;
    r.level = levelOf(operator);
    return set(r, Kind.Op, operator, from + operator.length);
  }
  return refuse();
};

/** Takes the next token of the logical line at hand. */
export const advance = (r: Reader): void => {
  const { text } = r;
  let at = r.end;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 9 || code === 12) at += 1;
    else if (code === 10 && r.depth > 0) at += 1;
    else if (code === 92 && text.charCodeAt(at + 1) === 10) at += 2;
    else if (code === 35) {
      const newline = text.indexOf("\n", at);
      at = newline === -1 ? text.length : newline;
    } else break;
  }
  r.start = at;
  if (at >= text.length) {
    if (r.depth > 0) refuse();
    return set(r, Kind.End, "", text.length);
  }
  const code = text.charCodeAt(at);
  if (code === 10) return set(r, Kind.Newline, "", at + 1);
  if (code > 127) return refuse();
  if (nameCharacters[code] === 1) return readName(r, at);
  if (code === 34 || code === 39) return readString(r, at, "");
  if (nameCharacters[code] === 2 || (code === 46 && nameCharacters[text.charCodeAt(at + 1)] === 2)) return readNumber(r, at);
  return readOperator(r, at);
};

/** From the beginning of a line: past blank lines and comments to the first token of the next code, and its column. */
export const startLine = (r: Reader, from: number): void => {
  const { text } = r;
  let at = from;
  for (;;) {
    let column = 0;
    let narrow = 0;
    let code = text.charCodeAt(at);
    for (; code === 32 || code === 9 || code === 12; code = text.charCodeAt(at)) {
      column = code === 32 ? column + 1 : code === 9 ? column + 8 - (column % 8) : 0;
      narrow = code === 12 ? 0 : narrow + 1;
      at += 1;
    }
    if (code === 10) at += 1;
    else if (code === 35) {
      const newline = text.indexOf("\n", at);
      at = newline === -1 ? text.length : newline + 1;
    } else {
      r.end = at;
      r.column = at >= text.length ? -1 : column;
      r.narrowColumn = at >= text.length ? -1 : narrow;
      if (code === 92) refuse();
      return advance(r);
    }
  }
};

/** After a whole statement: its logical line must end here. */
export const endLine = (r: Reader): void => {
  if (r.kind === Kind.End) {
    r.lineEnd = r.text.length;
    r.column = -1;
    return;
  }
  if (r.kind !== Kind.Newline) refuse();
  r.lineEnd = r.start;
  startLine(r, r.end);
};

export const isOp = (r: Reader, value: string): boolean => r.kind === Kind.Op && r.value === value;
export const isKeyword = (r: Reader, value: string): boolean => r.kind === Kind.Keyword && r.value === value;

/** Takes the operator or keyword if it is the token at hand. */
export const take = (r: Reader, value: string): boolean => {
  if ((r.kind !== Kind.Op && r.kind !== Kind.Keyword) || r.value !== value) return false;
  advance(r);
  return true;
};

export const expect = (r: Reader, value: string): void => {
  if (!take(r, value)) refuse();
};

export const takeName = (r: Reader): string => {
  const { value } = r;
  if (r.kind !== Kind.Name) refuse();
  advance(r);
  return value;
};

export const line = (r: Reader): number => r.lineAt(r.start);

/** State to come back to after a trial. */
export const mark = (r: Reader): Pick<Reader, "kind" | "value" | "start" | "end" | "level" | "depth"> => {
  const { kind, value, start, end, level, depth } = r;
  return { kind, value, start, end, level, depth };
};

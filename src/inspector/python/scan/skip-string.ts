/**
 * Finds where a string literal ends, for scanners that do not parse. Knows prefixes, escapes, triple quotes and the
 * replacement fields of f-strings, in which the same quotes may stand again since Python 3.12 (PEP 701).
 */

/** b B f F r R t T u U */
const isPrefix = (code: number): boolean => {
  const lower = code | 32;
  return lower === 98 || lower === 102 || lower === 114 || lower === 116 || lower === 117;
};

/** Does an f-string (or t-string) begin at this quote? */
const isFormatted = (text: string, quote: number): boolean => {
  let at = quote - 1;
  if (at < 0 || !isPrefix(text.charCodeAt(at))) return false;
  let formatted = false;
  for (; at >= 0 && quote - at <= 3 && isPrefix(text.charCodeAt(at)); at -= 1) {
    formatted ||= "fFtT".includes(text.charAt(at));
  }
  return formatted && !/\w/.test(text.charAt(at));
};

/** What is left of the characters that fields of f-strings may be looked through. */
let left = Number.POSITIVE_INFINITY;

/**
 * Reads `text` with a limit on how far fields without an end are followed: each of them leads to the end of the text, and
 * a text may hold millions. Throws a RangeError beyond it, which no text of people comes near.
 */
export const withinReach = <Result>(text: string, read: () => Result): Result => {
  const before = left;
  left = 100_000 + 16 * text.length;
  try {
    return read();
  } finally {
    left = before;
  }
};

const spend = (characters: number): void => {
  left -= characters;
  if (left < 0) throw new RangeError("Too many fields of f-strings have no end.");
};

/** How deep f-strings may stand in one another; Python's own limit. */
const deepest = 150;

/** Offset after the string whose opening quote stands at `quote`; -1 when it has no end. `level`: f-strings around it. */
export const endOfString = (text: string, quote: number, level = 0): number => {
  const mark = text.charCodeAt(quote);
  const isTriple = text.charCodeAt(quote + 1) === mark && text.charCodeAt(quote + 2) === mark;
  const isFollowed = level < deepest && isFormatted(text, quote);
  return isFollowed ? afterFormatted(text, quote, isTriple, level) : afterPlain(text, quote, isTriple);
};

/** Has the string whose opening quote stands at `quote` an end? */
export const isTerminated = (text: string, quote: number): boolean => endOfString(text, quote) !== -1;

/** Offset after the string whose opening quote stands at `quote`. An unterminated one ends with its line. */
export const afterString = (text: string, quote: number, level = 0): number => {
  const end = endOfString(text, quote, level);
  if (end !== -1) return end;
  const newline = text.indexOf("\n", quote);
  return newline === -1 ? text.length : newline;
};

const afterPlain = (text: string, quote: number, isTriple: boolean): number => {
  const mark = text.charCodeAt(quote);
  for (let at = quote + (isTriple ? 3 : 1); at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 92) at += 1;
    else if (code === mark) {
      if (!isTriple) return at + 1;
      if (text.charCodeAt(at + 1) === mark && text.charCodeAt(at + 2) === mark) return at + 3;
    } else if (code === 10 && !isTriple) return -1;
  }
  return -1;
};

const inFormatted = /["'\\{\n]/g;
const inField = /["'\\{}()[\]:\n#]/g;
const inSpec = /["'{}\n]/g;

const afterFormatted = (text: string, quote: number, isTriple: boolean, level: number): number => {
  const mark = text.charAt(quote);
  const close = isTriple ? mark.repeat(3) : mark;
  let at = quote + close.length;
  for (;;) {
    inFormatted.lastIndex = at;
    const found = inFormatted.exec(text);
    if (found === null) return -1;
    at = found.index + 1;
    if (found[0] === "\\") at += 1;
    else if (found[0] === "\n" && !isTriple) return -1;
    else if (found[0] === mark && text.startsWith(close, found.index)) return found.index + close.length;
    else if (found[0] === "{") {
      if (text.charAt(at) === "{") at += 1;
      else {
        const end = afterField(text, at, close, level);
        if (end === -1) return afterPlain(text, quote, isTriple);
        at = end;
      }
    }
  }
};

/** Offset after the `}` of a replacement field whose expression starts at `from`; -1 when there is none. */
const afterField = (text: string, from: number, close: string, level: number): number => {
  let depth = 0;
  let at = from;
  for (;;) {
    inField.lastIndex = at;
    const found = inField.exec(text);
    spend((found?.index ?? text.length) - at + 1);
    if (found === null) return -1;
    at = found.index + 1;
    const mark = found[0];
    if (mark === '"' || mark === "'") at = afterString(text, found.index, level + 1);
    else if (mark === "{" || mark === "(" || mark === "[") depth += 1;
    else if (mark === "}" && depth === 0) return at;
    else if (mark === "}" || mark === ")" || mark === "]") depth -= 1;
    else if (mark === ":" && depth === 0) return afterSpec(text, at, close, level + 1);
    else if (mark === "#") {
      const end = text.indexOf("\n", at);
      if (end === -1) return -1;
      at = end;
    }
  }
};

/** A format spec is literal text with further fields. */
const afterSpec = (text: string, from: number, close: string, level: number): number => {
  let at = from;
  for (;;) {
    inSpec.lastIndex = at;
    const found = inSpec.exec(text);
    if (found === null) return -1;
    at = found.index + 1;
    if (found[0] === "}") return at;
    if (found[0] === "{") {
      at = level < deepest ? afterField(text, at, close, level) : -1;
      if (at === -1) return -1;
    } else if (found[0] === "\n" ? close.length === 1 : text.startsWith(close, found.index)) return -1;
  }
};

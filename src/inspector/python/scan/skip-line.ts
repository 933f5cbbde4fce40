/**
 * Logical lines without a parser: knows brackets, strings, comments and continued lines, nothing else.
 */
import { afterString, endOfString } from "./skip-string.ts";

/** Characters that mean something between two statements: newline, quotes, `#`, brackets, `:`, backslash. */
const special = new Uint8Array(128);
for (const character of "\n\"'#\\()[]{}:") special[character.charCodeAt(0)] = 1;

/** Cannot begin a line inside brackets in valid code. */
export const definitionLine = /[ \t\f]*(?:(?:async[ \t\f]+)?def|class)[ \t\f]+[A-Za-z_]\w*[ \t]*[:([]/y;

export const matchesAt = (pattern: RegExp, text: string, at: number): boolean => {
  pattern.lastIndex = at;
  return pattern.test(text);
};

export interface Stop {
  /** Offset of the newline or colon; the length of the text at its end. */
  readonly at: number;
  readonly found: "colon" | "newline" | "end";
  /** A bracket was still open. */
  readonly resynchronised: boolean;
  /** A bracket was open at the end, or a string of several lines had none. */
  readonly isTorn: boolean;
}

export interface SkipOptions {
  readonly wantColon?: boolean;
  /** Sticky: a line that it matches ends the logical line though a bracket is open. */
  readonly resumeAt?: RegExp;
}

/** Goes on to the end of the logical line, or to the first colon outside brackets when `wantColon`. */
export const skipLine = (text: string, from: number, { wantColon = false, resumeAt = definitionLine }: SkipOptions = {}): Stop => {
  let depth = 0;
  let at = from;
  let isTorn = false;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 127 || special[code] === 0) continue;
    switch (code) {
      case 34:
      case 39: {
        const end = endOfString(text, at);
        if (end === -1) isTorn = true;
        at = (end === -1 ? afterString(text, at) : end) - 1;
        break;
      }
      case 35: {
        const end = text.indexOf("\n", at);
        at = (end === -1 ? text.length : end) - 1;
        break;
      }
      case 92:
        at += 1;
        break;
      case 10:
        if (depth === 0) return { at, found: "newline", resynchronised: false, isTorn };
        if (matchesAt(resumeAt, text, at + 1)) return { at, found: "newline", resynchronised: true, isTorn: true };
        break;
      case 58:
        if (wantColon && depth === 0) return { at, found: "colon", resynchronised: false, isTorn };
        break;
      case 40:
      case 91:
      case 123:
        depth += 1;
        break;
      default:
        if (depth > 0) depth -= 1;
    }
  }
  return { at: text.length, found: "end", resynchronised: depth > 0, isTorn: isTorn || depth > 0 };
};

/** Column after the white space at `from`, tabs to multiples of eight as Python counts; and where the code begins. */
export const indentAt = (text: string, from: number): { readonly column: number; readonly at: number } => {
  let column = 0;
  let at = from;
  for (; ; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 32) column += 1;
    else if (code === 9) column = (Math.floor(column / 8) + 1) * 8;
    else if (code === 12) column = 0;
    else return { column, at };
  }
};

/**
 * Logical lines without a parser: knows brackets, strings, comments and continued lines, nothing else.
 */
import { afterString } from "./skip-string.ts";

const token = /[\n"'#\\()[\]{}:]/g;
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
  for (;;) {
    token.lastIndex = at;
    const found = token.exec(text);
    if (found === null) return { at: text.length, found: "end", resynchronised: depth > 0 };
    at = found.index + 1;
    switch (found[0]) {
      case '"':
      case "'":
        at = afterString(text, found.index);
        break;
      case "#": {
        const end = text.indexOf("\n", at);
        at = end === -1 ? text.length : end;
        break;
      }
      case "\\":
        at += 1;
        break;
      case "\n":
        if (depth === 0) return { at: found.index, found: "newline", resynchronised: false };
        if (matchesAt(resumeAt, text, at)) return { at: found.index, found: "newline", resynchronised: true };
        break;
      case ":":
        if (wantColon && depth === 0) return { at: found.index, found: "colon", resynchronised: false };
        break;
      case "(":
      case "[":
      case "{":
        depth += 1;
        break;
      default:
        if (depth > 0) depth -= 1;
    }
  }
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

/**
 * One triple quote too few turns a file inside out: from there on text is code and code is text. When the last such
 * string of a file has no end, every string that holds a `def` or `class` line is taken for a torn one, and its quotes
 * become a comment of the same length, so that offsets and lines stay true.
 */
import { afterString, isTerminated } from "./skip-string.ts";

const tokens = /["'#\\]/g;
const codeLine = /\n[ \t]*(?:(?:async[ \t]+)?def[ \t]+\w+[ \t]*\(|class[ \t]+\w+[ \t]*[(:])/;
const comment = "#  ";

interface Found {
  readonly start: number;
  readonly end: number;
  readonly terminated: boolean;
}

/** The next triple-quoted string at or after `from`. */
const nextTriple = (text: string, from: number): Found | null => {
  for (let at = from; ;) {
    tokens.lastIndex = at;
    const found = tokens.exec(text);
    if (found === null) return null;
    const [mark] = found;
    if (mark === "#") {
      const newline = text.indexOf("\n", found.index);
      if (newline === -1) return null;
      at = newline;
    } else if (mark === "\\") at = found.index + 2;
    else {
      at = afterString(text, found.index);
      if (text.startsWith(mark.repeat(3), found.index)) return { start: found.index, end: at, terminated: isTerminated(text, found.index) };
    }
  }
};

const hasTornString = (text: string): boolean => {
  for (let at = 0; ;) {
    const found = nextTriple(text, at);
    if (found === null) return false;
    if (!found.terminated) return true;
    at = found.end;
  }
};

/** The text itself when no string is torn. */
export const mendStrings = (text: string): string => {
  if (!hasTornString(text)) return text;
  const parts: string[] = [];
  let keptTo = 0;
  for (let at = 0; ;) {
    const found = nextTriple(text, at);
    if (found === null) return parts.join("") + text.slice(keptTo);
    at = found.end;
    if (found.terminated && !codeLine.test(text.slice(found.start, found.end))) continue;
    parts.push(text.slice(keptTo, found.start), comment);
    keptTo = found.start + comment.length;
    const newline = text.indexOf("\n", keptTo);
    at = newline === -1 ? text.length : newline;
  }
};

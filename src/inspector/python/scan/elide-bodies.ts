/**
 * Leaves the bodies of functions out of a text before it is parsed: a scan needs few of them, and they are half of
 * all code. A body becomes ` ...`, spaces and as many newlines as it had, so every offset and line outside stays true.
 * The scanner knows strings, brackets and comments only. It must never take something for a function that is none;
 * where it is unsure it leaves the text alone.
 */
import { indentAt, matchesAt, skipLine } from "./skip-line.ts";

export interface ElidedText {
  readonly text: string;
  /** End by start of each body left out. A body starts after the colon of its `def` and ends before the last newline. */
  readonly bodies: ReadonlyMap<number, number>;
}

const definition = /(?:async[ \t\f]+)?def[ \t\f]+[^\s(]/y;

/** Is there nothing but white space and perhaps a comment from `at` to the end of the line? */
const isRestBlank = (text: string, at: number): boolean => {
  const code = text.charCodeAt(indentAt(text, at).at);
  return code === 10 || code === 35 || Number.isNaN(code);
};

/** The replacement of a body, or null when the body is shorter than it. */
const placeholder = (body: string): string | null => {
  let newlines = 0;
  for (let at = body.indexOf("\n"); at !== -1; at = body.indexOf("\n", at + 1)) newlines += 1;
  const spaces = body.length - 4 - newlines;
  return spaces < 0 ? null : ` ...${" ".repeat(spaces)}${"\n".repeat(newlines)}`;
};

export const elideBodies = (text: string): ElidedText => {
  const bodies = new Map<number, number>();
  let kept = "";
  let keptTo = 0;
  let open: { readonly start: number; readonly column: number } | null = null;
  let codeEnd = 0;

  const closeBody = (): void => {
    if (open === null) return;
    const { start } = open;
    open = null;
    const replaced = codeEnd > start ? placeholder(text.slice(start, codeEnd)) : null;
    if (replaced === null) return;
    kept += text.slice(keptTo, start) + replaced;
    keptTo = codeEnd;
    bodies.set(start, codeEnd);
  };

  for (let at = 0; at < text.length;) {
    const indent = indentAt(text, at);
    const code = text.charCodeAt(indent.at);
    if (code === 10) {
      at = indent.at + 1;
      continue;
    }
    if (code === 35) {
      const end = text.indexOf("\n", indent.at);
      at = end === -1 ? text.length : end + 1;
      continue;
    }
    if (open !== null && indent.column <= open.column) closeBody();
    let from = indent.at;
    if (open === null && matchesAt(definition, text, from)) {
      const header = skipLine(text, from, { wantColon: true });
      from = header.at;
      if (header.found === "colon") {
        from += 1;
        if (isRestBlank(text, from)) {
          open = { start: from, column: indent.column };
          codeEnd = from;
          const end = text.indexOf("\n", from);
          at = end === -1 ? text.length : end + 1;
          continue;
        }
      }
    }
    const line = skipLine(text, from);
    codeEnd = line.at;
    at = line.at + 1;
  }
  closeBody();
  return { text: kept + text.slice(keptTo), bodies };
};

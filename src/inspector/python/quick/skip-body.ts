/** Passes over a function's body by its lines: strings, brackets and columns are looked at, nothing else. */
import { indentAt, skipLine } from "../scan/skip-line.ts";
import { advance, endLine, isOp, Kind, type Reader, refuse, startLine } from "./reader.ts";

/** With the colon at hand, goes to the first line that is not further right than `column`; `lineEnd` is the body's end. */
export const skipBody = (r: Reader, column: number): void => {
  const { text } = r;
  const colon = r.end;
  if (!isOp(r, ":")) refuse();
  advance(r);
  if (r.kind !== Kind.Newline) {
    const line = skipLine(text, colon);
    if (line.isTorn) refuse();
    r.end = line.at;
    advance(r);
    return endLine(r);
  }
  let bodyEnd = -1;
  let at = r.end;
  while (at < text.length) {
    const indent = indentAt(text, at);
    const code = text.charCodeAt(indent.at);
    if (code === 10) at = indent.at + 1;
    else if (code === 35) {
      const newline = text.indexOf("\n", indent.at);
      at = newline === -1 ? text.length : newline + 1;
    } else if (Number.isNaN(code) || indent.column <= column) break;
    else {
      const line = skipLine(text, indent.at);
      if (line.isTorn) refuse();
      bodyEnd = line.at;
      at = line.at + 1;
    }
  }
  if (bodyEnd === -1) refuse();
  startLine(r, at);
  r.lineEnd = bodyEnd;
};

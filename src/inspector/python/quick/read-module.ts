/**
 * The quick way from text to tree, for the texts that nearly all files are: well-formed, of the common grammar. It reads
 * three times as fast as the parser library, which a short run need not even load.
 * What it gives is what the library gives; whatever else it meets, it refuses the text as a whole.
 */
import { createLineFinder } from "../scan/line-finder.ts";
import type { BodyRange, Statement } from "../tree.ts";
import { Kind, type Reader, refused, startLine } from "./reader.ts";
import { readStatements } from "./read-statements.ts";

interface Reading {
  readonly text: string;
  readonly shift: number;
  readonly lineAt: (offset: number) => number;
  readonly checksBodies: boolean;
  readonly functions: number;
}

const createReader = (reading: Reading): Reader => ({
  text: reading.text,
  shift: reading.shift,
  lineAt: reading.lineAt,
  checksBodies: reading.checksBodies,
  kind: Kind.End,
  value: "",
  start: 0,
  end: 0,
  level: 0,
  depth: 0,
  column: 0,
  narrowColumn: 0,
  lineEnd: 0,
  functions: reading.functions,
  loops: 0,
  isAsync: reading.functions > 0,
});

/** Null when the text is refused, or nested too deeply. */
const attempt = (read: () => readonly Statement[] | null): readonly Statement[] | null => {
  try {
    return read();
  } catch (error) {
    if (error === refused || error instanceof RangeError) return null;
    throw error;
  }
};

/** The statements of a whole file. With `checksBodies`, function bodies are read as well, though not kept. */
export const readModule = (text: string, checksBodies: boolean): readonly Statement[] | null =>
  attempt(() => {
    const r = createReader({ text, shift: 0, lineAt: createLineFinder(text), checksBodies, functions: 0 });
    startLine(r, 0);
    if (r.kind === Kind.End) return [];
    if (r.column !== 0) return null;
    const statements = readStatements(r);
    return r.kind === Kind.End ? statements : null;
  });

/** The statements of a part of a file that begins at a margin; `shift` is what its offsets lack to be the file's, whose lines `lineAt` tells. */
export const readPiece = (text: string, shift: number, lineAt: (offset: number) => number): readonly Statement[] | null =>
  attempt(() => {
    const r = createReader({ text, shift, lineAt: (offset) => lineAt(offset + shift), checksBodies: false, functions: 0 });
    startLine(r, 0);
    if (r.kind === Kind.End) return [];
    if (r.column !== 0) return null;
    const statements = readStatements(r);
    return r.kind === Kind.End ? statements : null;
  });

/** The statements of a function's body. */
export const readBody = (text: string, range: BodyRange): readonly Statement[] | null =>
  attempt(() => {
    const body = text.slice(range.start, range.end);
    const lineInBody = createLineFinder(body);
    const lineAt = (offset: number): number => lineInBody(offset) + range.line - 1;
    const r = createReader({ text: body, shift: range.start, lineAt, checksBodies: false, functions: 1 });
    startLine(r, 0);
    const statements = readStatements(r);
    return r.kind === Kind.End ? statements : null;
  });

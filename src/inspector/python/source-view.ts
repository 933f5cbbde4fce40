/**
 * Where a parsed text stands in its file. A text is parsed whole, without function bodies, in pieces or behind a
 * prefix; nodes count from its beginning, the tree counts from the beginning of the file.
 */
import { skipLine } from "./skip-line.ts";
import type { BodyRange } from "./tree.ts";

export interface SourceView {
  /** The whole file. */
  readonly text: string;
  /** What to add to a node's offset to get the file's offset. */
  readonly shift: number;
  /** Ends of the function bodies that were left out of the parsed text, by their start; both in the file's offsets. */
  readonly bodies: ReadonlyMap<number, number>;
  /** 1-based line of an offset of the file. */
  lineAt(offset: number): number;
}

/** Line of an offset; quick when asked in rising order, as a walk over a tree does. */
export const createLineFinder = (text: string): ((offset: number) => number) => {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  let row = 0;
  const startOf = (index: number): number => starts[index] ?? Number.POSITIVE_INFINITY;
  return (offset) => {
    if (offset < startOf(row) || offset >= startOf(row + 64)) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if (startOf(middle) <= offset) low = middle;
        else high = middle - 1;
      }
      row = low;
    }
    while (offset >= startOf(row + 1)) row += 1;
    return row + 1;
  };
};

/** Line of a node, by its offset in the parsed text. */
export const lineOf = (view: SourceView, start: number): number => view.lineAt(start + view.shift);

/**
 * The body of a function whose colon stands at `colon` of the parsed text and whose parsed suite ends at `end`, or a
 * little later on the same line: the parser's ranges leave out a last comma.
 */
export const bodyRange = (view: SourceView, colon: number, end: number): BodyRange => {
  const start = colon + 1 + view.shift;
  const last = view.bodies.get(start) ?? skipLine(view.text, Math.max(start, end + view.shift)).at;
  return { start, end: last, line: view.lineAt(start) };
};

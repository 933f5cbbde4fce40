/**
 * Where a parsed text stands in its file. A text is parsed whole, without function bodies, in pieces or behind a
 * prefix; nodes count from its beginning, the tree counts from the beginning of the file.
 */
import { skipLine } from "../scan/skip-line.ts";
import type { BodyRange } from "../tree.ts";

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

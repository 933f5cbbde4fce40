/** The body of a function, parsed on demand. Functions inside it are again trees without a body. */
import { parseText } from "./pyright/parser.ts";
import { readBody } from "./quick/read-module.ts";
import { createLineFinder } from "./scan/line-finder.ts";
import { toStatements } from "./pyright/to-statements.ts";
import type { BodyRange, Statement } from "./tree.ts";
import { NodeType } from "./pyright/node-type.ts";

/** A function around the body makes its indentation, `return`, `yield` and `await` legal. */
const prefix = "async def _():";

/** `text` is the whole file that `range` was made from. Never throws; a body that cannot be read is empty. */
export const parseBody = (text: string, range: BodyRange): readonly Statement[] => {
  const quick = readBody(text, range);
  if (quick !== null) return quick;
  const body = text.slice(range.start, range.end);
  const { root } = parseText(prefix + body);
  const [wrapper] = root?.d.statements ?? [];
  if (wrapper?.nodeType !== NodeType.Function) return [];
  const lineInBody = createLineFinder(body);
  const view = {
    text,
    shift: range.start - prefix.length,
    bodies: new Map<number, number>(),
    lineAt: (offset: number): number => lineInBody(offset - range.start) + range.line - 1,
  };
  try {
    return toStatements(wrapper.d.suite.d.statements, view);
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
};

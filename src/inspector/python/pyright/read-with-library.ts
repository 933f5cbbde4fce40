/** Whole files and bodies read by the parser library alone: what the quick reader refuses. Loaded by `library.ts`. */
import { createLineFinder } from "../scan/line-finder.ts";
import { elideBodies } from "../scan/elide-bodies.ts";
import type { BodyRange, ModuleTree, Statement, SyntaxProblem } from "../tree.ts";
import { NodeType } from "./node-type.ts";
import { tooDeep } from "../too-deep.ts";
import { parseText, type ParsedText } from "./parser.ts";
import { onePerLine, recoverModule } from "./recover-module.ts";
import type { SourceView } from "./source-view.ts";
import { toStatements } from "./to-statements.ts";

/** As `parseModule`, with faults inside function bodies found when `checksBodies`. */
export const readModule = (text: string, checksBodies: boolean): ModuleTree => {
  const lineAt = createLineFinder(text);
  const lowerWhole = (whole: ParsedText): ModuleTree => lower(whole, { text, shift: 0, bodies: new Map(), lineAt });
  const checked = checksBodies ? parseText(text) : null;
  if (checked?.faults.length === 0) return lowerWhole(checked);
  const elided = elideBodies(text);
  const light = parseText(elided.text, { toFirstFault: true });
  if (light.faults.length === 0) {
    const tree = lower(light, { text, shift: 0, bodies: elided.bodies, lineAt });
    return checked === null ? tree : { body: tree.body, errors: onePerLine([...tree.errors, ...problems(checked)]) };
  }
  const whole = checked ?? (elided.bodies.size === 0 ? light : parseText(text, { toFirstFault: true }));
  return whole.faults.length === 0 ? lowerWhole(whole) : recoverModule({ text, lineAt });
};

const problems = (parsed: ParsedText): SyntaxProblem[] => parsed.faults.map(({ row, message }) => ({ line: row + 1, message }));

const lower = (parsed: ParsedText, view: SourceView): ModuleTree => {
  if (parsed.root === null) return { body: [], errors: problems(parsed) };
  try {
    return { body: toStatements(parsed.root.d.statements, view), errors: [] };
  } catch (error) {
    if (error instanceof RangeError) return { body: [], errors: [{ line: 1, message: tooDeep }] };
    throw error;
  }
};

/** A function around the body makes its indentation, `return`, `yield` and `await` legal. */
const prefix = "async def _():";

/** As `parseBody`. */
export const readBody = (text: string, range: BodyRange): readonly Statement[] => {
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

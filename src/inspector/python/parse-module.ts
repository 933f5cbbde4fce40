/**
 * Stage 2, parse: one file's text to its module tree. Pure and total: any text gives a tree. A file that Python rejects
 * is listed in `errors`, and all of it that still makes sense is in `body`.
 */
import { readModule } from "./quick/read-module.ts";
import { elideBodies } from "./scan/elide-bodies.ts";
import { parseText, type ParsedText, tooDeep } from "./pyright/parser.ts";
import { onePerLine, recoverModule } from "./pyright/recover-module.ts";
import type { SourceView } from "./pyright/source-view.ts";
import { createLineFinder } from "./scan/line-finder.ts";
import { toStatements } from "./pyright/to-statements.ts";
import type { ModuleTree, SyntaxProblem } from "./tree.ts";

export interface ParseOptions {
  /**
   * `skip` (the default) reads no function body: quick, but a fault inside a body stays unseen.
   * `check` reads them all for `errors`; the tree is the same.
   */
  readonly bodies?: "skip" | "check";
}

/** `text` as `ProjectFiles.read` gives it. */
export const parseModule = (text: string, { bodies = "skip" }: ParseOptions = {}): ModuleTree => {
  const quick = readModule(text, bodies === "check");
  return quick === null ? parseWithLibrary(text, { bodies }) : { body: quick, errors: [] };
};

/** The same by the parser library alone, for what the quick reader refuses. */
export const parseWithLibrary = (text: string, { bodies = "skip" }: ParseOptions = {}): ModuleTree => {
  const lineAt = createLineFinder(text);
  const lowerWhole = (whole: ParsedText): ModuleTree => lower(whole, { text, shift: 0, bodies: new Map(), lineAt });
  const checked = bodies === "check" ? parseText(text) : null;
  if (checked?.faults.length === 0) return lowerWhole(checked);
  const elided = elideBodies(text);
  const light = parseText(elided.text);
  if (light.faults.length === 0) {
    const tree = lower(light, { text, shift: 0, bodies: elided.bodies, lineAt });
    return checked === null ? tree : { body: tree.body, errors: onePerLine([...tree.errors, ...problems(checked)]) };
  }
  const whole = checked ?? parseText(text);
  return whole.faults.length === 0 ? lowerWhole(whole) : recoverModule({ text, lineAt, whole });
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

/**
 * A file with a syntax error, read piece by piece: after an unclosed bracket the parser takes all that follows for its
 * contents. The text is cut where statements begin at the margin, each piece is parsed alone, and a class with a fault
 * is cut again at its body's margin, so that one broken field costs that field.
 */
import { elideBodies } from "../scan/elide-bodies.ts";
import { mendStrings } from "../scan/mend-strings.ts";
import { NodeType } from "./node-type.ts";
import { parseText, type ParsedText } from "./parser.ts";
import { definitionLine, indentAt, matchesAt, skipLine } from "../scan/skip-line.ts";
import type { SourceView } from "./source-view.ts";
import { toStatements } from "./to-statements.ts";
import type { ClassTree, ModuleTree, Statement, SyntaxProblem } from "../tree.ts";

export interface BrokenModule {
  readonly text: string;
  readonly lineAt: (offset: number) => number;
  /** The parse of the whole, which has faults. */
  readonly whole: ParsedText;
}

/** More says nothing new about a file. */
const maxErrors = 20;

export const recoverModule = (module: BrokenModule): ModuleTree => {
  const faults: SyntaxProblem[] = [];
  const elided = elideBodies(mendStrings(module.text));
  const recovery: Recovery = { ...module, source: elided.text, bodies: elided.bodies, faults };
  const body = recoverRegion(recovery, { start: 0, end: elided.text.length }, 0);
  const whole = module.whole.faults.map(({ row, message }) => ({ line: row + 1, message }));
  return { body, errors: onePerLine(faults.length > 0 ? faults : whole) };
};

/** In order of lines, the first of each line. */
export const onePerLine = (faults: readonly SyntaxProblem[]): SyntaxProblem[] => {
  const byLine = new Map<number, SyntaxProblem>();
  for (const fault of faults) if (!byLine.has(fault.line)) byLine.set(fault.line, fault);
  return [...byLine.values()].sort((a, b) => a.line - b.line).slice(0, maxErrors);
};

interface Recovery extends BrokenModule {
  /** The text without function bodies; its offsets are those of the file. */
  readonly source: string;
  readonly bodies: ReadonlyMap<number, number>;
  readonly faults: SyntaxProblem[];
}

interface Piece {
  readonly start: number;
  readonly end: number;
}

const continuation = /(?:else|elif|except|finally|case)\b/y;
const decorator = /@/y;
const classStart = /class\b/y;

const statementStart =
  "(?:@|(?:class|def|async|from|import|if|for|while|try|with|return|raise)\\b|[A-Za-z_][\\w.]*[ \\t]*(?::[^=\\n]+)?\\+?=(?!=))";

/** What surely begins a statement, at the given margin, even if a bracket seems open. */
const statementAt = (margin: string): RegExp => new RegExp(`${margin}${statementStart}|${definitionLine.source}`, "y");

const marginAt = (source: string, at: number): string => source.slice(source.lastIndexOf("\n", at - 1) + 1, at);

/** Cuts a region into statements at one column; deeper lines belong to the statement above them. */
const cut = (source: string, { start, end }: Piece, column: number): Piece[] => {
  const pieces: { start: number; end: number }[] = [];
  let isOpen = false;
  for (let at = start; at < end;) {
    const indent = indentAt(source, at);
    const code = source.charCodeAt(indent.at);
    if (code === 10 || code === 35 || Number.isNaN(code)) {
      const newline = source.indexOf("\n", indent.at);
      at = newline === -1 ? end : newline + 1;
      continue;
    }
    const last = pieces.at(-1);
    const isOwn = indent.column <= column && !(last !== undefined && (isOpen || matchesAt(continuation, source, indent.at)));
    let line = skipLine(source, indent.at);
    if (line.resynchronised) line = skipLine(source, indent.at, { resumeAt: statementAt(marginAt(source, indent.at)) });
    if (last === undefined || isOwn) pieces.push({ start: at, end: Math.min(line.at, end) });
    else last.end = Math.min(line.at, end);
    if (indent.column <= column) isOpen = matchesAt(decorator, source, indent.at);
    at = line.at + 1;
  }
  return pieces;
};

/** The statements of a region whose statements begin at `column`. */
const recoverRegion = (recovery: Recovery, region: Piece, column: number): Statement[] =>
  cut(recovery.source, region, column).flatMap((piece) => recoverPiece(recovery, piece, column));

/** Makes an indented piece legal. */
const wrapper = "if 1:\n";

const recoverPiece = (recovery: Recovery, piece: Piece, column: number): readonly Statement[] => {
  const { source, text, bodies, lineAt } = recovery;
  const prefix = column > 0 ? wrapper : "";
  const parsed = parseText(prefix + source.slice(piece.start, piece.end));
  const view: SourceView = { text, shift: piece.start - prefix.length, bodies, lineAt };
  const statements = lower(parsed, view, prefix !== "");
  if (parsed.faults.length === 0) return statements;
  const only = statements.find((statement) => statement.kind === "class");
  const body = only === undefined ? null : classBody(source, piece);
  if (only === undefined || body === null) {
    const first = lineAt(piece.start) - (prefix === "" ? 0 : 1);
    for (const { row, message } of parsed.faults) recovery.faults.push({ line: first + row, message });
    return statements;
  }
  const inner: ClassTree = { ...only, body: recoverRegion(recovery, body.region, body.column) };
  return [inner];
};

const lower = (parsed: ParsedText, view: SourceView, isWrapped: boolean): readonly Statement[] => {
  const nodes = parsed.root?.d.statements ?? [];
  const [first, ...more] = nodes;
  try {
    if (!isWrapped) return toStatements(nodes, view);
    return first?.nodeType === NodeType.If ? [...toStatements(first.d.ifSuite.d.statements, view), ...toStatements(more, view)] : [];
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
};

/** The indented lines under the header of the class in `piece`; null when the fault is in the header or there is no body. */
const classBody = (source: string, piece: Piece): { readonly region: Piece; readonly column: number } | null => {
  let at = piece.start;
  let own = indentAt(source, at);
  while (!matchesAt(classStart, source, own.at)) {
    at = skipLine(source, own.at).at + 1;
    if (at >= piece.end) return null;
    own = indentAt(source, at);
  }
  const header = skipLine(source, own.at, { wantColon: true });
  if (header.found !== "colon" || header.at >= piece.end) return null;
  const start = skipLine(source, header.at + 1).at + 1;
  for (let line = start; line < piece.end;) {
    const indent = indentAt(source, line);
    const code = source.charCodeAt(indent.at);
    if (code !== 10 && code !== 35) return indent.column > own.column ? { region: { start, end: piece.end }, column: indent.column } : null;
    const newline = source.indexOf("\n", indent.at);
    if (newline === -1) return null;
    line = newline + 1;
  }
  return null;
};

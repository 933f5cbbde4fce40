/**
 * A file with a syntax error, read piece by piece: after an unclosed bracket the parser takes all that follows for its
 * contents. The text is cut where statements begin at the margin, each piece is parsed alone, and a class with a fault
 * is cut again at its body's margin, so that one broken field costs that field.
 */
import { elideBodies } from "../scan/elide-bodies.ts";
import { mendStrings } from "../scan/mend-strings.ts";
import { NodeType } from "./node-type.ts";
import { parseText, type ParsedText } from "./parser.ts";
import { definitionLine, indentAt, matchesAt, skipLine, type Stop } from "../scan/skip-line.ts";
import type { SourceView } from "./source-view.ts";
import { readPiece } from "../quick/read-module.ts";
import { toStatements } from "./to-statements.ts";
import type { ClassTree, ModuleTree, Statement, SyntaxProblem } from "../tree.ts";

export interface BrokenModule {
  readonly text: string;
  readonly lineAt: (offset: number) => number;
}

/** More says nothing new about a file. */
const maxErrors = 20;

export const recoverModule = (module: BrokenModule): ModuleTree => {
  const faults: SyntaxProblem[] = [];
  const mended = mendStrings(module.text);
  const elided = elideBodies(mended);
  const patience = { toScan: 1_000_000 + 4 * mended.length, toRead: 1_000_000 + 4 * mended.length, endsAt: null };
  const recovery: Recovery = { ...module, mended, source: elided.text, bodies: elided.bodies, faults, patience };
  const body = recoverRegion(recovery, { start: 0, end: elided.text.length }, 0);
  const errors = onePerLine(faults.length > 0 ? faults : faultsOfWhole(module.text));
  const { endsAt } = recovery.patience;
  return { body, errors: endsAt === null ? errors : [...errors, { line: endsAt, message: tooManyFaults }] };
};

/** For a text whose pieces have none, each by itself. */
const faultsOfWhole = (text: string): readonly SyntaxProblem[] =>
  parseText(text).faults.map(({ row, message }) => ({ line: row + 1, message }));

const tooManyFaults = "It has too many faults to be read from here on.";

/** In order of lines, the first of each line. */
export const onePerLine = (faults: readonly SyntaxProblem[]): SyntaxProblem[] => {
  const byLine = new Map<number, SyntaxProblem>();
  for (const fault of faults) if (!byLine.has(fault.line)) byLine.set(fault.line, fault);
  return [...byLine.values()].sort((a, b) => a.line - b.line).slice(0, maxErrors);
};

interface Recovery extends BrokenModule {
  /** The text with its torn strings mended. */
  readonly mended: string;
  /** The text without function bodies; its offsets are those of the file. */
  readonly source: string;
  readonly bodies: ReadonlyMap<number, number>;
  readonly faults: SyntaxProblem[];
  readonly patience: Patience;
}

/** Each fault makes some of the text be read again. No text of people holds so many that this matters. */
interface Patience {
  /** Characters that may still be looked through for the end of a bracket. */
  toScan: number;
  /** Characters that may still be read. */
  toRead: number;
  /** Line of the first piece that was left out. */
  endsAt: number | null;
}

/** What a piece with a fault costs besides its characters. */
const costOfFault = 500;

interface Region {
  readonly start: number;
  readonly end: number;
}

interface Piece extends Region {
  /** Where the next one begins: a body that was left out may go on there. */
  readonly until: number;
}

const continuation = /(?:else|elif|except|finally|case)\b/y;
const decorator = /@/y;
const classStart = /class\b/y;

const statementStart =
  "(?:@|(?:class|def|async|from|import|if|for|while|try|with|return|raise)\\b|[A-Za-z_][\\w.]*[ \\t]*(?::[^=\\n]+)?\\+?=(?!=))";

/** What surely begins a statement, at the given margin, even if a bracket seems open. */
const statementAt = (margin: string): RegExp => new RegExp(`${margin}${statementStart}|${definitionLine.source}`, "y");

const marginAt = (source: string, at: number): string => source.slice(source.lastIndexOf("\n", at - 1) + 1, at);

/** Goes on to the end of the statement at `at`; one whose bracket is never closed ends where another surely begins. */
const skipStatement = (source: string, at: number, patience: Patience): Stop => {
  if (patience.toScan > 0) {
    const line = skipLine(source, at);
    if (!line.resynchronised) return line;
    patience.toScan -= line.at - at;
  }
  return skipLine(source, at, { resumeAt: statementAt(marginAt(source, at)) });
};

/** Cuts a region into statements at one column; deeper lines belong to the statement above them. */
const cut = ({ source, patience }: Recovery, { start, end }: Region, column: number): Piece[] => {
  const pieces: { start: number; end: number; until: number }[] = [];
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
    const line = skipStatement(source, indent.at, patience);
    if (last === undefined || isOwn) {
      if (last !== undefined) last.until = at;
      pieces.push({ start: at, end: Math.min(line.at, end), until: end });
    } else last.end = Math.min(line.at, end);
    if (indent.column <= column) isOpen = matchesAt(decorator, source, indent.at);
    at = line.at + 1;
  }
  return pieces;
};

/** The statements of a region whose statements begin at `column`. */
const recoverRegion = (recovery: Recovery, region: Region, column: number): Statement[] =>
  inGroups(cut(recovery, region, column)).flatMap((group) => recoverGroup(recovery, group, column));

/** Pieces that are first tried at once: nearly all of them have no fault. */
const groupSize = 64;

const inGroups = (pieces: readonly Piece[]): (readonly Piece[])[] =>
  Array.from({ length: Math.ceil(pieces.length / groupSize) }, (_, index) => pieces.slice(index * groupSize, (index + 1) * groupSize));

const recoverGroup = (recovery: Recovery, group: readonly Piece[], column: number): readonly Statement[] => {
  const [first] = group;
  const last = group.at(-1);
  if (first === undefined || last === undefined) return [];
  return (
    readQuickly(recovery, { start: first.start, end: last.until }, column) ??
    group.flatMap((piece) => {
      const quick = group.length === 1 ? null : readQuickly(recovery, { start: piece.start, end: piece.until }, column);
      return quick ?? recoverPiece(recovery, piece, column);
    })
  );
};

/** Makes an indented piece legal. */
const wrapper = "if 1:\n";

/** Null when the piece has a fault, or needs the library for another reason. */
const readQuickly = ({ mended, lineAt, patience }: Recovery, { start, end }: Region, column: number): readonly Statement[] | null => {
  if (patience.toRead <= 0) return null;
  patience.toRead -= (end - start) / 4;
  const prefix = column > 0 ? wrapper : "";
  const statements = readPiece(prefix + mended.slice(start, end), start - prefix.length, lineAt);
  if (statements === null || prefix === "") return statements;
  const [first, ...more] = statements;
  return first?.kind === "if" ? [...first.body, ...more] : null;
};

const recoverPiece = (recovery: Recovery, piece: Piece, column: number): readonly Statement[] => {
  const { source, text, bodies, lineAt, patience } = recovery;
  if (patience.toRead <= 0) {
    patience.endsAt ??= lineAt(piece.start);
    return [];
  }
  patience.toRead -= piece.end - piece.start + costOfFault;
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
const classBody = (source: string, piece: Piece): { readonly region: Region; readonly column: number } | null => {
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
    if (code !== 10 && code !== 35)
      return indent.column > own.column ? { region: { start, end: piece.until }, column: indent.column } : null;
    const newline = source.indexOf("\n", indent.at);
    if (newline === -1) return null;
    line = newline + 1;
  }
  return null;
};

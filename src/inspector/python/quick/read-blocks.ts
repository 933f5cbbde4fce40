/** Compound statements but `def` and `class`. */
import type { ExceptClause, Expression, Statement } from "../tree.ts";
import { readExpression, readList, readNamed, readTargets } from "./read-expression.ts";
import { advance, expect, isKeyword, isOp, Kind, line, mark, type Reader, refuse, refused, take, takeName } from "./reader.ts";

type ReadBlock = (r: Reader, outer: number) => readonly Statement[];
type BlockStatement = Extract<Statement, { kind: "if" | "for" | "while" | "try" | "with" }>;

/** With the keyword at hand; `readBlock` is passed in, because its file needs this one. */
export const readBlockStatement = (r: Reader, readBlock: ReadBlock): BlockStatement => {
  switch (r.value) {
    case "if":
      return readIf(r, readBlock, r.column);
    case "for":
      return readFor(r, readBlock);
    case "while":
      return readWhile(r, readBlock);
    case "try":
      return readTry(r, readBlock);
    default:
      return readWith(r, readBlock);
  }
};

/** Does the line at hand continue a statement that stands at `column`? */
const continues = (r: Reader, column: number, word: string): boolean => r.column === column && isKeyword(r, word);

const readElse = (r: Reader, readBlock: ReadBlock, column: number): readonly Statement[] => {
  if (!continues(r, column, "else")) return [];
  advance(r);
  return readBlock(r, column);
};

const readIf = (r: Reader, readBlock: ReadBlock, column: number): Extract<Statement, { kind: "if" }> => {
  const at = line(r);
  advance(r);
  const test = readNamed(r);
  const body = readBlock(r, column);
  const orElse = continues(r, column, "elif") ? [readIf(r, readBlock, column)] : readElse(r, readBlock, column);
  return { kind: "if", line: at, test, body, orElse };
};

const readLooped = (r: Reader, readBlock: ReadBlock, column: number): readonly Statement[] => {
  r.loops += 1;
  const body = readBlock(r, column);
  r.loops -= 1;
  return body;
};

const readFor = (r: Reader, readBlock: ReadBlock): BlockStatement => {
  const { column } = r;
  const at = line(r);
  advance(r);
  const target = readTargets(r);
  expect(r, "in");
  const iterable = readList(r);
  const body = readLooped(r, readBlock, column);
  return { kind: "for", line: at, target, iterable, body, orElse: readElse(r, readBlock, column), isAsync: false };
};

const readWhile = (r: Reader, readBlock: ReadBlock): BlockStatement => {
  const { column } = r;
  const at = line(r);
  advance(r);
  const test = readNamed(r);
  const body = readLooped(r, readBlock, column);
  return { kind: "while", line: at, test, body, orElse: readElse(r, readBlock, column) };
};

const readHandler = (r: Reader, readBlock: ReadBlock, column: number): ExceptClause => {
  const at = line(r);
  advance(r);
  const isGroup = take(r, "*");
  if (isOp(r, ":")) {
    if (isGroup) refuse();
    return { line: at, body: readBlock(r, column) };
  }
  const type = readList(r);
  const name = take(r, "as") ? takeName(r) : undefined;
  return { line: at, type, ...(name === undefined ? {} : { name }), body: readBlock(r, column) };
};

const readTry = (r: Reader, readBlock: ReadBlock): BlockStatement => {
  const { column } = r;
  const at = line(r);
  advance(r);
  const body = readBlock(r, column);
  const handlers: ExceptClause[] = [];
  while (continues(r, column, "except")) handlers.push(readHandler(r, readBlock, column));
  const orElse = handlers.length > 0 ? readElse(r, readBlock, column) : [];
  let last: readonly Statement[] = [];
  if (continues(r, column, "finally")) {
    advance(r);
    last = readBlock(r, column);
  } else if (handlers.length === 0) refuse();
  return { kind: "try", line: at, body, handlers, orElse, finally: last };
};

interface WithItem {
  readonly value: Expression;
  readonly target?: Expression;
}

const readWithItem = (r: Reader): WithItem => {
  const value = readExpression(r);
  return take(r, "as") ? { value, target: readWithTarget(r) } : { value };
};

/** One target: a comma after it begins the next item. */
const readWithTarget = (r: Reader): Expression => {
  const target = readExpression(r);
  if (
    target.kind !== "name" &&
    target.kind !== "attribute" &&
    target.kind !== "subscript" &&
    target.kind !== "tuple" &&
    target.kind !== "list"
  )
    refuse();
  return target;
};

/** `with (a as b, c):`; null when the parentheses belong to the first expression. */
const readEnclosedItems = (r: Reader): readonly WithItem[] | null => {
  const before = mark(r);
  try {
    const items: WithItem[] = [];
    expect(r, "(");
    while (!isOp(r, ")")) {
      items.push(readWithItem(r));
      if (!take(r, ",")) break;
    }
    expect(r, ")");
    if (isOp(r, ":") && items.length > 0) return items;
  } catch (error) {
    if (error !== refused) throw error;
  }
  Object.assign(r, before);
  return null;
};

const readWith = (r: Reader, readBlock: ReadBlock): BlockStatement => {
  const { column } = r;
  const at = line(r);
  advance(r);
  let items = isOp(r, "(") && r.kind === Kind.Op ? readEnclosedItems(r) : null;
  if (items === null) {
    const plain = [readWithItem(r)];
    while (take(r, ",")) plain.push(readWithItem(r));
    items = plain;
  }
  return { kind: "with", line: at, items, body: readBlock(r, column) };
};

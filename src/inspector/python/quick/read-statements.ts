/** Statements, line by line. Blocks are told by columns: a reader of whole lines needs no tokens for indentation. */
import type { Argument, ClassTree, Expression, FunctionTree, ImportedName, Statement } from "../tree.ts";
import { readArguments, readParameters } from "./read-arguments.ts";
import { checkTarget, grammar, readExpression, readList, readNamed, readYieldOrList } from "./read-expression.ts";
import { advance, endLine, expect, isKeyword, isOp, Kind, line, type Reader, refuse, take, takeName } from "./reader.ts";
import { readBlockStatement } from "./read-blocks.ts";
import { skipBody } from "./skip-body.ts";

/** Statements of one column, until a line stands further left. */
export const readStatements = (r: Reader): Statement[] => {
  const { column, narrowColumn } = r;
  const statements: Statement[] = [];
  while (r.kind !== Kind.End && r.column >= column) {
    if (r.column !== column || r.narrowColumn !== narrowColumn) refuse();
    readStatement(r, statements);
  }
  return statements.slice();
};

/** After a colon: the rest of the line, or the lines further right than `outer`. */
const readBlock = (r: Reader, outer: number): readonly Statement[] => {
  expect(r, ":");
  if (r.kind !== Kind.Newline) {
    const statements: Statement[] = [];
    readSimpleLine(r, statements);
    return statements;
  }
  endLine(r);
  if (r.column <= outer) refuse();
  return readStatements(r);
};

const readStatement = (r: Reader, into: Statement[]): void => {
  if (r.kind === Kind.Keyword) {
    switch (r.value) {
      case "def":
        into.push(readFunction(r, { decorators: [], column: r.column, isAsync: false }));
        return;
      case "class":
        into.push(readClass(r, { decorators: [], column: r.column }));
        return;
      case "async":
        into.push(readAsync(r));
        return;
      case "if":
      case "for":
      case "while":
      case "try":
      case "with":
        into.push(readBlockStatement(r, readBlock));
        return;
      default:
    }
  } else if (isOp(r, "@")) {
    into.push(readDecorated(r));
    return;
  }
  readSimpleLine(r, into);
};

const readAsync = (r: Reader): Statement => {
  const { column } = r;
  const at = line(r);
  advance(r);
  if (isKeyword(r, "def")) return { ...readFunction(r, { decorators: [], column, isAsync: true }), line: at };
  if (!r.isAsync || !(isKeyword(r, "for") || isKeyword(r, "with"))) return refuse();
  const statement = readBlockStatement(r, readBlock);
  return statement.kind === "for" ? { ...statement, line: at, isAsync: true } : { ...statement, line: at };
};

interface Decoration {
  readonly decorators: readonly Expression[];
  readonly decoratorLine?: number;
  readonly column: number;
}

const readDecorated = (r: Reader): Statement => {
  const { column } = r;
  const decoratorLine = line(r);
  const decorators: Expression[] = [];
  while (take(r, "@")) {
    decorators.push(readNamed(r));
    endLine(r);
    if (r.column !== column) refuse();
  }
  if (isKeyword(r, "class")) return readClass(r, { decorators, decoratorLine, column });
  const at = line(r);
  const isAsync = take(r, "async");
  if (!isKeyword(r, "def")) return refuse();
  return { ...readFunction(r, { decorators, column, isAsync }), line: at };
};

/** `[T: int = str, *Ts, **P]`: read for its faults, kept nowhere. */
const readTypeParameters = (r: Reader): void => {
  if (!take(r, "[")) return;
  do {
    if (isOp(r, "]")) break;
    if (!take(r, "*")) take(r, "**");
    takeName(r);
    if (take(r, ":")) readExpression(r);
    if (take(r, "=")) {
      take(r, "*");
      readExpression(r);
    }
  } while (take(r, ","));
  expect(r, "]");
};

const readClass = (r: Reader, { decorators, decoratorLine, column }: Decoration): ClassTree => {
  const at = line(r);
  advance(r);
  const name = takeName(r);
  readTypeParameters(r);
  const bases: readonly Argument[] = isOp(r, "(") ? readArguments(r, grammar) : [];
  const { functions, loops } = r;
  r.functions = 0;
  r.loops = 0;
  const body = readBlock(r, column);
  r.functions = functions;
  r.loops = loops;
  return { kind: "class", line: at, ...(decoratorLine === undefined ? {} : { decoratorLine }), name, bases, decorators, body };
};

const readFunction = (r: Reader, { decorators, column, isAsync }: Decoration & { readonly isAsync: boolean }): FunctionTree => {
  const at = line(r);
  advance(r);
  const name = takeName(r);
  readTypeParameters(r);
  expect(r, "(");
  const parameters = readParameters(r, { closer: ")", annotated: true, grammar });
  expect(r, ")");
  const returns = take(r, "->") ? readExpression(r) : undefined;
  if (!isOp(r, ":")) refuse();
  const start = r.end;
  const bodyLine = r.lineAt(start);
  if (r.checksBodies) {
    const { functions, loops, isAsync: outer } = r;
    r.functions = functions + 1;
    r.loops = 0;
    r.isAsync = isAsync;
    readBlock(r, column);
    r.functions = functions;
    r.loops = loops;
    r.isAsync = outer;
  } else skipBody(r, column);
  const body = { start: start + r.shift, end: r.lineEnd + r.shift, line: bodyLine };
  return {
    kind: "function",
    line: at,
    name,
    parameters,
    decorators,
    isAsync,
    ...(returns === undefined ? {} : { returns }),
    body,
  };
};

const readSimpleLine = (r: Reader, into: Statement[]): void => {
  do {
    if (r.kind === Kind.Newline || r.kind === Kind.End) break;
    into.push(readSimple(r));
  } while (take(r, ";"));
  endLine(r);
};

const readSimple = (r: Reader): Statement => {
  const at = line(r);
  if (r.kind === Kind.Keyword) {
    const { value } = r;
    if (value === "import" || value === "from") return readImport(r, at);
    if (value === "pass" || value === "break" || value === "continue") {
      if (value !== "pass" && r.loops === 0) refuse();
      advance(r);
      return { kind: value, line: at };
    }
    if (value === "return" || value === "raise" || value === "del" || value === "assert" || value === "global" || value === "nonlocal") {
      return readKeyworded(r, value, at);
    }
  } else if (r.kind === Kind.Name) {
    if (r.value === "type" && /[A-Za-z_]/.test(nextCharacter(r))) return readTypeAlias(r, at);
    if (r.value === "match" && !/[=.,):;\]}\n#]|^$/.test(nextCharacter(r))) refuse();
  }
  return readExpressionStatement(r, at);
};

/** The next character of the line after the name at hand. */
const nextCharacter = (r: Reader): string => {
  let at = r.end;
  while (r.text.charCodeAt(at) === 32) at += 1;
  return r.text.charAt(at);
};

/** `type X = …`; when the next word is an operator (`type in x`) the parser library is asked. */
const readTypeAlias = (r: Reader, at: number): Statement => {
  advance(r);
  const nameLine = line(r);
  const name = takeName(r);
  readTypeParameters(r);
  expect(r, "=");
  return { kind: "assign", line: at, targets: [{ kind: "name", line: nameLine, name }], value: readExpression(r) };
};

const ends = (r: Reader): boolean => r.kind === Kind.Newline || r.kind === Kind.End || isOp(r, ";");

const readKeyworded = (r: Reader, word: "return" | "raise" | "del" | "assert" | "global" | "nonlocal", at: number): Statement => {
  advance(r);
  switch (word) {
    case "return":
      if (r.functions === 0) refuse();
      return ends(r) ? { kind: "return", line: at } : { kind: "return", line: at, value: readList(r) };
    case "raise": {
      if (ends(r)) return { kind: "raise", line: at };
      const value = readExpression(r);
      if (take(r, "from")) readExpression(r);
      return { kind: "raise", line: at, value };
    }
    case "del": {
      /** `del (a, b)` has one target, `del a, b` two: the rare one is left to the parser library. */
      if (isOp(r, "(")) refuse();
      const target = readList(r);
      checkTarget(target);
      return { kind: "delete", line: at, targets: target.kind === "tuple" ? target.items : [target] };
    }
    case "assert": {
      const test = readExpression(r);
      if (take(r, ",")) readExpression(r);
      return { kind: "assert", line: at, test };
    }
    case "global":
    case "nonlocal": {
      const names = [takeName(r)];
      while (take(r, ",")) names.push(takeName(r));
      return { kind: word, line: at, names };
    }
  }
};

const readDotted = (r: Reader): string => {
  let name = takeName(r);
  while (take(r, ".")) name += `.${takeName(r)}`;
  return name;
};

const readAlias = (r: Reader, name: string): ImportedName => (take(r, "as") ? { name, alias: takeName(r) } : { name });

const readImport = (r: Reader, at: number): Statement => {
  if (take(r, "import")) {
    const names = [readAlias(r, readDotted(r))];
    while (take(r, ",")) names.push(readAlias(r, readDotted(r)));
    return { kind: "import", line: at, names };
  }
  advance(r);
  let level = 0;
  while (isOp(r, ".") || isOp(r, "...")) {
    level += r.value.length;
    advance(r);
  }
  const module = level > 0 && isKeyword(r, "import") ? "" : readDotted(r);
  expect(r, "import");
  if (take(r, "*")) return { kind: "from", line: at, module, level, names: [{ name: "*" }] };
  const isEnclosed = take(r, "(");
  const names = [readAlias(r, takeName(r))];
  while (take(r, ",")) {
    if (isEnclosed && isOp(r, ")")) break;
    names.push(readAlias(r, takeName(r)));
  }
  if (isEnclosed) expect(r, ")");
  return { kind: "from", line: at, module, level, names: names.slice() };
};

const augmented = new Set(["+=", "-=", "*=", "/=", "//=", "%=", "@=", "&=", "|=", "^=", ">>=", "<<=", "**="]);

const isSingle = (target: Expression): boolean => target.kind === "name" || target.kind === "attribute" || target.kind === "subscript";

const readExpressionStatement = (r: Reader, at: number): Statement => {
  const first = readYieldOrList(r);
  if (r.kind !== Kind.Op) return { kind: "expression", line: at, value: first };
  if (r.value === "=") return readAssign(r, at, first);
  if (r.value === ":") {
    if (!isSingle(first)) refuse();
    advance(r);
    const annotation = readExpression(r);
    const value = take(r, "=") ? readYieldOrList(r) : undefined;
    return { kind: "assign", line: at, targets: [first], ...(value === undefined ? {} : { value }), annotation };
  }
  if (augmented.has(r.value)) {
    if (!isSingle(first)) refuse();
    const op = r.value.slice(0, -1);
    advance(r);
    return { kind: "augment", line: at, target: first, op, value: readYieldOrList(r) };
  }
  return { kind: "expression", line: at, value: first };
};

const readAssign = (r: Reader, at: number, first: Expression): Statement => {
  const targets: Expression[] = [];
  let value = first;
  while (take(r, "=")) {
    checkTarget(value);
    targets.push(value);
    value = readYieldOrList(r);
  }
  return { kind: "assign", line: at, targets: targets.slice(), value };
};

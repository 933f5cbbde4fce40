/** The parser library's statement nodes to the tree's statements. Bodies of functions stay where they are. */
import type {
  AssignmentNode,
  ClassNode,
  ExpressionNode,
  FunctionNode,
  IfNode,
  ImportFromNode,
  ImportNode,
  ModuleNameNode,
  ParseNode,
  StatementNode,
  SuiteNode,
  TryNode,
} from "@zzzen/pyright-internal/dist/parser/parseNodes.js";
import { NodeType, operatorText } from "./node-type.ts";
import { bodyRange, lineOf, type SourceView } from "./source-view.ts";
import { isExpression, toArguments, toExpression, toParameters } from "./to-expression.ts";
import { toPattern } from "./to-pattern.ts";
import type { ClassTree, FunctionTree, ImportedName, Statement } from "../tree.ts";

const toFunction = (node: FunctionNode, view: SourceView): FunctionTree => {
  const { name, params, decorators, isAsync, returnAnnotation, suite, firstToken } = node.d;
  return {
    kind: "function",
    line: lineOf(view, firstToken.start),
    name: name.d.value,
    parameters: toParameters(params, view),
    decorators: decorators.map((decorator) => toExpression(decorator.d.expr, view)),
    isAsync,
    ...(returnAnnotation === undefined ? {} : { returns: toExpression(returnAnnotation, view) }),
    body: bodyRange(view, suite.start, suite.start + suite.length),
  };
};

const toClass = (node: ClassNode, view: SourceView): ClassTree => {
  const { name, decorators, suite, firstToken } = node.d;
  const [first] = decorators;
  return {
    kind: "class",
    line: lineOf(view, firstToken.start),
    ...(first === undefined ? {} : { decoratorLine: lineOf(view, first.start) }),
    name: name.d.value,
    bases: toArguments(node.d.arguments, view),
    decorators: decorators.map((decorator) => toExpression(decorator.d.expr, view)),
    body: toSuite(suite, view),
  };
};

const toSuite = (suite: SuiteNode | undefined, view: SourceView): Statement[] =>
  suite === undefined ? [] : toStatements(suite.d.statements, view);

/** Compound and simple statements, in order. */
export const toStatements = (nodes: readonly StatementNode[], view: SourceView): Statement[] => {
  const statements: Statement[] = [];
  for (const node of nodes) {
    if (node.nodeType === NodeType.StatementList) for (const small of node.d.statements) statements.push(toSmallStatement(small, view));
    else for (const statement of toCompound(node, view)) statements.push(statement);
  }
  return statements;
};

const toIf = (node: IfNode, view: SourceView): Statement => {
  const { testExpr, ifSuite, elseSuite } = node.d;
  return {
    kind: "if",
    line: lineOf(view, node.start),
    test: toExpression(testExpr, view),
    body: toSuite(ifSuite, view),
    orElse: elseSuite?.nodeType === NodeType.If ? [toIf(elseSuite, view)] : toSuite(elseSuite, view),
  };
};

const toTry = (node: TryNode, view: SourceView): Statement => ({
  kind: "try",
  line: lineOf(view, node.start),
  body: toSuite(node.d.trySuite, view),
  handlers: node.d.exceptClauses.map(({ start, d }) => ({
    line: lineOf(view, start),
    ...(d.typeExpr === undefined ? {} : { type: toExpression(d.typeExpr, view) }),
    ...(d.name === undefined ? {} : { name: d.name.d.value }),
    body: toSuite(d.exceptSuite, view),
  })),
  orElse: toSuite(node.d.elseSuite, view),
  finally: toSuite(node.d.finallySuite, view),
});

type CompoundNode = Exclude<StatementNode, { nodeType: typeof NodeType.StatementList }>;

const toCompound = (node: CompoundNode, view: SourceView): readonly Statement[] => {
  const line = lineOf(view, node.start);
  switch (node.nodeType) {
    case NodeType.Function:
      return [toFunction(node, view)];
    case NodeType.Class:
      /** Decorators before nothing make a class without a name. */
      return node.d.name.d.value === "" ? [] : [toClass(node, view)];
    case NodeType.If:
      return [toIf(node, view)];
    case NodeType.Try:
      return [toTry(node, view)];
    case NodeType.For: {
      const { targetExpr, iterableExpr, forSuite, elseSuite, isAsync = false } = node.d;
      const target = toExpression(targetExpr, view);
      const iterable = toExpression(iterableExpr, view);
      return [{ kind: "for", line, target, iterable, body: toSuite(forSuite, view), orElse: toSuite(elseSuite, view), isAsync }];
    }
    case NodeType.While: {
      const { testExpr, whileSuite, elseSuite } = node.d;
      return [
        { kind: "while", line, test: toExpression(testExpr, view), body: toSuite(whileSuite, view), orElse: toSuite(elseSuite, view) },
      ];
    }
    case NodeType.With: {
      const items = node.d.withItems.map(({ d }) => ({
        value: toExpression(d.expr, view),
        ...(d.target === undefined ? {} : { target: toExpression(d.target, view) }),
      }));
      return [{ kind: "with", line, items, body: toSuite(node.d.suite, view) }];
    }
    case NodeType.Match: {
      const cases = node.d.cases.map(({ d }) => ({
        pattern: toPattern(d.pattern, view),
        ...(d.guardExpr === undefined ? {} : { guard: toExpression(d.guardExpr, view) }),
        body: toSuite(d.suite, view),
      }));
      return [{ kind: "match", line, subject: toExpression(node.d.expr, view), cases }];
    }
    case NodeType.TypeAlias:
      return [toSmallStatement(node, view)];
    default:
      return [{ kind: "expression", line, value: toExpression(node, view) }];
  }
};

const dotted = (module: ModuleNameNode): string => module.d.nameParts.map((part) => part.d.value).join(".");

const toImport = (node: ImportNode, view: SourceView): Statement => ({
  kind: "import",
  line: lineOf(view, node.start),
  names: node.d.list.map(({ d }): ImportedName => {
    const name = dotted(d.module);
    return d.alias === undefined ? { name } : { name, alias: d.alias.d.value };
  }),
});

const toImportFrom = (node: ImportFromNode, view: SourceView): Statement => {
  const { module, imports, isWildcardImport } = node.d;
  const names = imports.map(({ d }): ImportedName => {
    const name = d.name.d.value;
    return d.alias === undefined ? { name } : { name, alias: d.alias.d.value };
  });
  return {
    kind: "from",
    line: lineOf(view, node.start),
    module: dotted(module),
    level: module.d.leadingDots,
    names: isWildcardImport ? [{ name: "*" }] : names,
  };
};

/** `a = b = value` comes as an assignment whose value is an assignment; an annotation sits around the target. */
const toAssign = (node: AssignmentNode, view: SourceView): Statement => {
  let annotation: ExpressionNode | undefined;
  const targets: ExpressionNode[] = [];
  let value: ExpressionNode = node;
  while (value.nodeType === NodeType.Assignment) {
    const target: ExpressionNode = value.d.leftExpr;
    if (target.nodeType === NodeType.TypeAnnotation) annotation = target.d.annotation;
    targets.push(target.nodeType === NodeType.TypeAnnotation ? target.d.valueExpr : target);
    value = value.d.rightExpr;
  }
  targets.sort((a, b) => a.start - b.start);
  return {
    kind: "assign",
    line: lineOf(view, node.start),
    targets: targets.map((target) => toExpression(target, view)),
    value: toExpression(value, view),
    ...(annotation === undefined ? {} : { annotation: toExpression(annotation, view) }),
  };
};

const toSmallStatement = (node: ParseNode, view: SourceView): Statement => {
  const line = lineOf(view, node.start);
  switch (node.nodeType) {
    case NodeType.Assignment:
      return toAssign(node, view);
    case NodeType.TypeAnnotation:
      return { kind: "assign", line, targets: [toExpression(node.d.valueExpr, view)], annotation: toExpression(node.d.annotation, view) };
    case NodeType.TypeAlias:
      return { kind: "assign", line, targets: [toExpression(node.d.name, view)], value: toExpression(node.d.expr, view) };
    case NodeType.AugmentedAssignment: {
      const op = operatorText[node.d.operator] ?? "?";
      return { kind: "augment", line, target: toExpression(node.d.leftExpr, view), op, value: toExpression(node.d.rightExpr, view) };
    }
    case NodeType.Import:
      return toImport(node, view);
    case NodeType.ImportFrom:
      return toImportFrom(node, view);
    case NodeType.Pass:
      return { kind: "pass", line };
    case NodeType.Break:
      return { kind: "break", line };
    case NodeType.Continue:
      return { kind: "continue", line };
    case NodeType.Return:
      return node.d.expr === undefined ? { kind: "return", line } : { kind: "return", line, value: toExpression(node.d.expr, view) };
    case NodeType.Raise:
      return node.d.expr === undefined ? { kind: "raise", line } : { kind: "raise", line, value: toExpression(node.d.expr, view) };
    case NodeType.Del:
      return { kind: "delete", line, targets: node.d.targets.map((target) => toExpression(target, view)) };
    case NodeType.Assert:
      return { kind: "assert", line, test: toExpression(node.d.testExpr, view) };
    case NodeType.Global:
      return { kind: "global", line, names: node.d.targets.map((name) => name.d.value) };
    case NodeType.Nonlocal:
      return { kind: "nonlocal", line, names: node.d.targets.map((name) => name.d.value) };
    default: {
      if (isExpression(node)) return { kind: "expression", line, value: toExpression(node, view) };
      return { kind: "expression", line, value: { kind: "unsupported", line, text: "" } };
    }
  }
};

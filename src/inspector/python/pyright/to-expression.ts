/** The parser library's expression nodes to the tree's expressions. */
import type {
  ArgumentNode,
  BinaryOperationNode,
  ComprehensionNode,
  DictionaryNode,
  ExpressionNode,
  IndexNode,
  NumberNode,
  ParameterNode,
  ParseNode,
} from "@zzzen/pyright-internal/dist/parser/parseNodes.js";
import { isComparison, Keyword, NodeType, operatorText } from "./node-type.ts";
import { lineOf, type SourceView } from "./source-view.ts";
import { toString } from "./to-string.ts";
import type { Argument, Comprehension, Expression, Parameter } from "../tree.ts";

/** Source of a node that the tree has no kind for, at most 200 characters of it. */
const unsupported = (node: ParseNode, view: SourceView): Expression => {
  const from = node.start + view.shift;
  return { kind: "unsupported", line: lineOf(view, node.start), text: view.text.slice(from, from + Math.min(node.length, 200)) };
};

const toNumber = (node: NumberNode, view: SourceView): Expression => {
  const { value, isInteger, isImaginary } = node.d;
  if (isImaginary) return unsupported(node, view);
  const line = lineOf(view, node.start);
  if (typeof value === "bigint") return { kind: "bigint", line, value: value.toString() };
  if (isInteger && !Number.isSafeInteger(value)) return unsupported(node, view);
  return Number.isFinite(value) ? { kind: "number", line, value, isFloat: !isInteger } : unsupported(node, view);
};

/** `a < b < c` comes as `a < (b < c)` without parentheses and means `a < b and b < c`. */
const toBinary = (node: BinaryOperationNode, view: SourceView): Expression => {
  const line = lineOf(view, node.start);
  const op = operatorText[node.d.operator];
  if (op === undefined) return unsupported(node, view);
  const left = toExpression(node.d.leftExpr, view);
  const rest = node.d.rightExpr;
  if (isComparison(op) && rest.nodeType === NodeType.BinaryOperation && !rest.d.hasParens) {
    const next = operatorText[rest.d.operator];
    if (next !== undefined && isComparison(next)) {
      const first: Expression = { kind: "binary", line, op, left, right: toExpression(rest.d.leftExpr, view) };
      return { kind: "binary", line, op: "and", left: first, right: toBinary(rest, view) };
    }
  }
  return { kind: "binary", line, op, left, right: toExpression(rest, view) };
};

export const toArguments = (args: readonly ArgumentNode[], view: SourceView): Argument[] =>
  args.map(({ d }) => {
    const value = toExpression(d.valueExpr, view);
    if (d.argCategory === 1) return { star: 1, value };
    if (d.argCategory === 2) return { star: 2, value };
    return d.name === undefined ? { value } : { name: d.name.d.value, value };
  });

const toIndex = (node: IndexNode, view: SourceView): Expression => {
  const items = node.d.items.map(({ d }): Expression => {
    const value = toExpression(d.valueExpr, view);
    return d.argCategory === 1 ? { kind: "starred", line: value.line, value } : value;
  });
  const [only] = items;
  if (only !== undefined && items.length === 1 && !node.d.trailingComma && only.kind !== "starred") return only;
  return { kind: "tuple", line: lineOf(view, node.start), items };
};

type ComprehensionType = Extract<Expression, { kind: "comprehension" }>["type"];

const toComprehension = (node: ComprehensionNode, type: ComprehensionType, view: SourceView): Expression => {
  const clauses: (Comprehension & { readonly conditions: Expression[] })[] = [];
  for (const clause of node.d.forIfNodes) {
    if (clause.nodeType === NodeType.ComprehensionFor) {
      const { targetExpr, iterableExpr } = clause.d;
      clauses.push({ target: toExpression(targetExpr, view), iterable: toExpression(iterableExpr, view), conditions: [] });
    } else clauses.at(-1)?.conditions.push(toExpression(clause.d.testExpr, view));
  }
  const line = lineOf(view, node.start);
  const element = node.d.expr;
  if (element.nodeType === NodeType.DictionaryKeyEntry) {
    const key = toExpression(element.d.keyExpr, view);
    return { kind: "comprehension", line, type: "dict", key, value: toExpression(element.d.valueExpr, view), clauses };
  }
  if (element.nodeType === NodeType.DictionaryExpandEntry) return unsupported(node, view);
  return { kind: "comprehension", line, type, value: toExpressionOf(element, view), clauses };
};

/** A display whose only element is a comprehension is that comprehension. */
const toDisplay = (type: "list" | "set", items: readonly ExpressionNode[], line: number, view: SourceView): Expression => {
  const [only] = items;
  if (only?.nodeType === NodeType.Comprehension && items.length === 1 && !only.d.isGenerator) return toComprehension(only, type, view);
  return { kind: type, line, items: items.map((item) => toExpression(item, view)) };
};

const toDict = (node: DictionaryNode, view: SourceView): Expression => {
  const line = lineOf(view, node.start);
  const entries: { readonly key?: Expression; readonly value: Expression }[] = [];
  for (const item of node.d.items) {
    if (item.nodeType === NodeType.Comprehension) return toComprehension(item, "dict", view);
    if (item.nodeType === NodeType.DictionaryExpandEntry) entries.push({ value: toExpression(item.d.expr, view) });
    else entries.push({ key: toExpression(item.d.keyExpr, view), value: toExpression(item.d.valueExpr, view) });
  }
  return { kind: "dict", line, entries };
};

/** Parameters in order; those before a lone `/` are `positional`, those after `*` or `*args` are `keyword`. */
export const toParameters = (nodes: readonly ParameterNode[], view: SourceView): Parameter[] => {
  const parameters: Parameter[] = [];
  let isKeywordOnly = false;
  for (const { d } of nodes) {
    if (d.name === undefined) {
      if (d.category === 1) isKeywordOnly = true;
      else parameters.forEach((parameter, index) => (parameters[index] = { ...parameter, kind: "positional" }));
      continue;
    }
    const kind = d.category === 1 ? "args" : d.category === 2 ? "kwargs" : isKeywordOnly ? "keyword" : "normal";
    if (kind === "args") isKeywordOnly = true;
    const { annotation } = d;
    parameters.push({
      name: d.name.d.value,
      kind,
      ...(d.defaultValue === undefined ? {} : { default: toExpression(d.defaultValue, view) }),
      ...(annotation === undefined ? {} : { annotation: toExpression(annotation, view) }),
    });
  }
  return parameters;
};

const constant = (type: number, line: number): Expression => {
  if (type === Keyword.None) return { kind: "constant", line, value: null };
  if (type === Keyword.Debug) return { kind: "name", line, name: "__debug__" };
  return { kind: "constant", line, value: type === Keyword.True };
};

const unaryOperators = ["not", "-", "+", "~"] as const;

/** Any expression; never throws, and what the tree has no kind for is `unsupported`. */
export const toExpression = (node: ExpressionNode, view: SourceView): Expression => {
  const line = lineOf(view, node.start);
  switch (node.nodeType) {
    case NodeType.Name:
      return { kind: "name", line, name: node.d.value };
    case NodeType.StringList:
      return toString(node, view, line, toExpression);
    case NodeType.MemberAccess:
      return { kind: "attribute", line, value: toExpression(node.d.leftExpr, view), name: node.d.member.d.value };
    case NodeType.Call:
      return { kind: "call", line, callee: toExpression(node.d.leftExpr, view), args: toArguments(node.d.args, view) };
    case NodeType.Constant:
      return constant(node.d.constType, line);
    case NodeType.Number:
      return toNumber(node, view);
    case NodeType.Tuple:
      return { kind: "tuple", line, items: node.d.items.map((item) => toExpression(item, view)) };
    case NodeType.List:
      return toDisplay("list", node.d.items, line, view);
    case NodeType.Set:
      return toDisplay("set", node.d.items, line, view);
    case NodeType.Dictionary:
      return toDict(node, view);
    case NodeType.BinaryOperation:
      return toBinary(node, view);
    case NodeType.Index:
      return { kind: "subscript", line, value: toExpression(node.d.leftExpr, view), index: toIndex(node, view) };
    case NodeType.Comprehension:
      return toComprehension(node, "generator", view);
    case NodeType.Ellipsis:
      return { kind: "ellipsis", line };
    default:
      return toRareExpression(node, view, line);
  }
};

const toRareExpression = (node: ExpressionNode, view: SourceView, line: number): Expression => {
  switch (node.nodeType) {
    case NodeType.UnaryOperation: {
      const op = unaryOperators.find((name) => name === operatorText[node.d.operator]);
      return op === undefined ? unsupported(node, view) : { kind: "unary", line, op, value: toExpression(node.d.expr, view) };
    }
    case NodeType.Ternary: {
      const { testExpr, ifExpr, elseExpr } = node.d;
      const test = toExpression(testExpr, view);
      return { kind: "conditional", line, test, then: toExpression(ifExpr, view), otherwise: toExpression(elseExpr, view) };
    }
    case NodeType.Lambda:
      return { kind: "lambda", line, parameters: toParameters(node.d.params, view), body: toExpression(node.d.expr, view) };
    case NodeType.Unpack:
      return { kind: "starred", line, value: toExpression(node.d.expr, view) };
    case NodeType.AssignmentExpression:
      return { kind: "walrus", line, target: toExpression(node.d.name, view), value: toExpression(node.d.rightExpr, view) };
    case NodeType.Slice: {
      const { startValue, endValue, stepValue } = node.d;
      return {
        kind: "slice",
        line,
        ...(startValue === undefined ? {} : { start: toExpression(startValue, view) }),
        ...(endValue === undefined ? {} : { stop: toExpression(endValue, view) }),
        ...(stepValue === undefined ? {} : { step: toExpression(stepValue, view) }),
      };
    }
    case NodeType.Await:
      return { kind: "await", line, value: toExpression(node.d.expr, view) };
    case NodeType.Yield:
      return node.d.expr === undefined ? { kind: "yield", line } : { kind: "yield", line, value: toExpression(node.d.expr, view) };
    case NodeType.YieldFrom:
      return { kind: "yield", line, value: { kind: "starred", line, value: toExpression(node.d.expr, view) } };
    default:
      return unsupported(node, view);
  }
};

const toExpressionOf = (node: ParseNode, view: SourceView): Expression =>
  isExpression(node) ? toExpression(node, view) : unsupported(node, view);

const expressionTypes = new Set<number>([
  NodeType.Error,
  NodeType.UnaryOperation,
  NodeType.BinaryOperation,
  NodeType.Assignment,
  NodeType.TypeAnnotation,
  NodeType.AssignmentExpression,
  NodeType.AugmentedAssignment,
  NodeType.Await,
  NodeType.Ternary,
  NodeType.Unpack,
  NodeType.Tuple,
  NodeType.Call,
  NodeType.Comprehension,
  NodeType.Index,
  NodeType.Slice,
  NodeType.Yield,
  NodeType.YieldFrom,
  NodeType.MemberAccess,
  NodeType.Lambda,
  NodeType.Name,
  NodeType.Constant,
  NodeType.Ellipsis,
  NodeType.Number,
  NodeType.String,
  NodeType.FormatString,
  NodeType.StringList,
  NodeType.Dictionary,
  NodeType.List,
  NodeType.Set,
]);

/** Narrows a node that may stand where a statement or an element of a comprehension does. */
export const isExpression = (node: ParseNode): node is ExpressionNode => expressionTypes.has(node.nodeType);

/** Patterns of `match`: the kinds that can be decided from a known value; the rest is `other`. */
import type { PatternAtomNode } from "@zzzen/pyright-internal/dist/parser/parseNodes.js";
import { NodeType } from "./node-type.ts";
import type { SourceView } from "./source-view.ts";
import { toExpression } from "./to-expression.ts";
import type { Pattern } from "../tree.ts";

export const toPattern = (node: PatternAtomNode, view: SourceView): Pattern => {
  switch (node.nodeType) {
    case NodeType.PatternAs: {
      if (node.d.target !== undefined) return { kind: "other" };
      const [only, ...more] = node.d.orPatterns;
      if (only !== undefined && more.length === 0) return toPattern(only, view);
      return { kind: "or", patterns: node.d.orPatterns.map((pattern) => toPattern(pattern, view)) };
    }
    case NodeType.PatternLiteral:
    case NodeType.PatternValue:
      return { kind: "value", value: toExpression(node.d.expr, view) };
    case NodeType.PatternCapture:
      if (node.d.isStar) return { kind: "other" };
      return node.d.isWildcard ? { kind: "capture" } : { kind: "capture", name: node.d.target.d.value };
    default:
      return { kind: "other" };
  }
};

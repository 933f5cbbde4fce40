/**
 * Are two versions of a file the same to the evaluator? It sees the tree, the lines of its nodes as places to name, and of
 * functions and classes only the bodies that it asked for. So comments, docstrings, blank lines and bodies that nobody
 * looked into may differ; of such a class's body the names must be the same, for they are seen. Lines may differ as long as they keep their order: then every place has a new line of its own.
 */
import { lookInto, wasLookedInto } from "../evaluate/state/class-bodies.ts";
import { waitingNames } from "../evaluate/statements/defer-body.ts";
import { bodyOf, wasAskedFor } from "../python/parsed-bodies.ts";
import type { ClassTree, FunctionTree } from "../python/tree.ts";
import type { ModuleUse } from "./file-uses.ts";

/** Old line → new line, of everything that a fact can point at. */
export type LineMap = ReadonlyMap<number, number>;

/** Null when a scan may give something else for `after` than it gave for `before`. */
export const matchTrees = (before: ModuleUse, after: ModuleUse): LineMap | null => {
  const matching: Matching = { before, after, lines: new Map() };
  /** Facts about a whole file name its first line. */
  const isSame = sameLine(1, 1, matching) && same(before.tree, after.tree, matching);
  return isSame && keepsOrder(matching.lines) ? matching.lines : null;
};

interface Matching {
  readonly before: ModuleUse;
  readonly after: ModuleUse;
  readonly lines: Map<number, number>;
}

type Node = Readonly<Record<string, unknown>>;

const keepsOrder = (lines: LineMap): boolean => {
  let last = 0;
  for (const [, line] of [...lines].sort(([a], [b]) => a - b)) {
    if (line <= last) return false;
    last = line;
  }
  return true;
};

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null;
const isFunction = (node: unknown): node is FunctionTree => isNode(node) && node["kind"] === "function";
const isClass = (node: unknown): node is ClassTree => isNode(node) && node["kind"] === "class";
const isDocstring = (node: Node): boolean => node["kind"] === "expression" && isNode(node["value"]) && node["value"]["kind"] === "string";

const sameLine = (before: unknown, after: unknown, { lines }: Matching): boolean => {
  if (typeof before !== "number" || typeof after !== "number") return false;
  const known = lines.get(before);
  lines.set(before, after);
  return known === undefined || known === after;
};

const same = (before: unknown, after: unknown, matching: Matching): boolean => {
  if (Array.isArray(before))
    return Array.isArray(after) && before.length === after.length && before.every((item, index) => same(item, after[index], matching));
  if (!isNode(before) || !isNode(after)) return before === after;
  if (isDocstring(before) && isDocstring(after)) return sameLine(before["line"], after["line"], matching);
  if (isFunction(before) !== isFunction(after)) return false;
  if (isFunction(before) && isFunction(after) && wasAskedFor(before)) {
    if (!same(bodyOf(before, matching.before.text), bodyOf(after, matching.after.text), matching)) return false;
  }
  return sameKeys(before, after, matching);
};

/** Of neither body more is seen than the names that it binds, and those are the same. */
const isUnseen = (before: ClassTree, after: ClassTree, matching: Matching): boolean => {
  if (wasLookedInto(before)) {
    lookInto(after);
    return false;
  }
  const names = waitingNames(matching.before.tree, before);
  const others = waitingNames(matching.after.tree, after);
  return names !== null && others?.length === names.length && names.every((name, index) => name === others[index]);
};

const sameKeys = (before: Node, after: Node, matching: Matching): boolean => {
  const keys = Object.keys(before);
  if (keys.length !== Object.keys(after).length) return false;
  const isLazy = isFunction(before) || (isClass(before) && isClass(after) && isUnseen(before, after, matching));
  return keys.every((key) => {
    if (key === "line" || key === "decoratorLine") return sameLine(before[key], after[key], matching);
    return (isLazy && key === "body") || same(before[key], after[key], matching);
  });
};

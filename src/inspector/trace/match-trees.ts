/**
 * Are two versions of a file the same to the evaluator? It sees the tree, the lines of its nodes as places to name, and of
 * functions and classes only the bodies that it asked for. So comments, docstrings, blank lines and bodies that nobody
 * looked into may differ; of such a class's body the names must be the same, for they are seen. Lines may differ as long as they keep their order: then every place has a new line of its own.
 */
import { lookInto, wasLookedInto } from "../evaluate/state/class-bodies.ts";
import { waitingNames } from "../evaluate/statements/defer-body.ts";
import { bodyOf, wasAskedFor } from "../python/parsed-bodies.ts";
import type { ClassTree, FunctionTree, Statement } from "../python/tree.ts";
import type { ModuleUse } from "./file-uses.ts";

/** Old line → new line, of everything that a fact can point at. */
export type LineMap = ReadonlyMap<number, number>;

/** A class whose body has become another, while all else of its module stayed. */
export interface EditedClass {
  readonly before: ClassTree;
  readonly after: ClassTree;
  /** Statements of the new body that stand in the old as well, in the same order. */
  readonly kept: ReadonlyMap<Statement, Statement>;
}

/** Null when a scan may give something else for `after` than it gave for `before`. */
export const matchTrees = (before: ModuleUse, after: ModuleUse): LineMap | null => matchEdited(before, after, () => false, []);

/** The same with `edited` classes, those that `mayEdit` allows, taken out. */
export const matchEdited = (
  before: ModuleUse,
  after: ModuleUse,
  mayEdit: (tree: ClassTree) => boolean,
  edited: EditedClass[],
): Map<number, number> | null => {
  const matching: Matching = { before, after, mayEdit, edited, lines: new Map(), known: [], last: { before: 0, after: 0 } };
  /** Facts about a whole file name its first line. */
  const isSame = sameLine(1, 1, matching) && same(before.tree, after.tree, matching);
  return isSame && keepsOrder(matching.lines) ? matching.lines : null;
};

interface Matching {
  readonly before: ModuleUse;
  readonly after: ModuleUse;
  readonly mayEdit: (tree: ClassTree) => boolean;
  readonly edited: EditedClass[];
  readonly lines: Map<number, number>;
  /** The keys of `lines`, as they came. */
  readonly known: number[];
  /** The pair met last: nodes of one line follow one another. */
  last: { readonly before: number; readonly after: number };
}

type Node = Readonly<Record<string, unknown>>;

export const keepsOrder = (lines: LineMap): boolean => {
  let last = 0;
  for (const [, line] of [...lines].sort(([a], [b]) => a - b)) {
    if (line <= last) return false;
    last = line;
  }
  return true;
};

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null;
const isFunction = (node: unknown): node is FunctionTree => isNode(node) && node["kind"] === "function";
const isClass = (node: unknown): node is ClassTree & Node => isNode(node) && node["kind"] === "class";
const isDocstring = (node: Node): boolean => node["kind"] === "expression" && isNode(node["value"]) && node["value"]["kind"] === "string";

const sameLine = (before: unknown, after: unknown, matching: Matching): boolean => {
  if (before === matching.last.before && after === matching.last.after) return true;
  if (typeof before !== "number" || typeof after !== "number") return false;
  const known = matching.lines.get(before);
  if (known !== undefined) return known === after;
  matching.lines.set(before, after);
  matching.known.push(before);
  matching.last = { before, after };
  return true;
};

const sameItems = (before: readonly unknown[], after: readonly unknown[], matching: Matching): boolean => {
  if (before.length !== after.length) return false;
  for (let index = 0; index < before.length; index += 1) if (!same(before[index], after[index], matching)) return false;
  return true;
};

const same = (before: unknown, after: unknown, matching: Matching): boolean => {
  if (!isNode(before) || !isNode(after)) return before === after;
  if (Array.isArray(before)) return Array.isArray(after) && sameItems(before, after, matching);
  const { kind } = before;
  if (kind !== after["kind"]) return false;
  if (kind === "expression" && isDocstring(before) && isDocstring(after)) return sameLine(before["line"], after["line"], matching);
  if (kind === "function") return sameFunction(before, after, matching);
  if (kind === "class") return isClass(before) && isClass(after) && sameClass(before, after, matching);
  return sameKeys(before, after, matching, false);
};

const sameFunction = (before: Node, after: Node, matching: Matching): boolean => {
  if (!isFunction(before) || !isFunction(after)) return false;
  if (wasAskedFor(before) && !same(bodyOf(before, matching.before.text), bodyOf(after, matching.after.text), matching)) return false;
  return sameKeys(before, after, matching, true);
};

/** When they differ, nothing of it is written down. */
const sameOrNothing = (before: Statement, after: Statement, matching: Matching): boolean => {
  const { last } = matching;
  const { length } = matching.known;
  if (same(before, after, matching)) return true;
  for (const line of matching.known.splice(length)) matching.lines.delete(line);
  matching.last = last;
  return false;
};

const sameClass = (before: ClassTree & Node, after: ClassTree & Node, matching: Matching): boolean => {
  if (isUnseen(before, after, matching)) return sameKeys(before, after, matching, true);
  if (!matching.mayEdit(before)) return sameKeys(before, after, matching, false);
  if (!sameKeys(before, after, matching, true)) return false;
  const kept = new Map<Statement, Statement>();
  let from = 0;
  for (const statement of after.body) {
    const found = before.body.findIndex((one, at) => at >= from && isLike(one, statement) && sameOrNothing(one, statement, matching));
    const old = before.body[found];
    if (old === undefined) continue;
    kept.set(statement, old);
    from = found + 1;
  }
  if (kept.size < before.body.length || kept.size < after.body.length) matching.edited.push({ before, after, kept });
  return true;
};

/** Worth comparing: they bind the same name, if any. */
const isLike = (before: Statement, after: Statement): boolean => before.kind === after.kind && nameOf(before) === nameOf(after);

const nameOf = (statement: Statement): string | null => {
  if (statement.kind === "function" || statement.kind === "class") return statement.name;
  const target = statement.kind === "assign" ? statement.targets[0] : undefined;
  return target?.kind === "name" ? target.name : null;
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

const sameKeys = (before: Node, after: Node, matching: Matching, withoutBody: boolean): boolean => {
  let count = 0;
  for (const key in before) {
    count += 1;
    if (key === "line" || key === "decoratorLine") {
      if (!sameLine(before[key], after[key], matching)) return false;
    } else if (!(withoutBody && key === "body") && !same(before[key], after[key], matching)) return false;
  }
  return count === Object.keys(after).length;
};

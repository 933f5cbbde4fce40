/** Bodies of functions that somebody asked for, each parsed once. Of the others no scan of this process has seen anything. */
import { parseBody } from "./parse-body.ts";
import type { FunctionTree, Statement } from "./tree.ts";

const parsed = new WeakMap<FunctionTree, readonly Statement[]>();

/** `text` is the whole file that the tree was made from. */
export const bodyOf = (tree: FunctionTree, text: string): readonly Statement[] => {
  const known = parsed.get(tree);
  if (known !== undefined) return known;
  const body = parseBody(text, tree.body);
  parsed.set(tree, body);
  return body;
};

export const wasAskedFor = (tree: FunctionTree): boolean => parsed.has(tree);

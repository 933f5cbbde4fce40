/**
 * Classes whose body somebody looked into. Of the others no scan of this process has seen more than the names that the
 * body binds (`late-namespace.ts`), or not even that.
 */
import type { ClassValue } from "../value.ts";
import type { ClassTree } from "../../python/tree.ts";

const lookedInto = new WeakSet<ClassTree>();

/** To be called when a body is run, bound or read. */
export const lookInto = (tree: ClassTree): void => {
  lookedInto.add(tree);
};

/** To be called when all that is asked of a class has been read: its values stay, the code that made them goes. */
export const letGoOfBody = (value: ClassValue): void => {
  if (value.tree !== undefined) value.tree = { ...value.tree, body: [] };
};

export const wasLookedInto = (tree: ClassTree): boolean => lookedInto.has(tree);

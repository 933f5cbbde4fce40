/**
 * Classes whose body somebody looked into. Of the others no scan of this process has seen more than the names that the
 * body binds (`late-namespace.ts`), or not even that.
 */
import type { ClassTree } from "../../python/tree.ts";

const lookedInto = new WeakSet<ClassTree>();

/** To be called when a body is run, bound or read. */
export const lookInto = (tree: ClassTree): void => {
  lookedInto.add(tree);
};

export const wasLookedInto = (tree: ClassTree): boolean => lookedInto.has(tree);

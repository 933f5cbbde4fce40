/** The tree that a module is being evaluated from: what its code binds, and how often, is asked of it. */
import type { ModuleTree } from "../../python/tree.ts";
import type { ModuleValue } from "../value.ts";

const trees = new WeakMap<ModuleValue, ModuleTree>();

/** To be called for each module before it is evaluated. */
export const rememberTree = (module: ModuleValue, tree: ModuleTree): void => {
  trees.set(module, tree);
};

/** To be called once it is evaluated: then nothing is asked of it any more. */
export const forgetTree = (module: ModuleValue): void => {
  trees.delete(module);
};

export const treeOf = (module: ModuleValue): ModuleTree | undefined => trees.get(module);

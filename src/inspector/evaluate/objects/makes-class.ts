import type { Scope } from "../machine.ts";

/** Does this run inside a `__new__`? Of a class that a metaclass makes nothing is there yet but what bodies say. */
export const makesClass = (scope: Scope | undefined): boolean => {
  for (let at = scope; at !== undefined; at = at.parent) if (at.qualname.endsWith("__new__.<locals>")) return true;
  return false;
};

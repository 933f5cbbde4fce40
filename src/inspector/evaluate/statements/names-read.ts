/** The names that statements read, at any depth but inside function bodies, which are read on demand. */
import type { Statement } from "../../python/tree.ts";

const collect = (node: unknown, into: Set<string>): void => {
  if (Array.isArray(node)) for (const item of node) collect(item, into);
  else if (typeof node === "object" && node !== null) {
    if ("kind" in node && node.kind === "name" && "name" in node && typeof node.name === "string") into.add(node.name);
    for (const inner of Object.values(node)) if (typeof inner === "object") collect(inner, into);
  }
};

export const namesReadBy = (statements: readonly Statement[]): ReadonlySet<string> => {
  const names = new Set<string>();
  collect(statements, names);
  return names;
};

import type { SchemaEdge } from "./schema-edge.ts";

/** The edges of a shortest way between two models, whichever way relations point; null when there is none. */
export const findPath = (edges: readonly SchemaEdge[], from: string, to: string): readonly SchemaEdge[] | null => {
  const beside = new Map<string, SchemaEdge[]>();
  const add = (label: string, edge: SchemaEdge): void => {
    const known = beside.get(label);
    if (known === undefined) beside.set(label, [edge]);
    else known.push(edge);
  };
  for (const edge of edges) {
    add(edge.source, edge);
    if (edge.source !== edge.target) add(edge.target, edge);
  }
  const cameBy = new Map<string, SchemaEdge | null>([[from, null]]);
  let rim = [from];
  while (rim.length > 0 && !cameBy.has(to)) {
    const next: string[] = [];
    for (const label of rim) {
      for (const edge of beside.get(label) ?? []) {
        const other = edge.source === label ? edge.target : edge.source;
        if (cameBy.has(other)) continue;
        cameBy.set(other, edge);
        next.push(other);
      }
    }
    rim = next;
  }
  if (!cameBy.has(to)) return null;
  const path: SchemaEdge[] = [];
  for (let label = to; label !== from;) {
    const edge = cameBy.get(label);
    if (edge === undefined || edge === null) return null;
    path.unshift(edge);
    label = edge.source === label ? edge.target : edge.source;
  }
  return path;
};

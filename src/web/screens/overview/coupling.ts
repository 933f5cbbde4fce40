/**
 * How apps hang together: relations between models, counted between their apps. `source` depends on `target`.
 * Relations inside one app are counted apart, since they couple nothing.
 */
import type { SchemaConnection, SchemaNode } from "../../../contract/shapes/status.ts";

export interface AppLink {
  readonly source: string;
  readonly target: string;
  readonly count: number;
}

export interface Coupling {
  readonly links: readonly AppLink[];
  /** App label → relations that stay within it. */
  readonly within: ReadonlyMap<string, number>;
}

export const toCoupling = (nodes: readonly SchemaNode[], connections: readonly SchemaConnection[]): Coupling => {
  const appOf = new Map(nodes.map(({ name, app }) => [name, app]));
  const within = new Map<string, number>();
  const links = new Map<string, AppLink>();
  for (const connection of connections) {
    const source = appOf.get(connection.source);
    const target = appOf.get(connection.target);
    if (source === undefined || target === undefined) continue;
    if (source === target) {
      within.set(source, (within.get(source) ?? 0) + 1);
      continue;
    }
    const key = `${source} ${target}`;
    links.set(key, { source, target, count: (links.get(key)?.count ?? 0) + 1 });
  }
  return { links: [...links.values()].sort((a, b) => b.count - a.count), within };
};

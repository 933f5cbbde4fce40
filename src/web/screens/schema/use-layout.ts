import { useEffect, useState } from "react";
import { layOut, type Position } from "./lay-out.ts";
import type { Graph } from "./to-graph.ts";

interface Layout {
  readonly graph: Graph;
  readonly positions: ReadonlyMap<string, Position>;
}

/** The last graph that has been placed, with its positions: the old drawing stays until the new one is ready. */
export const useLayout = (graph: Graph): { readonly layout: Layout | null; readonly error: Error | null } => {
  const [layout, setLayout] = useState<Layout | null>(null);
  const [error, setError] = useState<Error | null>(null);
  useEffect(() => {
    let current = true;
    layOut(graph).then(
      (positions) => (current ? setLayout({ graph, positions }) : undefined),
      (cause: unknown) => (current ? setError(cause instanceof Error ? cause : new Error(String(cause))) : undefined),
    );
    return () => {
      current = false;
    };
  }, [graph]);
  return { layout, error };
};

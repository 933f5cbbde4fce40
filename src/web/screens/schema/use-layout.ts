import { useEffect, useState } from "react";
import { keepPlaces, keptPlaces } from "./keep-places.ts";
import { layOut, type Arrangement, type Placed } from "./lay-out.ts";
import type { Graph } from "./to-graph.ts";

export interface Layout {
  readonly graph: Graph;
  readonly placed: Placed;
}

/** The last graph that has been placed, with its places: the old drawing stays until the new one is ready. */
export const useLayout = (
  graph: Graph,
  arrangement: Arrangement,
  focus: string | undefined,
  placesKey: string,
): { readonly layout: Layout | null; readonly error: Error | null } => {
  const [layout, setLayout] = useState<Layout | null>(null);
  const [error, setError] = useState<Error | null>(null);
  useEffect(() => {
    let current = true;
    const place = async (): Promise<void> => {
      try {
        const kept = keptPlaces(placesKey, graph, arrangement === "areas");
        const placed = kept ?? keepPlaces(placesKey, graph, await layOut(graph, arrangement, focus));
        if (current) setLayout({ graph, placed });
      } catch (cause) {
        if (current) setError(cause instanceof Error ? cause : new Error(String(cause)));
      }
    };
    void place();
    return () => {
      current = false;
    };
  }, [graph, arrangement, focus, placesKey]);
  return { layout, error };
};

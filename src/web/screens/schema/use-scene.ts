/**
 * What of a placed graph is given to the drawing library, and what is drawn as a few paths. A small graph is given whole.
 * Of a large one only the apps in sight are: near, their boxes and the lines between them; from afar, their boxes; from
 * very far, nothing but the grounds of the apps. All that is not given is drawn below it: a box has its place and colour
 * until it can be read.
 */
import type { Edge } from "@xyflow/react";
import { useMemo } from "react";
import type { Distance } from "./distance.ts";
import type { FarParts } from "./far-view.tsx";
import { lightUp, toFlowEdges, toFlowNodes, type FlowNode } from "./to-flow.ts";
import type { Layout } from "./use-layout.ts";

/** More boxes and lines than this, all at once in the document, would be felt in every frame. */
const manyThings = 400;

export interface View {
  readonly distance: Distance;
  /** Apps of which a part is in sight. */
  readonly apps: readonly string[];
}

export interface Scene {
  readonly nodes: FlowNode[];
  readonly edges: Edge[];
  /** What is drawn as a few paths; null where nothing is. */
  readonly far: FarParts | null;
}

interface Wanted {
  readonly slug: string;
  readonly focus: string | undefined;
  readonly view: View;
  /** The box that is pointed at. */
  readonly lit: string | null;
}

const empty: Layout = { graph: { boxes: [], lines: [] }, placed: { boxes: new Map(), areas: new Map() } };

export const useScene = (layout: Layout | null, { slug, focus, view: { distance, apps }, lit }: Wanted): Scene => {
  const { graph, placed } = layout ?? empty;
  const isLarge = graph.boxes.length + graph.lines.length > manyThings;
  const all = useMemo(() => toFlowNodes({ slug, graph, placed, focus }), [slug, graph, placed, focus]);
  const lines = useMemo(() => toFlowEdges(graph.lines), [graph]);
  const appOf = useMemo(() => new Map(graph.boxes.map(({ id, app }) => [id, app])), [graph]);
  const isInSight = useMemo(() => {
    const seen = new Set(apps);
    return (box: string): boolean => placed.areas.size === 0 || seen.has(appOf.get(box) ?? "");
  }, [apps, placed, appOf]);
  const nodes = useMemo(
    () => (isLarge ? all.filter(({ type, id }) => type === "area" || (distance !== "very" && isInSight(id))) : all),
    [all, isLarge, distance, isInSight],
  );
  const near = useMemo(() => {
    if (!isLarge) return lines;
    return distance === "near" ? lines.filter(({ plain }) => isInSight(plain.source) && isInSight(plain.target)) : [];
  }, [lines, isLarge, distance, isInSight]);
  const edges = useMemo(() => {
    if (!isLarge || distance === "near") return lightUp(near, lit);
    return lightUp(
      lines.filter(({ plain }) => plain.source === lit || plain.target === lit),
      lit,
    );
  }, [near, lines, lit, isLarge, distance]);
  const far = useMemo(() => {
    if (!isLarge) return null;
    const given = new Set([...near.map(({ plain }) => plain.id), ...nodes.map(({ id }) => id)]);
    const isLeft = ({ id }: { readonly id: string }): boolean => !given.has(id);
    return { lines: graph.lines.filter(isLeft), boxes: graph.boxes.filter(isLeft) };
  }, [graph, near, nodes, isLarge]);
  return { nodes, edges, far };
};

/**
 * Places boxes, off the main thread: ELK runs in its own worker. Small graphs are layered as a whole; large ones app by
 * app, the apps packed beside each other, which takes a second where the whole would take many (toolchain figures in
 * docs/decisions). Same graph, same positions.
 */
import elk, { type ELK, type ElkNode } from "elkjs/lib/elk-api.js";
import workerAddress from "elkjs/lib/elk-worker.min.js?url";
import type { Graph } from "./to-graph.ts";

export interface Position {
  readonly x: number;
  readonly y: number;
}

const wholeUpTo = 70;

const layered = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.spacing.nodeNode": "28",
  "elk.layered.spacing.nodeNodeBetweenLayers": "96",
  "elk.spacing.componentComponent": "56",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
  "elk.aspectRatio": "1.7",
};

const quick = {
  "elk.layered.thoroughness": "1",
  "elk.layered.nodePlacement.strategy": "SIMPLE",
  "elk.layered.crossingMinimization.greedySwitch.type": "OFF",
};

const toWhole = ({ boxes, lines }: Graph): ElkNode => ({
  id: "root",
  layoutOptions: layered,
  children: boxes.map(({ id, width, height }) => ({ id, width, height })),
  edges: lines
    .filter(({ source, target }) => source !== target)
    .map(({ id, source, target }) => ({ id, sources: [target], targets: [source] })),
});

const toPacked = ({ boxes, lines }: Graph): ElkNode => {
  const appOf = new Map(boxes.map(({ id, app }) => [id, app]));
  return {
    id: "root",
    layoutOptions: { "elk.algorithm": "rectpacking", "elk.spacing.nodeNode": "90", "elk.aspectRatio": "1.7" },
    children: [...new Set(boxes.map(({ app }) => app))].map((app) => ({
      id: `app:${app}`,
      layoutOptions: { ...layered, ...quick },
      children: boxes.filter((box) => box.app === app).map(({ id, width, height }) => ({ id, width, height })),
      edges: lines
        .filter(({ source, target }) => source !== target && appOf.get(source) === app && appOf.get(target) === app)
        .map(({ id, source, target }) => ({ id, sources: [target], targets: [source] })),
    })),
  };
};

const collect = (node: ElkNode, from: Position, positions: Map<string, Position>): Map<string, Position> => {
  for (const child of node.children ?? []) {
    const at = { x: from.x + (child.x ?? 0), y: from.y + (child.y ?? 0) };
    if (child.children === undefined) positions.set(child.id, at);
    else collect(child, at, positions);
  }
  return positions;
};

let engine: ELK | undefined;

export const layOut = async (graph: Graph): Promise<ReadonlyMap<string, Position>> => {
  if (graph.boxes.length === 0) return new Map();
  engine ??= new elk.default({ workerFactory: () => new Worker(workerAddress) });
  const placed = await engine.layout(graph.boxes.length <= wholeUpTo ? toWhole(graph) : toPacked(graph));
  return collect(placed, { x: 0, y: 0 }, new Map());
};

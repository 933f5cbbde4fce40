/**
 * Places boxes, off the main thread: ELK runs in its own worker. Several steps around one model are layered as a whole; otherwise each app
 * is laid out by itself and the apps are packed beside each other, which stays readable and takes a second at 1,000 models
 * where the whole would take many (figures in docs/decisions). Same graph, same positions.
 */
import elk, { type ELK, type ElkNode } from "elkjs/lib/elk-api.js";
import workerAddress from "elkjs/lib/elk-worker.min.js?url";
import type { Graph } from "./to-graph.ts";

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Placed {
  readonly boxes: ReadonlyMap<string, Place>;
  /** The ground of each app; empty when boxes do not stand by app. */
  readonly areas: ReadonlyMap<string, Place>;
}

/** `star`: one model in the middle, what points at it to the left, what it points at to the right. */
export type Arrangement = "layers" | "areas" | "star";

const layered = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.spacing.nodeNode": "24",
  "elk.layered.spacing.nodeNodeBetweenLayers": "72",
  "elk.spacing.componentComponent": "32",
  "elk.aspectRatio": "1.6",
};

const quick = {
  "elk.layered.thoroughness": "1",
  "elk.layered.nodePlacement.strategy": "SIMPLE",
  "elk.layered.crossingMinimization.greedySwitch.type": "OFF",
};

/** A hub with forty dependents would be one tower: no layer gets higher than this many boxes. */
const boundLayers = (count: number): Record<string, string> =>
  count < 10
    ? {}
    : {
        "elk.layered.layering.strategy": "COFFMAN_GRAHAM",
        "elk.layered.layering.coffmanGraham.layerBound": String(Math.max(4, Math.ceil(Math.sqrt(count) * 1.1))),
      };

const toEdge = ({ id, source, target }: Graph["lines"][number]) => ({ id, sources: [source], targets: [target] });
const toNode = ({ id, width, height }: Graph["boxes"][number]): ElkNode => ({ id, width, height });

const toLayers = ({ boxes, lines }: Graph): ElkNode => ({
  id: "root",
  layoutOptions: { ...layered, ...boundLayers(boxes.length) },
  children: boxes.map(toNode),
  edges: lines.filter(({ source, target }) => source !== target).map(toEdge),
});

const toAreas = ({ boxes, lines }: Graph): ElkNode => {
  const appOf = new Map(boxes.map(({ id, app }) => [id, app]));
  return {
    id: "root",
    layoutOptions: { "elk.algorithm": "rectpacking", "elk.spacing.nodeNode": "72", "elk.aspectRatio": "1.6" },
    children: [...new Set(boxes.map(({ app }) => app))].map((app) => ({
      id: `app:${app}`,
      layoutOptions: {
        ...layered,
        ...boundLayers(boxes.filter((box) => box.app === app).length),
        ...(boxes.length > 200 ? quick : {}),
        "elk.padding": "[top=24,left=24,bottom=24,right=24]",
      },
      children: boxes.filter((box) => box.app === app).map(toNode),
      edges: lines.filter(({ source, target }) => source !== target && appOf.get(source) === app && appOf.get(target) === app).map(toEdge),
    })),
  };
};

const toPlace = (node: ElkNode, left: number, top: number): Place => ({
  x: left + (node.x ?? 0),
  y: top + (node.y ?? 0),
  width: node.width ?? 0,
  height: node.height ?? 0,
});

const gap = 24;
const gulf = 140;

/** Stacks boxes into columns, from `edge` towards `direction`; returns where they lie, centred on 0. */
const toColumns = (boxes: readonly Graph["boxes"][number][], edge: number, direction: 1 | -1): readonly (readonly [string, Place])[] => {
  const total = boxes.reduce((sum, box) => sum + box.height + gap, 0);
  const columnHeight = Math.max(560, Math.sqrt(total * 190));
  const columns: Graph["boxes"][number][][] = [];
  let filled = Number.POSITIVE_INFINITY;
  for (const box of boxes) {
    if (filled + box.height > columnHeight) {
      columns.push([]);
      filled = 0;
    }
    columns.at(-1)?.push(box);
    filled += box.height + gap;
  }
  return columns.flatMap((column, index) => {
    const height = column.reduce((sum, box) => sum + box.height + gap, -gap);
    let y = -height / 2;
    return column.map((box) => {
      const step = index * (box.width + 48);
      const x = direction === 1 ? edge + step : edge - box.width - step;
      const place: Place = { x, y, width: box.width, height: box.height };
      y += box.height + gap;
      return [box.id, place] as const;
    });
  });
};

const toStar = ({ boxes, lines }: Graph, focus: string): Placed => {
  const middle = boxes.find(({ id }) => id === focus);
  if (middle === undefined) return { boxes: new Map(), areas: new Map() };
  const needed = new Set(lines.filter(({ source }) => source === focus).map(({ target }) => target));
  const others = boxes.filter(({ id }) => id !== focus).sort((a, b) => a.app.localeCompare(b.app) || a.id.localeCompare(b.id));
  const at: Place = { x: 0, y: -middle.height / 2, width: middle.width, height: middle.height };
  const left = toColumns(
    others.filter(({ id }) => !needed.has(id)),
    -gulf,
    -1,
  );
  const right = toColumns(
    others.filter(({ id }) => needed.has(id)),
    middle.width + gulf,
    1,
  );
  return { boxes: new Map([[focus, at], ...left, ...right]), areas: new Map() };
};

let engine: ELK | undefined;

export const layOut = async (graph: Graph, arrangement: Arrangement, focus: string | undefined): Promise<Placed> => {
  if (arrangement === "star" && focus !== undefined) return toStar(graph, focus);
  const boxes = new Map<string, Place>();
  const areas = new Map<string, Place>();
  if (graph.boxes.length === 0) return { boxes, areas };
  engine ??= new elk.default({ workerFactory: () => new Worker(workerAddress) });
  const root = await engine.layout(arrangement === "layers" ? toLayers(graph) : toAreas(graph));
  for (const child of root.children ?? []) {
    const place = toPlace(child, 0, 0);
    if (child.children === undefined) boxes.set(child.id, place);
    else areas.set(child.id.replace(/^app:/, ""), place);
    for (const inner of child.children ?? []) boxes.set(inner.id, toPlace(inner, place.x, place.y));
  }
  return { boxes, areas };
};

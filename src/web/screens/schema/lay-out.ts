/**
 * Places boxes, off the main thread: ELK runs in its own worker. Several steps around one model are layered as a whole;
 * otherwise each app is laid out by itself and the apps are packed beside each other, which stays readable and takes a
 * second at 1,000 models where the whole would take many (figures in docs/decisions). ELK says who stands in which
 * column and in what order; the columns are then closed up, since lines are drawn over the gaps that ELK keeps for them.
 * Same graph, same positions.
 */
import elk, { type ELK, type ElkNode } from "elkjs/lib/elk-api.js";
import workerAddress from "elkjs/lib/elk-worker.min.js?url";
import { closeUp, columnGap, rowGap, type Place } from "./close-up.ts";
import type { Graph } from "./to-graph.ts";

export interface Placed {
  readonly boxes: ReadonlyMap<string, Place>;
  /** The ground of each app; empty when boxes do not stand by app. */
  readonly areas: ReadonlyMap<string, Place>;
}

/** `star`: one model in the middle, what points at it to the left, what it points at to the right. */
export type Arrangement = "layers" | "areas" | "star";

const aspect = 1.6;
const areaGap = 56;
const padding = 20;

const layered = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.separateConnectedComponents": "false",
};

const quick = {
  "elk.layered.thoroughness": "1",
  "elk.layered.nodePlacement.strategy": "SIMPLE",
  "elk.layered.crossingMinimization.greedySwitch.type": "OFF",
};

/** A hub with forty dependents would be one tower: columns get about as high as the whole is wide. */
const boundLayers = (boxes: Graph["boxes"]): Record<string, string> => {
  const [first] = boxes;
  if (first === undefined || boxes.length < 5) return {};
  const meanHeight = boxes.reduce((sum, { height }) => sum + height, 0) / boxes.length;
  const rows = Math.sqrt((boxes.length * (first.width + columnGap)) / (meanHeight + rowGap) / aspect);
  return {
    "elk.layered.layering.strategy": "COFFMAN_GRAHAM",
    "elk.layered.layering.coffmanGraham.layerBound": String(Math.max(2, Math.ceil(rows))),
  };
};

const toEdge = ({ id, source, target }: Graph["lines"][number]) => ({ id, sources: [source], targets: [target] });
const toNode = ({ id, width, height }: Graph["boxes"][number]): ElkNode => ({ id, width, height });

const toLayers = (boxes: Graph["boxes"], lines: Graph["lines"], isLarge: boolean): ElkNode => ({
  id: "root",
  layoutOptions: { ...layered, ...boundLayers(boxes), ...(isLarge ? quick : {}) },
  children: boxes.map(toNode),
  edges: lines.map(toEdge),
});

const area = (width: number, height: number, id: string): ElkNode => ({ id, width, height });

const toPacking = (areas: readonly ElkNode[]): ElkNode => ({
  id: "root",
  layoutOptions: { "elk.algorithm": "rectpacking", "elk.spacing.nodeNode": String(areaGap), "elk.aspectRatio": String(aspect) },
  children: [...areas],
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

const run = (root: ElkNode): Promise<ElkNode> => {
  engine ??= new elk.default({ workerFactory: () => new Worker(workerAddress) });
  return engine.layout(root);
};

const toAreas = async ({ boxes, lines }: Graph): Promise<Placed> => {
  const byApp = new Map<string, Graph["boxes"][number][]>();
  for (const box of boxes) byApp.set(box.app, [...(byApp.get(box.app) ?? []), box]);
  const appOf = new Map(boxes.map(({ id, app }) => [id, app]));
  const inner = await Promise.all(
    [...byApp].map(async ([app, own]) => {
      const within = lines.filter(({ source, target }) => source !== target && appOf.get(source) === app && appOf.get(target) === app);
      return [app, closeUp(await run(toLayers(own, within, boxes.length > 200)), aspect)] as const;
    }),
  );
  const grounds = inner.map(([app, { width, height }]) => area(width + 2 * padding, height + 2 * padding, app));
  const packed = new Map((await run(toPacking(grounds))).children?.map((node) => [node.id, node]));
  const places = new Map<string, Place>();
  const areas = new Map<string, Place>();
  for (const [app, { boxes: own }] of inner) {
    const { x = 0, y = 0, width = 0, height = 0 } = packed.get(app) ?? {};
    areas.set(app, { x, y, width, height });
    for (const [id, place] of own) places.set(id, { ...place, x: place.x + x + padding, y: place.y + y + padding });
  }
  return { boxes: places, areas };
};

export const layOut = async (graph: Graph, arrangement: Arrangement, focus: string | undefined): Promise<Placed> => {
  if (arrangement === "star" && focus !== undefined) return toStar(graph, focus);
  if (graph.boxes.length === 0) return { boxes: new Map(), areas: new Map() };
  if (arrangement === "areas") return toAreas(graph);
  const lines = graph.lines.filter(({ source, target }) => source !== target);
  return { boxes: closeUp(await run(toLayers(graph.boxes, lines, graph.boxes.length > 200)), aspect).boxes, areas: new Map() };
};

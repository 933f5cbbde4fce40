/**
 * Stable positions: a model stays where it was over rescans, so that a drawing one knows stays the drawing one knows.
 * Places are kept apart from the facts, in the browser, by model. What is new stands in a column at the right until
 * somebody tidies up; where boxes have grown into each other everything is placed anew.
 */
import type { Place } from "./close-up.ts";
import type { Placed } from "./lay-out.ts";
import type { Graph } from "./to-graph.ts";

type Kept = Readonly<Record<string, readonly [x: number, y: number]>>;

const prefix = "djdesk-places ";
const newGap = 80;
const rowGap = 18;
const padding = 20;

const read = (key: string): Kept | null => {
  try {
    const text = localStorage.getItem(prefix + key);
    const kept: unknown = text === null ? null : JSON.parse(text);
    return isKept(kept) ? kept : null;
  } catch {
    return null;
  }
};

const isKept = (value: unknown): value is Kept =>
  typeof value === "object" &&
  value !== null &&
  Object.values(value).every((place) => Array.isArray(place) && place.length === 2 && place.every(Number.isFinite));

const write = (key: string, boxes: ReadonlyMap<string, Place>): void => {
  try {
    const kept = Object.fromEntries([...boxes].map(([id, { x, y }]) => [id, [Math.round(x), Math.round(y)]]));
    localStorage.setItem(prefix + key, JSON.stringify(kept));
  } catch {
    // Without storage the drawing is laid out each time.
  }
};

export const forgetPlaces = (key: string): void => {
  try {
    localStorage.removeItem(prefix + key);
  } catch {
    // Nothing was kept.
  }
};

const overlap = (a: Place, b: Place): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const anyOverlap = (places: readonly Place[]): boolean => {
  const sorted = [...places].sort((a, b) => a.x - b.x);
  return sorted.some((place, index) => {
    for (let next = index + 1; next < sorted.length; next += 1) {
      const other = sorted[next];
      if (other === undefined || other.x >= place.x + place.width) return false;
      if (overlap(place, other)) return true;
    }
    return false;
  });
};

/** The ground of each app, around its boxes. */
const toAreas = (graph: Graph, boxes: ReadonlyMap<string, Place>): ReadonlyMap<string, Place> => {
  const areas = new Map<string, Place>();
  for (const { id, app } of graph.boxes) {
    const place = boxes.get(id);
    if (place === undefined) continue;
    const before = areas.get(app);
    const left = Math.min(before?.x ?? Number.POSITIVE_INFINITY, place.x - padding);
    const top = Math.min(before?.y ?? Number.POSITIVE_INFINITY, place.y - padding);
    const right = Math.max(before === undefined ? 0 : before.x + before.width, place.x + place.width + padding);
    const bottom = Math.max(before === undefined ? 0 : before.y + before.height, place.y + place.height + padding);
    areas.set(app, { x: left, y: top, width: right - left, height: bottom - top });
  }
  return areas;
};

/** All the places that are kept under `key`, when a graph has none besides: then nothing has to be laid out. */
export const keptPlaces = (key: string, graph: Graph, hasAreas: boolean): Placed | null => {
  const kept = read(key);
  if (kept === null || graph.boxes.length === 0) return null;
  const boxes = new Map<string, Place>();
  for (const { id, width, height } of graph.boxes) {
    const place = kept[id];
    if (place === undefined) return null;
    boxes.set(id, { x: place[0], y: place[1], width, height });
  }
  return anyOverlap([...boxes.values()]) ? null : { boxes, areas: hasAreas ? toAreas(graph, boxes) : new Map() };
};

/** The places that are kept under `key` for the boxes of a graph, else those of `fresh`; what comes out is kept. */
export const keepPlaces = (key: string, graph: Graph, fresh: Placed): Placed => {
  const kept = read(key);
  const old = new Map<string, Place>();
  for (const { id, width, height } of graph.boxes) {
    const place = kept?.[id];
    if (place !== undefined) old.set(id, { x: place[0], y: place[1], width, height });
  }
  if (old.size * 2 < graph.boxes.length || anyOverlap([...old.values()])) {
    write(key, fresh.boxes);
    return fresh;
  }
  const right = Math.max(...[...old.values()].map(({ x, width }) => x + width)) + newGap;
  let y = Math.min(...[...old.values()].map((place) => place.y));
  const boxes = new Map(old);
  for (const { id, width, height } of graph.boxes) {
    if (boxes.has(id)) continue;
    boxes.set(id, { x: right, y, width, height });
    y += height + rowGap;
  }
  write(key, boxes);
  const stayed = { ...graph, boxes: graph.boxes.filter(({ id }) => old.has(id)) };
  return { boxes, areas: fresh.areas.size === 0 ? fresh.areas : toAreas(stayed, boxes) };
};

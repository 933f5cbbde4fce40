/** What a reader sees of a drawing: from how far, and which apps. What cannot be read or is not in sight is not drawn. */
import type { ReactFlowState } from "@xyflow/react";
import type { Placed } from "./lay-out.ts";

export type Distance = "near" | "far" | "very";

/** Below this zoom a row of text is thinner than a hair. */
const readableZoom = 0.42;

/** Below this one not even names can be read: apps are named instead. */
const nameableZoom = 0.3;

export const toDistance = (zoom: number): Distance => (zoom < nameableZoom ? "very" : zoom < readableZoom ? "far" : "near");

type View = Pick<ReactFlowState, "transform" | "width" | "height">;

/** Names of the apps of which a part is in sight, or nearly: sorted, so that the same apps are the same list. */
export const appsInSight = ({ areas }: Placed, { transform: [x, y, zoom], width, height }: View): readonly string[] => {
  const margin = 0.25;
  const left = (-x - width * margin) / zoom;
  const right = (-x + width * (1 + margin)) / zoom;
  const top = (-y - height * margin) / zoom;
  const bottom = (-y + height * (1 + margin)) / zoom;
  return [...areas]
    .filter(([, area]) => area.x < right && area.x + area.width > left && area.y < bottom && area.y + area.height > top)
    .map(([app]) => app)
    .sort();
};

import { getBezierPath, Position, ViewportPortal } from "@xyflow/react";
import { useMemo } from "react";
import { appTint } from "../../pieces/app-colour.ts";
import type { Place } from "./close-up.ts";
import type { Placed } from "./lay-out.ts";
import { headHeight, type Graph } from "./to-graph.ts";

/** Where a line meets a box that is too far away to see its rows. */
const meets = ({ y, height }: Place): number => y + Math.min(height, headHeight) / 2;

const toLine = (from: Place, to: Place): string => {
  const [path] = getBezierPath({
    sourceX: from.x + from.width,
    sourceY: meets(from),
    sourcePosition: Position.Right,
    targetX: to.x,
    targetY: meets(to),
    targetPosition: Position.Left,
  });
  return path;
};

const toRectangle = ({ x, y, width, height }: Place): string => `M${x},${y}h${width}v${height}h${-width}z`;

/** The parts of each group as one path. */
const joined = <T,>(
  items: Iterable<T>,
  group: (item: T) => string,
  toPart: (item: T) => string,
): readonly (readonly [string, string])[] => {
  const parts = new Map<string, string[]>();
  for (const item of items) {
    const known = parts.get(group(item));
    if (known === undefined) parts.set(group(item), [toPart(item)]);
    else known.push(toPart(item));
  }
  return [...parts].map(([name, all]) => [name, all.join("")]);
};

/** What is drawn from afar. */
export type FarParts = Graph;

interface Props {
  readonly parts: FarParts;
  readonly placed: Placed;
}

/**
 * Thousands of lines and boxes as a few paths: from afar nobody sees where a line begins, reads a name, or points at one
 * of them, and each by itself would be felt in every frame.
 */
export const FarView = ({ parts, placed }: Props) => {
  const lines = useMemo(() => {
    const ends = parts.lines.flatMap(({ source, target, kind }) => {
      const from = placed.boxes.get(source);
      const to = placed.boxes.get(target);
      return from === undefined || to === undefined || source === target ? [] : [{ kind, from, to }];
    });
    return joined(
      ends,
      ({ kind }) => kind,
      ({ from, to }) => toLine(from, to),
    );
  }, [parts, placed]);
  const boxes = useMemo(() => {
    const places = parts.boxes.flatMap(({ id, app }) => {
      const place = placed.boxes.get(id);
      return place === undefined ? [] : [{ app, place }];
    });
    return joined(
      places,
      ({ app }) => String(appTint(app)),
      ({ place }) => toRectangle(place),
    );
  }, [parts, placed]);
  return (
    <ViewportPortal>
      <svg className="far-view" width="1" height="1" aria-hidden>
        {lines.map(([kind, path]) => (
          <path key={kind} className={`far-line far-line-${kind}`} d={path} />
        ))}
        {boxes.map(([tint, path]) => (
          <path key={tint} className={`far-box tint-${tint}`} d={path} />
        ))}
      </svg>
    </ViewportPortal>
  );
};

/** Placed boxes and lines in the words of the drawing library. */
import { Position, type Edge, type Node, type NodeHandle } from "@xyflow/react";
import { headHeight, rowHeight, type Box, type Line } from "./to-graph.ts";
import type { Layout } from "./use-layout.ts";

export interface BoxData extends Record<string, unknown> {
  readonly slug: string;
  readonly box: Box;
  readonly focused: boolean;
}

export interface AreaData extends Record<string, unknown> {
  readonly app: string;
}

export type BoxNode = Node<BoxData, "box">;
export type AreaNode = Node<AreaData, "area">;
export type FlowNode = BoxNode | AreaNode;

interface Scene extends Layout {
  readonly slug: string;
  readonly focus: string | undefined;
}

export const toFlowNodes = ({ slug, graph, placed, focus }: Scene): FlowNode[] => [
  ...[...placed.areas].map(([app, { x, y, width, height }]): AreaNode => ({
    id: `area ${app}`,
    type: "area",
    position: { x, y },
    width,
    height,
    data: { app },
    zIndex: -1,
  })),
  ...graph.boxes.map((box): BoxNode => {
    const { x, y } = placed.boxes.get(box.id) ?? { x: 0, y: 0 };
    const { width, height } = box;
    return {
      id: box.id,
      type: "box",
      position: { x, y },
      data: { slug, box, focused: box.id === focus },
      width,
      height,
      measured: { width, height },
      handles: toHandles(box),
    };
  }),
];

/** Where lines may end on a box, said before it is drawn: a line to a box out of sight needs it. */
const toHandles = (box: Box): NodeHandle[] => {
  const middle = box.content.kind === "app" ? box.height / 2 : headHeight / 2;
  const handles: NodeHandle[] = [
    { type: "target", position: Position.Left, x: 0, y: middle, width: 1, height: 1 },
    { type: "source", position: Position.Right, x: box.width, y: middle, width: 1, height: 1 },
  ];
  if (box.content.kind === "app") return handles;
  box.content.rows.forEach((field, index) => {
    if (field.relation === null) return;
    const y = headHeight + 2 + index * rowHeight + rowHeight / 2;
    handles.push({ id: field.name, type: "source", position: Position.Right, x: box.width, y, width: 1, height: 1 });
  });
  return handles;
};

type Ends = Pick<Edge, "markerStart" | "markerEnd">;

/** A crow's foot at the side of many, a bar at the side of one, a hollow triangle at a parent. */
const toEnds = (kind: Line["kind"], touched: boolean): Ends => {
  const lit = touched ? "-lit" : "";
  switch (kind) {
    case "many_to_one":
      return { markerStart: `many${lit}`, markerEnd: `one${lit}` };
    case "one_to_one":
      return { markerEnd: `one${lit}` };
    case "many_to_many":
      return { markerStart: `many${lit}`, markerEnd: `many-end${lit}` };
    case "parent":
    case "proxy":
      return { markerEnd: "parent" };
    case "coupling":
    default:
      return {};
  }
};

const toFlowEdge = (line: Line, touched: boolean): Edge => ({
  id: line.id,
  source: line.source,
  target: line.target,
  sourceHandle: line.field,
  type: line.source === line.target ? "smoothstep" : "default",
  className: `line line-${line.kind}${touched ? " line-lit" : ""}`,
  style: { strokeWidth: Math.min(4, 1 + (line.weight - 1) * 0.3) },
  zIndex: touched ? 1 : 0,
  ...toEnds(line.kind, touched),
  ...(touched ? { label: line.title } : {}),
});

/** A line as it is drawn, and as it is drawn while one of its boxes is pointed at. */
export interface FlowLine {
  readonly plain: Edge;
  readonly lit: () => Edge;
}

export const toFlowEdges = (lines: readonly Line[]): readonly FlowLine[] =>
  lines.map((line) => ({ plain: toFlowEdge(line, false), lit: () => toFlowEdge(line, true) }));

/** The lines of one box are lit, the others stay the same objects. */
export const lightUp = (lines: readonly FlowLine[], box: string | null): Edge[] =>
  lines.map((line) => (box !== null && (line.plain.source === box || line.plain.target === box) ? line.lit() : line.plain));

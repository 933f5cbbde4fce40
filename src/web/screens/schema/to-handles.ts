import { Position, type NodeHandle } from "@xyflow/react";
import { headHeight, rowHeight, type Box } from "./to-graph.ts";

/** Where lines may end on a box, said before it is drawn: a line to a box out of sight needs it. */
export const toHandles = (box: Box): NodeHandle[] => {
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

/** Columns without gaps: what stands in a column and in what order stays, the room between is made even. */
import type { ElkNode } from "elkjs/lib/elk-api.js";

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface ClosedUp {
  readonly boxes: ReadonlyMap<string, Place>;
  readonly width: number;
  readonly height: number;
}

export const columnGap = 60;
export const rowGap = 18;
const bandGap = 44;

/** Boxes whose middles are nearer than this stand in one column. */
const sameColumn = 24;

const widthOf = (column: readonly ElkNode[]): number => Math.max(...column.map(({ width = 0 }) => width));
const heightOf = (column: readonly ElkNode[]): number => column.reduce((sum, { height = 0 }) => sum + height + rowGap, -rowGap);

/** A long chain of columns is broken into bands, one below the other, as lines of text are. */
const toBands = (columns: readonly (readonly ElkNode[])[], aspect: number): readonly (readonly (readonly ElkNode[])[])[] => {
  const width = columns.reduce((sum, column) => sum + widthOf(column) + columnGap, 0);
  const height = Math.max(1, ...columns.map(heightOf)) + bandGap;
  const count = Math.max(1, Math.round(Math.sqrt(width / (height * aspect))));
  const perBand = Math.ceil(columns.length / count);
  return Array.from({ length: Math.ceil(columns.length / perBand) }, (_, band) => columns.slice(band * perBand, (band + 1) * perBand));
};

/** Shorter columns are centred on the highest of their band. */
export const closeUp = ({ children = [] }: ElkNode, aspect: number): ClosedUp => {
  const boxes = new Map<string, Place>();
  if (children.length === 0) return { boxes, width: 0, height: 0 };
  let top = 0;
  let right = 0;
  for (const band of toBands(toColumns(children), aspect)) {
    const height = Math.max(...band.map(heightOf));
    let x = 0;
    for (const column of band) {
      let y = top + (height - heightOf(column)) / 2;
      for (const node of column) {
        boxes.set(node.id, { x, y, width: node.width ?? 0, height: node.height ?? 0 });
        y += (node.height ?? 0) + rowGap;
      }
      x += widthOf(column) + columnGap;
    }
    right = Math.max(right, x - columnGap);
    top += height + bandGap;
  }
  return { boxes, width: right, height: top - bandGap };
};

const toColumns = (nodes: readonly ElkNode[]): readonly (readonly ElkNode[])[] => {
  const middle = ({ x = 0, width = 0 }: ElkNode): number => x + width / 2;
  const columns: ElkNode[][] = [];
  for (const node of [...nodes].sort((a, b) => middle(a) - middle(b))) {
    const last = columns.at(-1);
    if (last?.[0] !== undefined && middle(node) - middle(last[0]) < sameColumn) last.push(node);
    else columns.push([node]);
  }
  for (const column of columns) column.sort((a, b) => (a.y ?? 0) - (b.y ?? 0) || a.id.localeCompare(b.id));
  return columns;
};

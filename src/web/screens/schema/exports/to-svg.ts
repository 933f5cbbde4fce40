/** The drawing as a file of its own: the same places, the colours of the light theme, no reference to anything else. */
import type { Place } from "../close-up.ts";
import type { Placed } from "../lay-out.ts";
import { headHeight, rowHeight, type Box, type Graph, type Line } from "../to-graph.ts";

const escape = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
const round = (value: number): number => Math.round(value * 10) / 10;
const margin = 24;

const cut = (text: string, width: number): string => {
  const most = Math.floor(width / 6.6);
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
};

const toBox = (box: Box, { x, y, width, height }: Place): string => {
  const title = box.content.kind === "app" ? `${box.id} (${box.content.models})` : box.content.model.name;
  const rows = box.content.kind === "app" ? [] : box.content.rows;
  return [
    `<g transform="translate(${round(x)},${round(y)})">`,
    `<rect width="${width}" height="${height}" rx="5" fill="#fff" stroke="#97a69d"/>`,
    `<text x="12" y="${headHeight / 2 + 4}" font-weight="600" font-size="12">${escape(cut(title, width - 16))}</text>`,
    ...rows.map((field, index) => {
      const at = headHeight + 2 + index * rowHeight + rowHeight / 2 + 3.5;
      const type = field.class?.replace(/Field$/, "") ?? "?";
      return `<text x="12" y="${at}" font-size="10" fill="${field.relation === null ? "#14201a" : "#0b6b4c"}">${escape(cut(field.name, width * 0.62))}</text><text x="${width - 8}" y="${at}" font-size="10" text-anchor="end" fill="#5a6860">${escape(cut(type, width * 0.42))}</text>`;
    }),
    "</g>",
  ].join("");
};

const startOf = (box: Box | undefined, place: Place, field: string | null): number => {
  const rows = box?.content.kind === "model" ? box.content.rows : [];
  const index = rows.findIndex(({ name }) => name === field);
  if (index >= 0) return place.y + headHeight + 2 + index * rowHeight + rowHeight / 2;
  return place.y + (box?.content.kind === "app" ? place.height / 2 : headHeight / 2);
};

const toLine = (line: Line, boxes: ReadonlyMap<string, Box>, placed: Placed): string => {
  const [from, to] = [placed.boxes.get(line.source), placed.boxes.get(line.target)];
  if (from === undefined || to === undefined) return "";
  const [x1, y1] = [from.x + from.width, startOf(boxes.get(line.source), from, line.field)];
  const [x2, y2] = [to.x, startOf(boxes.get(line.target), to, null)];
  const bend = Math.max(40, Math.abs(x2 - x1) / 2);
  const dash = line.kind === "many_to_many" ? ' stroke-dasharray="6 4"' : line.kind === "proxy" ? ' stroke-dasharray="2 4"' : "";
  return `<path d="M${round(x1)},${round(y1)} C${round(x1 + bend)},${round(y1)} ${round(x2 - bend)},${round(y2)} ${round(x2)},${round(y2)}"${dash}><title>${escape(`${line.source} to ${line.target}: ${line.title}`)}</title></path>`;
};

export const toSvg = (graph: Graph, placed: Placed): string => {
  const places = [...placed.boxes.values(), ...placed.areas.values()];
  const left = Math.min(...places.map(({ x }) => x)) - margin;
  const top = Math.min(...places.map(({ y }) => y)) - margin - 12;
  const width = Math.max(...places.map((place) => place.x + place.width)) - left + margin;
  const height = Math.max(...places.map((place) => place.y + place.height)) - top + margin;
  const boxes = new Map(graph.boxes.map((box) => [box.id, box]));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${round(height)}" viewBox="${round(left)} ${round(top)} ${round(width)} ${round(height)}" font-family="Inter, Helvetica, Arial, sans-serif" fill="#14201a">`,
    `<rect x="${round(left)}" y="${round(top)}" width="100%" height="100%" fill="#f6f8f6"/>`,
    ...[...placed.areas].map(
      ([app, { x, y, width: wide, height: high }]) =>
        `<rect x="${round(x)}" y="${round(y)}" width="${round(wide)}" height="${round(high)}" rx="12" fill="#eff3f0" stroke="#dde4df"/><text x="${round(x + 4)}" y="${round(y - 6)}" font-size="13" font-weight="600" fill="#45524b">${escape(app)}</text>`,
    ),
    '<g fill="none" stroke="#97a69d">',
    ...graph.lines.map((line) => toLine(line, boxes, placed)),
    "</g>",
    ...graph.boxes.map((box) => {
      const place = placed.boxes.get(box.id);
      return place === undefined ? "" : toBox(box, place);
    }),
    "</svg>",
    "",
  ].join("\n");
};

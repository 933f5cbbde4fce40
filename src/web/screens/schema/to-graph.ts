/** Boxes and lines with their sizes, before anything is placed: what the layout and the drawing agree on. */
import type { FieldFacts, ModelFacts } from "../../../contract/shapes/facts.ts";
import type { Choice } from "./choose-models.ts";
import type { SchemaEdge } from "./schema-edge.ts";

export type Detail = "all" | "keys" | "names";

export interface Box {
  readonly id: string;
  /** Group for the layout: boxes of one app stand together. */
  readonly app: string;
  readonly width: number;
  readonly height: number;
  readonly content:
    | { readonly kind: "model"; readonly model: ModelFacts; readonly rows: readonly FieldFacts[]; readonly hidden: number }
    | { readonly kind: "app"; readonly models: number; readonly firstParty: boolean };
}

export interface Line {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  /** Row of the source box where the line begins, or null for its head. */
  readonly field: string | null;
  readonly kind: SchemaEdge["kind"] | "coupling";
  readonly title: string;
  readonly weight: number;
}

export interface Graph {
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
}

export const headHeight = 34;
export const rowHeight = 22;
const boxWidth = 232;
/** A name alone needs less. */
const nameWidth = 176;
const mostRows = 18;

const isKey = (field: FieldFacts): boolean => field.primary_key === true || field.relation !== null;

const toBox = (model: ModelFacts, detail: Detail): Box => {
  const wanted = detail === "names" ? [] : detail === "keys" ? model.fields.filter(isKey) : model.fields;
  const rows = wanted.slice(0, mostRows);
  const hidden = wanted.length - rows.length;
  const height = headHeight + (rows.length === 0 ? 0 : rows.length * rowHeight + 6) + (hidden > 0 ? rowHeight : 0);
  const width = detail === "names" ? nameWidth : boxWidth;
  return { id: model.label, app: model.app, width, height, content: { kind: "model", model, rows, hidden } };
};

const toAppGraph = ({ models, edges }: Choice): Graph => {
  const appOf = new Map(models.map(({ label, app }) => [label, app]));
  const counts = new Map<string, { models: number; firstParty: boolean }>();
  for (const { app, first_party: firstParty } of models) {
    const count = counts.get(app) ?? { models: 0, firstParty };
    counts.set(app, { models: count.models + 1, firstParty: count.firstParty || firstParty });
  }
  const weights = new Map<string, { source: string; target: string; weight: number }>();
  for (const edge of edges) {
    const source = appOf.get(edge.source);
    const target = appOf.get(edge.target);
    if (source === undefined || target === undefined || source === target) continue;
    const key = `${source} ${target}`;
    weights.set(key, { source, target, weight: (weights.get(key)?.weight ?? 0) + 1 });
  }
  return {
    boxes: [...counts].map(([app, content]) => ({ id: app, app, width: 188, height: 56, content: { kind: "app", ...content } })),
    lines: [...weights].map(([id, link]) => ({ id, ...link, field: null, kind: "coupling", title: `${link.weight} relations` })),
  };
};

export const toGraph = (choice: Choice, detail: Detail): Graph => {
  if (choice.mode === "apps") return toAppGraph(choice);
  const boxes = choice.models.map((model) => toBox(model, detail));
  const rows = new Set(
    boxes.flatMap(({ id, content }) => (content.kind === "model" ? content.rows.map(({ name }) => `${id}.${name}`) : [])),
  );
  return {
    boxes,
    lines: choice.edges.map(({ id, source, target, field, kind, onDelete }) => ({
      id,
      source,
      target,
      field: rows.has(`${source}.${field}`) ? field : null,
      kind,
      title: `${field ?? kind}${onDelete === null ? "" : `, ${onDelete}`}`,
      weight: 1,
    })),
  };
};

import { beforeEach, describe, expect, it, vi } from "vitest";
import { aField, aModel } from "../../../contract/shapes/a-model.ts";
import { chooseModels } from "./choose-models.ts";
import { toDbml } from "./exports/to-dbml.ts";
import { toDot } from "./exports/to-dot.ts";
import { toMermaid } from "./exports/to-mermaid.ts";
import { toPlantUml } from "./exports/to-plantuml.ts";
import { toSvg } from "./exports/to-svg.ts";
import { forgetPlaces, keepPlaces } from "./keep-places.ts";
import { toGraph } from "./to-graph.ts";

const to = (target: string) => ({ class: "ForeignKey", relation: "many_to_one", related_model: target, on_delete: "CASCADE" }) as const;
const models = [
  aModel("people.Reader", [aField("email", { unique: true, max_length: 80 })], { db_table: "people_reader" }),
  aModel("catalogue.Author"),
  aModel("catalogue.Book", [aField("author", { ...to("catalogue.Author"), column: "author_id" })], { db_table: "catalogue_book" }),
  aModel("lending.Copy", [aField("book", to("catalogue.Book"))]),
  aModel("lending.Loan", [aField("copy", to("lending.Copy")), aField("reader", { ...to("people.Reader"), column: "reader_id" })], {
    db_table: "lending_loan",
  }),
  aModel("audit.Log"),
];
const labels = (search: Parameters<typeof chooseModels>[1]) => chooseModels(models, search).models.map(({ label }) => label);

describe("the way from one model to another", () => {
  it("is the shortest, whichever way relations point", () => {
    const choice = chooseModels(models, { focus: "people.Reader", to: "catalogue.Author" });
    expect(choice.edges.map(({ id }) => id)).toEqual([
      "lending.Loan.reader",
      "lending.Loan.copy",
      "lending.Copy.book",
      "catalogue.Book.author",
    ]);
    expect(choice.models).toHaveLength(5);
  });

  it("may not be there", () => {
    expect(chooseModels(models, { focus: "people.Reader", to: "audit.Log" })).toMatchObject({ noPath: true, edges: [] });
  });
});

it("hides by glob and by app, but not what is in focus", () => {
  expect(labels({ hide: "lending.*,*.log" })).toEqual(["people.Reader", "catalogue.Author", "catalogue.Book"]);
  expect(labels({ hide: "catalogue" })).toEqual(["people.Reader", "lending.Copy", "lending.Loan", "audit.Log"]);
  expect(labels({ hide: "lending.*", focus: "lending.Loan" })).toEqual(["people.Reader", "lending.Loan"]);
});

describe("exports", () => {
  const choice = chooseModels(models, { apps: "lending,people" });

  it("say the same in each format", () => {
    expect(toMermaid(choice)).toContain('lending_Loan }o--|| people_Reader : "reader"');
    expect(toDbml(choice)).toContain('Ref: "lending_loan"."reader_id" > "people_reader"."id" [delete: cascade]');
    expect(toDbml(choice)).toContain('"email" Char(80) [unique, not null]');
    expect(toDot(choice)).toContain('lending_Loan -> people_Reader [label="reader"');
    expect(toPlantUml(choice)).toContain("lending_Loan }o--|| people_Reader : reader");
  });

  it("draw every box and line, with nothing that an SVG cannot hold", () => {
    const graph = toGraph(choice, "all");
    const places = new Map(graph.boxes.map(({ id, width, height }, index) => [id, { x: index * 300, y: 0, width, height }]));
    const svg = toSvg(graph, { boxes: places, areas: new Map() });
    expect(svg.match(/<path /g)).toHaveLength(choice.edges.length);
    expect(svg.match(/<g transform/g)).toHaveLength(choice.models.length);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe("kept places", () => {
  const store = new Map<string, string>();
  beforeEach(() => {
    store.clear();
    vi.stubGlobal("localStorage", {
      getItem: (key: string) => store.get(key) ?? null,
      setItem: (key: string, value: string) => void store.set(key, value),
      removeItem: (key: string) => void store.delete(key),
    });
  });
  const graphOf = (names: readonly string[]) =>
    toGraph({ mode: "models", models: names.map((name) => aModel(`shop.${name}`)), edges: [] }, "names");
  const rowOf = (names: readonly string[], y: number) => ({
    boxes: new Map(graphOf(names).boxes.map(({ id, width, height }, index) => [id, { x: index * 400, y, width, height }])),
    areas: new Map(),
  });

  it("stay over rescans; what is new stands at the right", () => {
    keepPlaces("k", graphOf(["A", "B"]), rowOf(["A", "B"], 0));
    const after = keepPlaces("k", graphOf(["New", "A", "B"]), rowOf(["New", "A", "B"], 900));
    expect(after.boxes.get("shop.A")).toMatchObject({ x: 0, y: 0 });
    expect(after.boxes.get("shop.B")).toMatchObject({ x: 400, y: 0 });
    expect(after.boxes.get("shop.New")?.x).toBeGreaterThan(576);
  });

  it("are given up when boxes have grown into each other, or when one tidies up", () => {
    keepPlaces("k", graphOf(["A", "B"]), { boxes: new Map([...rowOf(["A"], 0).boxes, ...rowOf(["B"], 20).boxes]), areas: new Map() });
    expect(keepPlaces("k", graphOf(["A", "B"]), rowOf(["A", "B"], 900)).boxes.get("shop.A")?.y).toBe(900);
    forgetPlaces("k");
    expect(keepPlaces("k", graphOf(["A", "B"]), rowOf(["A", "B"], 5)).boxes.get("shop.A")?.y).toBe(5);
  });
});

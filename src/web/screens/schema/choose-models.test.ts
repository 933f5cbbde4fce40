import { describe, expect, it } from "vitest";
import type { FieldFacts } from "../../../contract/shapes/facts.ts";
import { aField, aModel } from "../../../contract/shapes/a-model.ts";
import { chooseModels, mostModels } from "./choose-models.ts";
import { toGraph } from "./to-graph.ts";

const to = (target: string, more: Partial<FieldFacts> = {}): FieldFacts =>
  aField(target.split(".")[1]?.toLowerCase() ?? "", { relation: "many_to_one", related_model: target, on_delete: "CASCADE", ...more });

const library = [
  aModel("catalogue.Author"),
  aModel("catalogue.Book", [to("catalogue.Author")]),
  aModel("lending.Loan", [to("catalogue.Book"), to("auth.User")]),
  aModel("lending.Fine", [to("lending.Loan")]),
  aModel("auth.User", [], { first_party: false }),
  aModel("auth.Group", [], { first_party: false }),
  aModel("lending.Dated", [], { abstract: true }),
  aModel("catalogue.Atlas", [to("catalogue.Book", { relation: "one_to_one" })], { concrete_parents: ["catalogue.Book"] }),
  aModel("lending.Overdue", [], { proxy: true, concrete_parents: ["lending.Loan"] }),
];
const labels = (choice: ReturnType<typeof chooseModels>): readonly string[] => choice.models.map(({ label }) => label).sort();

describe("chooseModels", () => {
  it("draws the project's own tables and what they point at", () => {
    expect(labels(chooseModels(library, {}))).toEqual([
      "auth.User",
      "catalogue.Atlas",
      "catalogue.Author",
      "catalogue.Book",
      "lending.Fine",
      "lending.Loan",
      "lending.Overdue",
    ]);
  });
  it("tells parents and proxies from other relations", () => {
    const kinds = new Map(chooseModels(library, {}).edges.map(({ source, target, kind }) => [`${source} ${target}`, kind]));
    expect(kinds.get("catalogue.Atlas catalogue.Book")).toBe("parent");
    expect(kinds.get("lending.Overdue lending.Loan")).toBe("proxy");
    expect(kinds.get("lending.Loan catalogue.Book")).toBe("many_to_one");
  });
  it("keeps to the chosen apps", () => {
    expect(labels(chooseModels(library, { apps: "catalogue" }))).toEqual(["catalogue.Atlas", "catalogue.Author", "catalogue.Book"]);
  });
  it("shows one step around a model with its own lines only, and more steps whole", () => {
    const near = chooseModels(library, { focus: "catalogue.Author" });
    expect(labels(near)).toEqual(["catalogue.Author", "catalogue.Book"]);
    expect(labels(chooseModels(library, { focus: "catalogue.Author", hops: "3" }))).toContain("lending.Fine");
    expect(
      chooseModels(library, { focus: "lending.Loan" }).edges.every(({ source, target }) => [source, target].includes("lending.Loan")),
    ).toBe(true);
  });
  it("opens on the map of apps when there are too many models", () => {
    const many = Array.from({ length: mostModels + 1 }, (_, index) =>
      aModel(`app${index % 7}.Model${index}`, [to(`app${(index + 1) % 7}.Model1`)]),
    );
    const choice = chooseModels(many, {});
    expect(choice.mode).toBe("apps");
    const graph = toGraph(choice, "all");
    expect(graph.boxes.map(({ id }) => id).sort()).toEqual(["app0", "app1", "app2", "app3", "app4", "app5", "app6"]);
  });
});

describe("toGraph", () => {
  it("shows as many rows as the detail asks for, and lines begin at the row that makes them", () => {
    const choice = chooseModels(library, { apps: "catalogue" });
    const rows = (detail: "all" | "keys" | "names") =>
      toGraph(choice, detail).boxes.map(({ content }) => (content.kind === "model" ? content.rows.length : 0));
    expect(rows("names")).toEqual([0, 0, 0]);
    expect(rows("keys")).toEqual([1, 2, 2]);
    expect(toGraph(choice, "keys").lines.find(({ source }) => source === "catalogue.Book")?.field).toBe("author");
    expect(toGraph(choice, "names").lines.find(({ source }) => source === "catalogue.Book")?.field).toBeNull();
  });
});

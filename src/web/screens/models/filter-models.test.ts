import { expect, it } from "vitest";
import type { ModelFacts } from "../../../contract/shapes/facts.ts";
import { filterModels } from "./filter-models.ts";

const model = (label: string, fields: readonly string[], more: Partial<ModelFacts> = {}): ModelFacts =>
  ({
    label,
    app: label.split(".")[0],
    name: label.split(".")[1],
    first_party: true,
    auto_created: false,
    db_table: null,
    fields: fields.map((name) => ({ name })),
    ...more,
  }) as ModelFacts;

const models = [
  model("lending.Loan", ["due"]),
  model("catalogue.Book", ["title", "due_price"]),
  model("catalogue.Book_authors", ["book"], { auto_created: true }),
  model("auth.User", ["email"], { first_party: false }),
];
const labels = (search: Parameters<typeof filterModels>[1]): readonly string[] => filterModels(models, search).map(({ label }) => label);

it("shows the project's own models by app and name", () => {
  expect(labels({})).toEqual(["catalogue.Book", "lending.Loan"]);
  expect(labels({ all: "1" })).toEqual(["catalogue.Book", "catalogue.Book_authors", "lending.Loan", "auth.User"]);
});

it("needs every word, in the label or, after a dot, in a field", () => {
  expect(labels({ q: "cat book" })).toEqual(["catalogue.Book"]);
  expect(labels({ q: ".due" })).toEqual(["catalogue.Book", "lending.Loan"]);
  expect(labels({ q: ".due loan" })).toEqual(["lending.Loan"]);
  expect(labels({ q: "nothing" })).toEqual([]);
});

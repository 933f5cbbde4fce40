import { expect, it } from "vitest";
import { aField, aModel } from "../../../contract/shapes/a-model.ts";
import { filterModels } from "./filter-models.ts";

const models = [
  aModel("lending.Loan", [aField("due")]),
  aModel("catalogue.Book", [aField("title"), aField("due_price")]),
  aModel("catalogue.Book_authors", [aField("book")], { auto_created: true }),
  aModel("auth.User", [aField("email")], { first_party: false }),
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

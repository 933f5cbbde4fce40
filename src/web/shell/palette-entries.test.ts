import { expect, it } from "vitest";
import { aField, aModel } from "../../contract/shapes/a-model.ts";
import { findInFacts, type Facts } from "./palette-entries.ts";

const facts: Facts = {
  models: [
    aModel("lending.Loan", [aField("due_date"), aField("reader")]),
    aModel("catalogue.Book", [aField("title")]),
    aModel("auth.Loaner", [], { first_party: false }),
  ],
  urls: [
    {
      route: "loans/<int:pk>/",
      name: "detail",
      full_name: "loans:detail",
      view: null,
      methods: null,
      requires: null,
      converters: {},
      file: null,
      line: null,
    },
  ],
  settings: [{ name: "LOGIN_URL", value: "/login/", origin: [], certainty: "certain" }],
  migrations: {
    lending: {
      module: null,
      leaf_nodes: [],
      migrations: [{ name: "0002_loan_due", file: "x", dependencies: [], replaces: [], run_before: [], initial: null, operations: [] }],
    },
  },
};
const found = (query: string): readonly string[] => findInFacts(facts, query).map(({ kind, title }) => `${kind} ${title}`);

it("finds in all kinds of facts, the project's own models first", () => {
  expect(found("loan")).toEqual([
    "model Loan",
    "model Loaner",
    "field Loan.id",
    "field Loan.reader",
    "field Loan.due_date",
    "url /loans/<int:pk>/",
    "migration 0002_loan_due",
  ]);
  expect(found("login")).toContain("setting LOGIN_URL");
  expect(found("loan due")).toContain("field Loan.due_date");
});

it("takes letters in order where nothing else fits, and nothing of an empty query", () => {
  expect(found("dudt")).toEqual(["field Loan.due_date"]);
  expect(found("xq")).toEqual([]);
  expect(found("  ")).toEqual([]);
});

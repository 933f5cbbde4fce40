import { describe, expect, it } from "vitest";
import { aField, aModel as modelWith } from "../../contract/shapes/a-model.ts";
import type { FieldFacts, ModelFacts } from "../../contract/shapes/facts.ts";
import { toSchemaGraph } from "./schema-graph.ts";

const aModel = (label: string, over: Partial<ModelFacts> = {}): ModelFacts => modelWith(label, [], { fields: [], ...over });
const foreignKey = (name: string, related: string): FieldFacts => aField(name, { relation: "many_to_one", related_model: related });

describe("the schema graph", () => {
  it("names a node by its model, and by app and model where two share the name", () => {
    const { nodes } = toSchemaGraph({ models: [aModel("library.Book"), aModel("bakery.Order"), aModel("library.Order")] });
    expect(nodes.map((node) => node.name)).toEqual(["Book", "bakery.Order", "library.Order"]);
  });

  it("shows an installed package's model only when the project refers to it, after the project's own", () => {
    const user = aModel("auth.User", { first_party: false });
    const group = aModel("auth.Group", { first_party: false });
    const loan = aModel("library.Loan", { fields: [foreignKey("reader", "auth.User")] });
    const { nodes, connections } = toSchemaGraph({ models: [user, group, loan] });
    expect(nodes.map((node) => [node.name, node.badge])).toEqual([
      ["Loan", ""],
      ["User", "external"],
    ]);
    expect(connections).toEqual([{ source: "Loan", target: "User", field: "reader", kind: "many_to_one" }]);
    expect(nodes[0]?.relations).toEqual(["User"]);
  });

  it("draws an inherited relation on the parent alone, and a line from child to parent", () => {
    const author = aModel("library.Author");
    const item = aModel("library.Item", { fields: [aField("id"), foreignKey("author", "library.Author")] });
    const link = aField("item_ptr", { relation: "one_to_one", related_model: "library.Item", primary_key: true });
    const map = aModel("library.Map", { concrete_parents: ["library.Item"], fields: [...item.fields, link] });
    const { connections } = toSchemaGraph({ models: [author, item, map] });
    expect(connections).toEqual([
      { source: "Item", target: "Author", field: "author", kind: "many_to_one" },
      { source: "Map", target: "Item", field: "item_ptr", kind: "parent" },
    ]);
  });

  it("leaves out abstract and hidden models, and joins a proxy to its model", () => {
    const models = [
      aModel("bakery.Baked", { abstract: true }),
      aModel("bakery.Cake", { fields: [aField("id")] }),
      aModel("bakery.Cake_toppings", { auto_created: true }),
      aModel("bakery.BirthdayCake", { proxy: true, concrete_parents: ["bakery.Cake"] }),
    ];
    const { nodes, connections } = toSchemaGraph({ models });
    expect(nodes.map((node) => node.name)).toEqual(["Cake", "BirthdayCake"]);
    expect(connections).toEqual([{ source: "BirthdayCake", target: "Cake", field: "", kind: "proxy" }]);
  });
});

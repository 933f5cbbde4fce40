import { describe, expect, it } from "vitest";
import { dependsOn } from "../model-references.ts";
import { operation, type Dependency, type Operation } from "./operation.ts";
import { planChanges, type AppOperations, type Plan } from "./plan-changes.ts";

const create = (model: string): Operation => operation({ op: "CreateModel", step: "create", model, describe: `Create ${model}` });

/** A foreign key of a new model, named `key`. */
const point = (app: string, model: string, to: string): Operation =>
  operation({
    op: "AddField",
    step: "complete",
    model,
    field: "key",
    describe: `Add key to ${model}`,
    fields: [{ name: "key", reference: { to, toFields: [null], through: null, throughFields: null } }],
    dependencies: [dependsOn(to, "create"), dependsOn(`${app}.${model}`, "create")],
  });

const known = (...operations: readonly Operation[]): AppOperations => ({ operations, because: null });

const planned = (
  apps: Readonly<Record<string, AppOperations>>,
  app: string,
  mayCreate: (dependency: Dependency) => boolean = () => false,
) => {
  const plan: Plan = planChanges({ isDjango: () => true, of: (label) => apps[label] ?? known(), mayCreate }, app);
  return "because" in plan ? plan.because : plan.operations.map(({ describe }) => describe);
};

describe("what an app's operations come to", () => {
  it("takes a foreign key into the model that it is of", () => {
    expect(planned({ bread: known(create("loaf"), create("oven"), point("bread", "loaf", "bread.oven")) }, "bread")).toEqual([
      "Create oven",
      "Create loaf",
    ]);
  });

  it("leaves a key of its own where two models of two apps need each other", () => {
    const apps = {
      bread: known(create("loaf"), point("bread", "loaf", "shop.shelf")),
      shop: known(create("shelf"), point("shop", "shelf", "bread.loaf")),
    };
    expect(planned(apps, "bread")).toEqual(["Create loaf", "Add key to loaf"]);
    expect(planned(apps, "shop")).toEqual(["Create shelf"]);
  });

  it("does not care about another app that it does not wait for", () => {
    const apps = {
      bread: known(create("loaf"), point("bread", "loaf", "shop.shelf")),
      shop: { operations: [], because: "it is computed" },
    };
    expect(planned(apps, "bread")).toEqual(["Create loaf"]);
    expect(planned(apps, "bread", () => true)).toContain("of that app it is not known what changed");
  });

  it("is not known where Django finds no order", () => {
    const circle = { ...create("loaf"), dependencies: [dependsOn("bread.loaf", "create")] };
    expect(planned({ bread: known(circle) }, "bread")).toContain("in a circle");
  });
});

import { describe, expect, it } from "vitest";
import { closestNames } from "./closest-names.ts";

describe("closestNames", () => {
  it("puts the nearest first, whatever the case", () => {
    expect(closestNames("shop.loaff", ["shop.Loaf", "shop.Leaf", "depot.Van"])).toEqual(["shop.Loaf", "shop.Leaf"]);
  });

  it("has none for what is like nothing", () => {
    expect(closestNames("xyz", ["shop.Loaf"])).toEqual([]);
  });
});

import { expect, it } from "vitest";
import { appsInSight, toDistance } from "./distance.ts";

const area = (x: number, y: number) => ({ x, y, width: 100, height: 100 });
const placed = {
  boxes: new Map(),
  areas: new Map([
    ["shop", area(0, 0)],
    ["auth", area(1000, 0)],
    ["blog", area(0, 1000)],
  ]),
};

it("rows are read from near, names from far, nothing from very far", () => {
  expect([1, 0.42, 0.41, 0.3, 0.29, 0.04].map(toDistance)).toEqual(["near", "near", "far", "far", "very", "very"]);
});

it("apps are in sight where the window is, and a quarter of it around", () => {
  const inSight = (x: number, y: number, zoom: number) => appsInSight(placed, { transform: [x, y, zoom], width: 400, height: 400 });
  expect(inSight(0, 0, 1)).toEqual(["shop"]);
  expect(inSight(-550, 0, 1)).toEqual(["auth"]);
  expect(inSight(-450, 0, 1)).toEqual([]);
  expect(inSight(0, 0, 0.3)).toEqual(["auth", "blog", "shop"]);
});

import { expect, it } from "vitest";
import { closeUp } from "./close-up.ts";

const node = (id: string, x: number, y: number) => ({ id, x, y, width: 100, height: 30 });
const at = (children: ReturnType<typeof node>[], aspect: number) =>
  Object.fromEntries([...closeUp({ id: "root", children }, aspect).boxes].map(([id, { x, y }]) => [id, [x, y]]));

it("keeps columns and their order, and takes the gaps out", () => {
  const placed = at([node("c", 400, 0), node("a", 0, 900), node("b", 8, 100)], 4);
  expect(placed).toEqual({ b: [0, 0], a: [0, 48], c: [160, 24] });
});

it("breaks a long chain into bands", () => {
  const chain = Array.from({ length: 12 }, (_, index) => node(`n${String(index).padStart(2, "0")}`, index * 300, 0));
  const { width, height } = closeUp({ id: "root", children: chain }, 1.6);
  expect(width / height).toBeGreaterThan(0.9);
  expect(width / height).toBeLessThan(3.5);
  expect(closeUp({ id: "root", children: chain }, 100).height).toBe(30);
});

it("places nothing where there is nothing", () => {
  expect(closeUp({ id: "root" }, 1.6)).toMatchObject({ width: 0, height: 0 });
});

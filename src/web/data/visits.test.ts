import { expect, it } from "vitest";
import { comesToLook, findingKey, looksOn, type Sight } from "./visits.ts";

const minute = 60_000;
const sight = (at: number, ...findings: readonly string[]): Sight => ({ at, figures: {}, findings });

it("a first visit has none before it", () => {
  expect(comesToLook(null, sight(0))).toEqual({ seen: sight(0), before: null });
});

it("coming back within half an hour goes on with the visit", () => {
  const first = { seen: sight(0, "a"), before: sight(-1) };
  expect(comesToLook(first, sight(30 * minute, "b"))).toEqual({ seen: sight(30 * minute, "b"), before: sight(-1) });
});

it("coming back later begins a new one, and what was seen last is what the page is set against", () => {
  const first = { seen: sight(0, "a"), before: null };
  const later = sight(31 * minute, "b");
  expect(comesToLook(first, later)).toEqual({ seen: later, before: sight(0, "a") });
});

it("whoever looks on for hours makes one visit", () => {
  const first = { seen: sight(0, "a"), before: sight(-1) };
  expect(looksOn(first, sight(300 * minute, "b"))).toEqual({ seen: sight(300 * minute, "b"), before: sight(-1) });
  expect(looksOn(null, sight(0))).toEqual({ seen: sight(0), before: null });
});

it("a finding stays the same when its line moves", () => {
  expect(findingKey({ code: "x", file: "a.py", title: "T" })).toBe("x a.py T");
  expect(findingKey({ code: "x", file: null, title: "T" })).toBe("x  T");
});

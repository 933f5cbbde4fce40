import { describe, expect, it } from "vitest";
import { compareLines } from "./compare-lines.ts";

const toText = (before: string, after: string): readonly string[] =>
  compareLines(before.split(" "), after.split(" "))?.rows.map((row) =>
    row.kind === "skipped"
      ? `… ${row.count}`
      : `${{ same: " ", added: "+", removed: "-" }[row.kind]}${row.text} ${row.before}:${row.after}`,
  ) ?? [];

describe("two outputs", () => {
  it("show each difference with its place in both", () => {
    expect(toText("a b c", "a x c d")).toEqual([" a 1:1", "-b 2:null", "+x null:2", " c 3:3", "+d null:4"]);
  });

  it("leave out what is the same and far from a difference", () => {
    expect(toText("1 2 3 4 5 6 7 8 9", "1 2 3 4 5 6 7 8 x")).toEqual(["… 5", " 6 6:6", " 7 7:7", " 8 8:8", "-9 9:null", "+x null:9"]);
    expect(toText("x 2 3 4 5 6 7 8 9 x", "y 2 3 4 5 6 7 8 9 y").filter((row) => row.startsWith("…"))).toEqual(["… 2"]);
    expect(toText("x 2 3 4 5 6 7 8 x", "y 2 3 4 5 6 7 8 y").filter((row) => row.startsWith("…"))).toEqual([]);
  });

  it("are the same, or empty", () => {
    expect(compareLines(["a", "b"], ["a", "b"])).toEqual({ rows: [{ kind: "skipped", count: 2 }], added: 0, removed: 0 });
    expect(compareLines([], [])).toEqual({ rows: [], added: 0, removed: 0 });
    expect(compareLines([], ["a"])).toMatchObject({ added: 1, removed: 0 });
  });

  it("are not compared when they have too little in common", () => {
    const lines = (seed: number): readonly string[] => Array.from({ length: 60_000 }, (_, index) => String((index * seed) % 59_999));
    expect(compareLines(lines(7), lines(11))).toBeNull();
  });
});

import { describe, expect, it } from "vitest";
import { FewEntries } from "./few-entries.ts";

const names = ["null", "blank", "default", "max_length", "null", "choices"];

describe("a map of few entries", () => {
  it.each([0, 1, 2, 3, 4, 5, 6])("is as a map, with %d names set", (count) => {
    const few = new FewEntries<number>();
    const map = new Map<string, number>();
    for (const [at, name] of names.slice(0, count).entries()) {
      few.set(name, at);
      map.set(name, at);
    }
    expect(few.size).toBe(map.size);
    expect([...few]).toEqual([...map]);
    expect([...few.entries()]).toEqual([...map.entries()]);
    expect([...few.keys()]).toEqual([...map.keys()]);
    expect([...few.values()]).toEqual([...map.values()]);
    const visited: [string, number][] = [];
    few.forEach((value, name) => visited.push([name, value]));
    expect(visited).toEqual([...map]);
    for (const name of [...names, "other"]) {
      expect(few.get(name)).toBe(map.get(name));
      expect(few.has(name)).toBe(map.has(name));
    }
  });
});

import { assert, json, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { parseStrictJson } from "./strict-json.ts";

describe("strict JSON", () => {
  it("reads whatever JSON.parse reads, when it is shallow and names no prototype", () => {
    const texts = json({ maxDepth: 6 }).filter((text) => !/__proto__|constructor|prototype/.test(text));
    assert(
      property(texts, (text) => {
        expect(parseStrictJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
      }),
    );
  });
  it.each(['{"a":1,"a":2}', '{"x":{"b":1,"b":1}}', '{"__proto__":1}', '{"a":[{"prototype":1}]}', "{", '{"a":1}}', '"\\', ""])(
    "refuses %s",
    (text) => {
      expect(parseStrictJson(text).ok).toBe(false);
    },
  );
  it("takes the same key in different objects", () => {
    expect(parseStrictJson('[{"a":1},{"a":{"a":":"}}]').ok).toBe(true);
  });
});

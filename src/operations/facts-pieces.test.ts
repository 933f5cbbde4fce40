import { describe, expect, it } from "vitest";
import type { Facts } from "../contract/shapes/facts.ts";
import { factsPieces } from "./facts-pieces.ts";

const urls = (count: number): Facts["urls"] =>
  Array.from({ length: count }, (_, at) => ({
    route: `é "${at}"/`,
    name: null,
    full_name: null,
    view: null,
    methods: null,
    requires: null,
    converters: {},
    file: "shop/urls.py",
    line: at,
  }));

describe("the pieces of a facts document", () => {
  it.each([0, 1, 20_000])("are together what JSON makes of it whole, with %d urls", (count) => {
    const facts: Partial<Facts> = { facts: 1, apps: [], urls: urls(count), commands: { shell: "django.core" }, admin: ["shop.Loaf"] };
    const pieces = [...factsPieces(facts)];
    expect(pieces.join("")).toBe(JSON.stringify(facts));
    expect(pieces.length > 3).toBe(count > 1);
    for (const piece of pieces) expect(piece.length).toBeLessThan(300_000);
  });

  it("are small, however much a section holds", () => {
    const operations = [{ op: "AddField", args: { name: "crust", of: undefined }, line: 3 }];
    const first = { name: "0001_initial", file: "shop/migrations/0001_initial.py", dependencies: [], replaces: [], run_before: [] };
    const app = { module: "shop.migrations", migrations: [{ ...first, initial: true, operations }], leaf_nodes: null };
    const migrations: Facts["migrations"] = {
      apps: Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`app${at}`, app])),
      conflicts: {},
      drift: null,
      drift_unknown: {},
      applied: {},
      pending: {},
      phantom: {},
    };
    const pieces = [...factsPieces({ migrations })];
    expect(pieces.join("")).toBe(JSON.stringify({ migrations }));
    for (const piece of pieces) expect(piece.length).toBeLessThan(60_000);
  });

  it("hold no character that a terminal would obey, and say the same", () => {
    const name = "\u009d52;c;ZXZpbA==\u009c\u007f\u202e\u001b[2J é";
    const facts: Partial<Facts> = { facts: 1, admin: [name], commands: { shell: name } };
    const text = [...factsPieces(facts)].join("");
    expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
    expect(JSON.parse(text)).toEqual(facts);
  });
});

import { describe, expect, it } from "vitest";
import { compareApplied } from "./compare-applied.ts";
import { createMigrationGraph } from "./migration-graph.ts";
import type { LinkedAppMigrations, LinkedMigration, MigrationKey } from "./migration.ts";

const key = (text: string): MigrationKey => {
  const [app = "", name = ""] = text.split(".");
  return { app, name };
};
const aMigration = (name: string, dependencies: readonly string[] = [], over: Partial<LinkedMigration> = {}): LinkedMigration => ({
  ...key(name),
  file: `/project/${name}.py`,
  dependencies: dependencies.map(key),
  replaces: [],
  runBefore: [],
  initial: null,
  atomic: true,
  operations: [],
  ...over,
});
const anApp = (label: string, ...migrations: readonly LinkedMigration[]): LinkedAppMigrations => ({
  label,
  module: `${label}.migrations`,
  migrations,
  isRead: true,
});
const rows = (...names: readonly string[]): ReadonlySet<string> => new Set(names);
const squash = aMigration("bakery.0001_squashed_0002", ["auth.__first__"], {
  replaces: [key("bakery.0001_initial"), key("bakery.0002_oven")],
});
const bakery = anApp(
  "bakery",
  aMigration("bakery.0001_initial", ["auth.__first__"]),
  squash,
  aMigration("bakery.0002_oven", ["bakery.0001_initial"]),
  aMigration("bakery.0003_shelf", ["bakery.0002_oven"]),
);

describe("the migration graph", () => {
  it("ends in the migration that nothing of its app follows", () => {
    const shop = anApp("shop", aMigration("shop.0001_initial"), aMigration("shop.0002_till", ["shop.0001_initial"]));
    const orders = anApp("orders", aMigration("orders.0001_initial", ["shop.0002_till"]));
    const graph = createMigrationGraph([shop, orders], rows());
    expect(graph.leaves("shop")).toEqual(["0002_till"]);
    expect(graph.leaves("orders")).toEqual(["0001_initial"]);
  });

  it("has two leaves where two migrations follow one", () => {
    const shop = anApp(
      "shop",
      aMigration("shop.0001_initial"),
      aMigration("shop.0002_a", ["shop.0001_initial"]),
      aMigration("shop.0002_b", ["shop.0001_initial"]),
    );
    expect(createMigrationGraph([shop], rows()).leaves("shop")).toEqual(["0002_a", "0002_b"]);
  });

  it("follows run_before within the app", () => {
    const shop = anApp(
      "shop",
      aMigration("shop.0001_initial"),
      aMigration("shop.0002_a", ["shop.0001_initial"], { runBefore: [key("shop.0002_b")] }),
      aMigration("shop.0002_b", ["shop.0001_initial"]),
    );
    expect(createMigrationGraph([shop], rows()).leaves("shop")).toEqual(["0002_b"]);
  });

  it("does not know the leaves when a dependency is not known", () => {
    expect(
      createMigrationGraph([anApp("shop", aMigration("shop.0001_initial", [], { dependencies: null }))], rows()).leaves("shop"),
    ).toBeNull();
  });

  it("puts a squash in the place of what it replaces when none of that is applied", () => {
    const graph = createMigrationGraph([bakery], rows());
    expect([...graph.keys].sort()).toEqual(["bakery.0001_squashed_0002", "bakery.0003_shelf"]);
    expect(graph.leaves("bakery")).toEqual(["0003_shelf"]);
  });

  it("counts a squash as applied when all that it replaces is", () => {
    const graph = createMigrationGraph([bakery], rows("bakery.0001_initial", "bakery.0002_oven"));
    expect(graph.applied.has("bakery.0001_squashed_0002")).toBe(true);
    expect(graph.keys.has("bakery.0001_initial")).toBe(false);
  });

  it("leaves a squash out when only a part of what it replaces is applied", () => {
    const graph = createMigrationGraph([bakery], rows("bakery.0001_initial"));
    expect([...graph.keys].sort()).toEqual(["bakery.0001_initial", "bakery.0002_oven", "bakery.0003_shelf"]);
    expect(graph.leaves("bakery")).toEqual(["0003_shelf"]);
  });

  it("takes a squash for what it replaces where that is gone from disk", () => {
    const gone = anApp("bakery", squash, aMigration("bakery.0003_shelf", ["bakery.0002_oven"]));
    const other = anApp("shop", aMigration("shop.0001_initial", ["bakery.0001_initial"]));
    const graph = createMigrationGraph([gone, other], rows());
    expect(graph.leaves("bakery")).toEqual(["0003_shelf"]);
    expect(graph.order().map(({ name }) => name)).toEqual(["0001_squashed_0002", "0003_shelf", "0001_initial"]);
  });

  it("settles a squash of squashes from the inside", () => {
    const outer = aMigration("bakery.0001_again", [], { replaces: [key("bakery.0001_squashed_0002"), key("bakery.0003_shelf")] });
    const graph = createMigrationGraph(
      [anApp("bakery", ...bakery.migrations, outer)],
      rows("bakery.0001_initial", "bakery.0002_oven", "bakery.0003_shelf"),
    );
    expect([...graph.keys]).toEqual(["bakery.0001_again"]);
    expect(graph.applied.has("bakery.0001_again")).toBe(true);
  });
});

describe("comparing with a database", () => {
  const compare = (...names: readonly string[]) => compareApplied([bakery], names.map(key));

  it("finds what is on disk and not applied", () => {
    expect(compare("bakery.0001_initial", "bakery.0002_oven").pending.get("bakery")).toEqual(["0003_shelf"]);
    expect(compare().pending.get("bakery")).toEqual(["0001_squashed_0002", "0003_shelf"]);
    expect(compare("bakery.0001_initial").pending.get("bakery")).toEqual(["0002_oven", "0003_shelf"]);
  });

  it("finds what is applied and has no file, but not what a squash replaces", () => {
    const without = anApp("bakery", ...bakery.migrations.filter(({ name }) => name !== "0001_initial" && name !== "0002_oven"));
    const { phantom } = compareApplied([without], ["bakery.0001_initial", "bakery.0002_oven", "bakery.0004_lost"].map(key));
    expect([...phantom]).toEqual([["bakery", ["0004_lost"]]]);
  });

  it("says nothing of an app whose code is not here", () => {
    const { pending, phantom } = compareApplied(
      [{ label: "guardian", module: null, migrations: [], isRead: false }],
      [key("guardian.0001_initial")],
    );
    expect(pending.has("guardian")).toBe(false);
    expect(phantom.has("guardian")).toBe(false);
  });
});

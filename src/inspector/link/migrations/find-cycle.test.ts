import { describe, expect, it } from "vitest";
import type { AppMigrations, MigrationFacts } from "../../../contract/shapes/facts.ts";
import { findCycle } from "./find-cycle.ts";

/** `app.name` → what it depends on, and what else is said of it. */
type Written = Readonly<Record<string, readonly string[] | (Partial<MigrationFacts> & { readonly after: readonly string[] })>>;

const apps = (written: Written): Record<string, AppMigrations> => {
  const made: Record<string, AppMigrations> = {};
  for (const [key, given] of Object.entries(written)) {
    const [app = "", name = ""] = key.split(".");
    const { after, ...more } = "after" in given ? given : { after: given };
    const found = (made[app] ??= { module: `${app}.migrations`, migrations: [], leaf_nodes: [] });
    found.migrations.push({
      name,
      file: `${app}/migrations/${name}.py`,
      dependencies: [...after],
      replaces: [],
      run_before: [],
      initial: null,
      operations: [],
      ...more,
    });
  }
  return made;
};

describe("migrations that depend on each other", () => {
  it.each<readonly [string, Written, readonly string[]]>([
    ["two of one app", { "a.0001": ["a.0002"], "a.0002": ["a.0001"] }, ["a.0001", "a.0002"]],
    ["itself", { "a.0001": ["a.0001"] }, ["a.0001"]],
    [
      "a circle over apps, behind a straight road",
      { "a.0001": ["b.0002"], "b.0001": [], "b.0002": ["b.0001", "c.0001"], "c.0001": ["a.0001"] },
      ["a.0001", "b.0002", "c.0001"],
    ],
    [
      "one that runs before what it depends on",
      { "a.0001": [], "b.0001": { after: ["a.0001"], run_before: ["a.0001"] } },
      ["a.0001", "b.0001"],
    ],
    [
      "two squashes, whose parts had an order",
      {
        "a.0001": [],
        "a.0002": ["a.0001", "b.0001"],
        "a.0001_squashed": { after: ["b.0001"], replaces: ["a.0001", "a.0002"] },
        "b.0001": ["a.0001"],
      },
      ["a.0001_squashed", "b.0001"],
    ],
    [
      "the first of an app that asks for the first of the other",
      { "a.0001": ["b.__first__"], "b.0001": ["a.__first__"] },
      ["a.0001", "b.0001"],
    ],
  ])("are found: %s", (_, written, cycle) => {
    expect(findCycle(apps(written))).toEqual(cycle);
  });

  it.each<readonly [string, Written]>([
    ["a road with two ways", { "a.0001": [], "a.0002": ["a.0001"], "a.0003": ["a.0001"], "a.0004": ["a.0002", "a.0003"] }],
    ["two apps that need each other at different times", { "a.0001": [], "a.0002": ["a.0001", "b.0001"], "b.0001": ["a.0001"] }],
    [
      "a squash that follows what it replaces",
      { "a.0001": [], "a.0002": ["a.0001"], "a.0001_squashed": { after: [], replaces: ["a.0001", "a.0002"] } },
    ],
    ["the last of another app", { "a.0001": ["b.__latest__"], "b.0001": [], "b.0002": ["b.0001"] }],
    [
      "what one squash replaces, one of which asks for itself",
      { "a.0001": ["a.0001"], "a.0002": ["a.0001"], "a.0001_squashed": { after: [], replaces: ["a.0001", "a.0002"] } },
    ],
    ["one that is not known", { "a.0001": { after: [], dependencies: null }, "a.0002": ["a.0001", "gone.0001"] }],
  ])("are not seen in %s", (_, written) => {
    expect(findCycle(apps(written))).toBeNull();
  });
});

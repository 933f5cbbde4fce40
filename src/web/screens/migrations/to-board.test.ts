import { describe, expect, it } from "vitest";
import type { AppFacts, MigrationsFacts } from "../../../contract/shapes/facts.ts";
import { toBoard } from "./to-board.ts";

const anApp = (label: string, firstParty: boolean): AppFacts => ({
  label,
  name: label,
  path: null,
  first_party: firstParty,
  config_class: null,
  default_auto_field: null,
  verbose_name: null,
  file: null,
  line: null,
});

const migration = (name: string) => ({
  name,
  file: `${name}.py`,
  dependencies: [],
  replaces: [],
  run_before: [],
  initial: null,
  operations: [],
});

const facts: MigrationsFacts = {
  apps: {
    auth: { module: "django.contrib.auth.migrations", migrations: [migration("0001_initial")], leaf_nodes: ["0001_initial"] },
    lending: {
      module: "lending.migrations",
      migrations: ["0001_initial", "0002_a", "0002_b"].map(migration),
      leaf_nodes: ["0002_a", "0002_b"],
    },
    catalogue: { module: "catalogue.migrations", migrations: [migration("0001_initial")], leaf_nodes: ["0001_initial"] },
  },
  conflicts: { lending: ["0002_a", "0002_b"] },
  drift: { lending: [{ op: "AddField", describe: "Add field due to loan" }], catalogue: null },
  drift_unknown: { catalogue: "its operations are computed" },
  applied: {},
  pending: { auth: [], lending: ["0002_a", "0002_b"], catalogue: null },
  phantom: { auth: ["0002_lost"] },
};

describe("toBoard", () => {
  const board = toBoard(facts, [anApp("auth", false), anApp("catalogue", true), anApp("lending", true)]);

  it("puts the project's own apps first, those in trouble before the others", () => {
    expect(board.map(({ label }) => label)).toEqual(["lending", "catalogue", "auth"]);
  });
  it("marks pending and conflicting migrations", () => {
    expect(board[0]?.migrations.map(({ state, conflicting }) => [state, conflicting])).toEqual([
      ["applied", false],
      ["pending", true],
      ["pending", true],
    ]);
    expect(board[0]?.drift).toEqual(["Add field due to loan"]);
  });
  it("calls nothing pending, applied or unchanged where it is not known", () => {
    expect(board[1]).toMatchObject({ pending: null, drift: null });
    expect(board[1]?.migrations.map(({ state }) => state)).toEqual(["unknown"]);
  });
  it("keeps what is applied without a file", () => {
    expect(board[2]).toMatchObject({ pending: 0, phantom: ["0002_lost"], drift: [] });
  });
});

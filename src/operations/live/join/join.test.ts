import { mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Facts } from "../../../contract/shapes/facts.ts";
import { aField, aJudgedProject, aModel, aSetting, type JudgedParts } from "../../../inspector/insights/a-judged-project.ts";
import { readLiveLines, type LiveFacts } from "../live-facts.ts";
import { createCauseFinder } from "./find-cause.ts";
import { joinFacts, toFigures } from "./join.ts";

const timing: Facts["timing"] = {
  files: 0,
  bytes: 0,
  parsed: 0,
  cached: 0,
  discover_ms: 0,
  parse_ms: 0,
  extract_ms: 0,
  link_ms: 0,
  derive_ms: 0,
  total_ms: 0,
};
const source = (parts: JudgedParts): Facts => ({ ...aJudgedProject(parts).facts, insights: [], timing });

const project = { django_version: "5.2.1", python_version: "3.12.1", python: "/venv/bin/python", settings_module: "site.settings" };
const field = {
  name: "name",
  class: "CharField",
  internal_type: "CharField",
  column: "name",
  null: false,
  blank: false,
  unique: false,
  primary_key: false,
  db_index: false,
  max_length: 80,
  has_default: false,
  choices: 0,
  relation: null,
};
const model = {
  label: "bakery.Loaf",
  app: "bakery",
  name: "Loaf",
  module: "bakery.models",
  file: "/project/bakery/models.py",
  auto_created: false,
  proxy: false,
  managed: true,
  swapped: null,
  db_table: "bakery_loaf",
  pk: "id",
  concrete_parents: [],
  ordering: [],
  unique_together: [],
  indexes: [],
  constraints: [],
  fields: [field],
  reverse: [],
};
/** What a project told, from lines as they come. */
const told = (...lines: readonly (readonly [string, unknown])[]): LiveFacts =>
  readLiveLines(lines.map(([letter, value]) => `${letter} ${JSON.stringify(value)}\n`).join(""));

const loaf = (over = {}): JudgedParts => ({ models: [aModel({ fields: [aField(over)] })] });

describe("source and life", () => {
  it("agree answer by answer where both have one", () => {
    const { differences, counts } = joinFacts(source(loaf()), told(["P", project], ["M", model]));
    expect(differences).toEqual([]);
    expect(counts().find(({ section }) => section === "fields")).toEqual({ section: "fields", agree: 12, differ: 0, told: 0 });
  });

  it("do not contradict each other where the source does not know", () => {
    const unsure = source(loaf({ certainty: "unknown", because: "a metaclass makes it", max_length: 20 }));
    const { differences, counts } = joinFacts(unsure, told(["M", model]));
    expect(differences).toEqual([]);
    expect(counts().find(({ section }) => section === "fields")).toMatchObject({ differ: 0, told: 11 });
  });

  it("differ by value, by what is only in one of them, and by what stands in the other's place", () => {
    const live = told(
      [
        "M",
        {
          ...model,
          fields: [
            { ...field, max_length: 40 },
            { ...field, name: "crust" },
          ],
        },
      ],
      ["M", { ...model, label: "bakery.Roll" }],
    );
    const { differences } = joinFacts(source(loaf()), live);
    expect(differences.map(({ subject, property, source: read, live: ran }) => [subject, property, read, ran])).toEqual([
      ["bakery.Roll", null, null, "there"],
      ["bakery.Loaf.crust", null, null, "there"],
      ["bakery.Loaf.name", "max_length", "80", "40"],
    ]);
  });

  it("are not compared in a part that life could not tell, or where nothing of it came", () => {
    const read = source({ ...loaf(), urls: [], admin: ["bakery.Loaf"], commands: {} });
    const { counts } = joinFacts(read, told(["E", { section: "urls", message: "no module" }]));
    expect(counts().filter(({ differ }) => differ > 0)).toEqual([]);
    const half = told(["M", { ...model, label: "other.Thing", app: "other" }], ["E", { section: "models", message: "a field breaks" }]);
    expect(joinFacts(source(loaf()), half).differences).toEqual([]);
  });

  it("take more routes for told where the source says that it may lack some", () => {
    const url = { route: "bread/", name: null, full_name: null, view: "bakery.views.bread" };
    const unread = [{ file: "site/urls.py", line: 3, code: "unresolved-urls", message: "computed" }];
    expect(joinFacts(source({ unread }), told(["U", url])).differences).toEqual([]);
    expect(joinFacts(source({}), told(["U", url])).differences).toMatchObject([{ subject: "bread/", source: null, live: "there" }]);
  });

  it("do not contradict each other over a way back whose name the source does not know, or a registration it could not read", () => {
    const back = { accessor: null, query_name: null, from: "bakery.Order", field: "loaf", hidden: false };
    const unread = [
      { file: "bakery/admin.py", line: 3, code: "unresolved-admin", message: "Which model is registered here is not known." },
    ];
    const parts = { models: [aModel({ fields: [aField({})], reverse: [back] })], unread };
    const { differences } = joinFacts(
      source(parts),
      told(["M", { ...model, reverse: [{ accessor: "orders", from: "bakery.Order", field: "loaf" }] }], ["T", ["bakery.Loaf"]]),
    );
    expect(differences).toEqual([]);
  });

  it("do not contradict each other over fields of a model with a base that is not here", () => {
    const inferred = aModel({ fields: [aField({})], certainty: "inferred", because: "the code of ovens.Baked is not here" });
    const life = told(["M", { ...model, fields: [field, { ...field, name: "heat", column: "heat" }] }]);
    const { differences, counts } = joinFacts(source({ models: [inferred] }), life);
    expect([differences, counts().find(({ section }) => section === "fields")?.told]).toEqual([[], 1]);
  });

  it("leave a line without its shape out, and say so", () => {
    const facts = told(["M", { label: "bakery.Loaf" }], ["Z", {}], ["N", { section: "end", done: 3, of: 3 }]);
    expect(facts).toMatchObject({ models: [], faults: [{ section: "models" }], isWhole: true });
    expect(told(["N", { section: "urls", done: 1, of: 3 }]).isWhole).toBe(false);
  });
});

describe("figures of life", () => {
  it("count a migration that came to the source since as pending, and one that went no longer", () => {
    const file = (name: string) => ({
      name,
      file: `bakery/migrations/${name}.py`,
      dependencies: [],
      replaces: [],
      run_before: [],
      initial: null,
      operations: [],
    });
    const apps = { bakery: { module: "bakery.migrations", migrations: ["0001_a", "0003_c"].map(file), leaf_nodes: ["0003_c"] } };
    const migrations = ["0001_a", "0002_b"].map((name) => ({ name, dependencies: [], replaces: [], operations: [] }));
    const live = told(
      ["G", { app: "bakery", migrations, leaf_nodes: ["0002_b"], conflicts: [] }],
      [
        "R",
        {
          alias: "default",
          database: { engine: "x", name: "y" },
          rows: [["bakery", "0001_a"]],
          pending: { bakery: ["0002_b"], auth: ["0001_initial"] },
        },
      ],
    );
    expect(toFigures(source({ migrations: { apps } }), live)).toMatchObject({
      pending_migrations: 2,
      conflicts: 0,
      drift: null,
      models: null,
    });
  });
});

describe("the cause of a difference", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "djdesk-cause-"));
    writeFileSync(join(root, "models.py"), "");
    utimesSync(join(root, "models.py"), 2_000, 2_000);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const causeOf = (
    parts: JudgedParts,
    subject: string,
    more: { askedAt?: number; file?: string; django?: string; section?: "settings" } = {},
  ) => {
    const facts = source({ ...parts, project: { root, environment: "venv", ...parts.project } });
    const live = told(["P", { ...project, django_version: more.django ?? "5.2.1" }]);
    const find = createCauseFinder({ source: facts, live, askedAt: more.askedAt ?? 3_000_000 });
    return find({
      section: more.section ?? "fields",
      subject,
      property: "null",
      source: "true",
      live: "false",
      file: more.file ?? null,
      line: 1,
    });
  };

  it("is a file that changed after life was asked, and not one that did not", () => {
    expect(causeOf({}, "x", { file: "models.py", askedAt: 1_000_000 })).toBe("models.py was changed after life was asked.");
    expect(causeOf({}, "x", { file: "models.py" })).toBeNull();
    symlinkSync(join(root, "loop"), join(root, "loop"));
    expect(causeOf({}, "x", { file: "loop/models.py" })).toBeNull();
  });

  it("is the environment variable that a setting follows", () => {
    const values = [aSetting({ name: "DEBUG", origin: [{ file: "site/settings.py", line: 3, env: "SHOP_DEBUG" }] })];
    const settings = { ...aJudgedProject({}).facts.settings, values };
    expect(causeOf({ settings }, "DEBUG", { section: "settings" })).toBe("It depends on the environment variable SHOP_DEBUG.");
  });

  it("is that the source was not sure, or was read for another release or other settings", () => {
    const unsure = loaf({ certainty: "inferred", because: "a condition is taken to hold" });
    expect(causeOf(unsure, "bakery.Loaf.name")).toBe("The source was not sure: a condition is taken to hold");
    expect(causeOf({}, "x", { django: "6.0" })).toBe("The source was read for Django 5.2.1, and Django 6.0 runs.");
    expect(causeOf({ project: { settings_module: "site.live" } }, "x")).toContain("site.live");
    expect(causeOf({}, "x")).toBeNull();
  });
});

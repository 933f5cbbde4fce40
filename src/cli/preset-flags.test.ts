import { describe, expect, it } from "vitest";
import { Refusal } from "../contract/errors.ts";
import type { Preset, PresetOption } from "../contract/shapes/preset.ts";
import { dataFolderIn, describePreset, inFlags, readRunLine } from "./preset-flags.ts";

const anOption = (name: string, kind: PresetOption["kind"], required = false): PresetOption => ({
  name,
  label: name,
  help: `The ${name}.`,
  kind,
  required,
  choices: [],
  suggests: null,
  spelling: { as: "flag", flag: `--${name}` },
});

const sqlmigrate: Preset = {
  key: "sqlmigrate",
  label: "SQL",
  description: "Prints SQL.",
  command: "python manage.py sqlmigrate",
  options: [anOption("app_label", "text", true), anOption("backwards", "flag"), anOption("tag", "list")],
  timeout_seconds: 60,
};

const dumpdata: Preset = {
  ...sqlmigrate,
  key: "dumpdata",
  options: [
    anOption("indent", "number"),
    { ...anOption("database", "text"), spelling: { as: "positional" } },
    { ...anOption("labels", "list", true), spelling: { as: "positional" } },
  ],
};

describe("the line of djdesk run", () => {
  it("takes what manage.py takes without a flag in the order of the table", () => {
    const optionsOf = (...words: readonly string[]) => readRunLine(dumpdata, words).options;
    expect(optionsOf("main", "auth", "--indent", "2", "books.Book")).toEqual({
      indent: "2",
      database: "main",
      labels: ["auth", "books.Book"],
    });
    expect(optionsOf("--database", "main", "auth")).toEqual({ database: "main", labels: ["auth"] });
    expect(optionsOf("main")).toEqual({ database: "main" });
    expect(() => optionsOf("main", "--labels", "auth", "books")).toThrow("Unexpected argument 'books'.");
  });

  it("reads the options of a preset by the names of its table", () => {
    expect(readRunLine(sqlmigrate, ["--app-label", "orders", "--backwards", "--tag", "a", "--tag=b", "--json"])).toMatchObject({
      json: true,
      trust: false,
      options: { app_label: "orders", backwards: true, tag: ["a", "b"] },
    });
  });

  it.each([["--output", "x"], ["--app_label", "orders"], ["orders"], ["--app-label"]])("refuses %s", (...words) => {
    expect(() => readRunLine(sqlmigrate, words)).toThrow(expect.objectContaining({ code: "invalid-usage" }));
  });

  it("names faults by their flag", () => {
    const refusal = new Refusal("invalid-input", "…", { errors: { app_label: ["This field is required."] } });
    expect(inFlags(refusal, sqlmigrate)).toMatchObject({
      errors: { "--app-label": ["This field is required."] },
      hint: expect.stringContaining("sqlmigrate --help"),
    });
    const other = new Refusal("workspace-not-trusted", "…");
    expect(inFlags(other, sqlmigrate)).toBe(other);
  });

  it("finds the data folder before the preset is known", () => {
    expect(dataFolderIn(["--tag", "a", "--data", "/tmp/desk"])).toBe("/tmp/desk");
    expect(dataFolderIn(["--data=/tmp/desk"])).toBe("/tmp/desk");
    expect(dataFolderIn(["--tag", "a"])).toBeUndefined();
  });

  it("describes a preset with its flags", () => {
    expect(describePreset(sqlmigrate, (_style, text) => text).split("\n")).toEqual([
      "sqlmigrate  Prints SQL.",
      "  python manage.py sqlmigrate",
      "  --app-label <text>  The app_label. Required.",
      "  --backwards         The backwards.",
      "  --tag <text> …      The tag.",
    ]);
  });
});

import { describe, expect, it } from "vitest";
import { listPresets } from "./catalogue/list-presets.ts";
import { legitimateForms } from "./legitimate-forms.ts";
import { decide } from "./policy.ts";

const argsOf = (preset: string, options: Record<string, unknown> = {}) => {
  const decision = decide(preset, options);
  return decision.kind === "allowed" ? decision.command.args : decision.errors;
};
const errorsOf = (preset: string, options: Record<string, unknown> = {}) => {
  const decision = decide(preset, options);
  return decision.kind === "refused" ? decision.errors : {};
};

describe("policy", () => {
  it.each(legitimateForms)("allows %s with %j", (preset, options, expected) => {
    const decision = decide(preset, options);
    expect(decision).toMatchObject({ kind: "allowed", command: { preset, raw: `python manage.py ${expected}` } });
    expect(argsOf(preset, options)).toEqual(expected.split(" "));
  });

  it.each([
    "migrate",
    "shell",
    "flush",
    "loaddata",
    "runserver",
    "dbshell",
    "test",
    "showmigrations; id",
    "showmigrations --plan",
    "",
    "__proto__",
    "constructor",
    "-c",
    "./manage.py",
  ])("refuses the preset %j by name", (preset) => {
    expect(errorsOf(preset)).toHaveProperty("preset");
  });

  it.each([
    ["dumpdata", "o"],
    ["dumpdata", "output"],
    ["dumpdata", "--output"],
    ["dumpdata", "-oF"],
    ["check", "settings"],
    ["check", "--sett"],
    ["check", "pythonpath"],
    ["diffsettings", "default"],
    ["showmigrations", "__proto__"],
    ["showmigrations", "toString"],
    ["makemigrations-check", "name"],
    ["migrate-plan", "fake"],
  ])("refuses for %s the option %s by name", (preset, option) => {
    const options: Record<string, unknown> = Object.fromEntries([[option, "x"]]);
    expect(Object.keys(errorsOf(preset, options))).toContain(option);
  });

  it.each([
    "-o",
    "--output=manage.py",
    "--",
    "-",
    "a;id",
    "$(id)",
    "`id`",
    "a\nb",
    "a\rb",
    "a\tb",
    "a\u2028b",
    "a\u0000b",
    "../x",
    "/etc/passwd",
    "a=b",
    "a|b",
    "a&b",
    "é",
    "a'b",
    'a"b',
    "x".repeat(200_000),
    "{}",
    "*",
    "~",
  ])("refuses the app label %j", (value) => {
    for (const preset of ["showmigrations", "check", "makemigrations-check"])
      expect(errorsOf(preset, { app_label: value })).toHaveProperty("app_label");
    expect(errorsOf("dumpdata", { labels: [value] })).toHaveProperty("labels");
    expect(errorsOf("inspectdb", { table: value })).toHaveProperty("table");
    expect(errorsOf("sqlmigrate", { app_label: value, migration: value })).toMatchObject({
      app_label: [expect.any(String)],
      migration: [expect.any(String)],
    });
  });

  it.each([[{}], [[["a"]]], [1.5], [true], [Number.NaN], [() => 1]])("refuses %j where a name is asked", (value) => {
    expect(errorsOf("showmigrations", { app_label: value })).toHaveProperty("app_label");
    expect(errorsOf("showmigrations", { database: value })).toHaveProperty("database");
  });

  it("names all faults of a request at once", () => {
    const errors = errorsOf("dumpdata", { output: "x", indent: "99", pks: "1", format: "../x", exclude: "-a", all: "maybe" });
    expect(Object.keys(errors).sort()).toEqual(["all", "exclude", "format", "indent", "labels", "output", "pks"]);
    for (const messages of Object.values(errors)) expect(messages.join(" ")).toMatch(/[.]$/);
  });

  it("refuses an option that is given twice and takes one value", () => {
    expect(errorsOf("inspectdb", { database: ["default", "replica"] })).toEqual({
      database: ["Database was given 2 times; give it once."],
    });
  });

  it("refuses the list and the plan together", () => {
    expect(errorsOf("showmigrations", { list: "on", plan: "on" })).toHaveProperty("plan");
  });

  it("refuses a plan of a migration without its app", () => {
    expect(errorsOf("migrate-plan", { migration: "0001" })).toHaveProperty("app_label");
  });

  it("refuses primary keys of more than one model", () => {
    expect(errorsOf("dumpdata", { labels: "library", pks: "1" })).toHaveProperty("pks");
  });

  it("replaces the time limit when the desk has one", () => {
    expect(decide("check", {}, 5000)).toMatchObject({ command: { timeoutMs: 5000 } });
    expect(listPresets(5000).map((preset) => preset.timeout_seconds)).toContain(5);
    const limits = Object.fromEntries(listPresets().map((preset) => [preset.key, preset.timeout_seconds]));
    const { "fixture-slice": slice, "live-facts": live, ...others } = limits;
    expect({ slice, live, others: new Set(Object.values(others)) }).toEqual({ slice: 300, live: 120, others: new Set([60]) });
  });
});

import { describe, expect, it } from "vitest";
import { listPresets } from "./catalogue/list-presets.ts";
import { decide } from "./policy.ts";

const argsOf = (preset: string, options: Record<string, unknown> = {}) => {
  const decision = decide(preset, options);
  return decision.kind === "allowed" ? decision.command.args : decision.errors;
};
const errorsOf = (preset: string, options: Record<string, unknown> = {}) => {
  const decision = decide(preset, options);
  return decision.kind === "refused" ? decision.errors : {};
};

/** What users of a library, a bakery and an observatory ask for. */
export const legitimate: readonly (readonly [string, Record<string, unknown>, string])[] = [
  ["showmigrations", {}, "showmigrations"],
  ["showmigrations", { app_label: "" }, "showmigrations"],
  ["showmigrations", { app_label: "bakery shelf" }, "showmigrations bakery shelf"],
  ["showmigrations", { app_label: ["bakery", "shelf"] }, "showmigrations bakery shelf"],
  ["showmigrations", { plan: "on" }, "showmigrations --plan"],
  ["showmigrations", { plan: true, verbosity: 2 }, "showmigrations --plan --verbosity=2"],
  ["showmigrations", { list: "true", database: "replica" }, "showmigrations --list --database=replica"],
  ["check", {}, "check"],
  ["check", { deploy: "on", tag: "security" }, "check --deploy --tag=security"],
  ["check", { tag: ["models", "urls"], app_label: "bakery" }, "check --tag=models --tag=urls bakery"],
  ["check", { fail_level: "WARNING" }, "check --fail-level=WARNING"],
  ["check", { database: "default" }, "check --database=default"],
  ["check-deploy", {}, "check --deploy"],
  ["check-deploy", { tag: "security, caches" }, "check --deploy --tag=security --tag=caches"],
  ["diffsettings", {}, "diffsettings"],
  ["diffsettings", { all: "on", output: "unified" }, "diffsettings --all --output=unified"],
  ["diffsettings", { output: "hash" }, "diffsettings --output=hash"],
  ["inspectdb", {}, "inspectdb"],
  ["inspectdb", { database: "replica" }, "inspectdb --database=replica"],
  ["inspectdb", { include_views: "on", include_partitions: "on" }, "inspectdb --include-views --include-partitions"],
  ["inspectdb", { table: "library_book library_author" }, "inspectdb library_book library_author"],
  ["sqlmigrate", { app_label: "library", migration: "0001" }, "sqlmigrate library 0001"],
  ["sqlmigrate", { app_label: "library", migration: "0002_shelf", backwards: "on" }, "sqlmigrate --backwards library 0002_shelf"],
  ["dumpdata", { labels: "library.Book" }, "dumpdata library.Book"],
  ["dumpdata", { labels: "library", format: "json", indent: "2" }, "dumpdata --format=json --indent=2 library"],
  ["dumpdata", { labels: ["library"], exclude: "library.Loan", all: "on" }, "dumpdata --exclude=library.Loan --all library"],
  ["dumpdata", { labels: "library", natural_foreign: "on", natural_primary: "on" }, "dumpdata --natural-foreign --natural-primary library"],
  ["dumpdata", { labels: "library.Book", pks: "1,2 3" }, "dumpdata --pks=1,2,3 library.Book"],
  ["makemigrations-check", {}, "makemigrations --check --dry-run --no-input"],
  ["makemigrations-check", { app_label: "library" }, "makemigrations --check --dry-run --no-input library"],
  ["migrate-plan", {}, "migrate --plan --no-input"],
  ["migrate-plan", { app_label: "library", migration: "zero" }, "migrate --plan --no-input library zero"],
];

describe("policy", () => {
  it.each(legitimate)("allows %s with %j", (preset, options, expected) => {
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
    const others = listPresets().filter(({ key }) => key !== "fixture-slice");
    expect(others.every((preset) => preset.timeout_seconds === 60)).toBe(true);
    expect(listPresets().find(({ key }) => key === "fixture-slice")).toMatchObject({ timeout_seconds: 300 });
  });
});

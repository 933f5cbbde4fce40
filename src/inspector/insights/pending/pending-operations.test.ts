import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OperationChange } from "../../../contract/shapes/facts.ts";
import { createDiskFiles } from "../../files/disk-files.ts";
import { inspect } from "../../inspect.ts";
import { aJudgedProject } from "../a-judged-project.ts";
import { judge } from "../judge.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "djdesk-pending-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const initial = `
from django.db import migrations, models
import django.contrib.postgres.operations
import uuid
class Migration(migrations.Migration):
    initial = True
    operations = [
        migrations.CreateModel("Oven", [("id", models.BigAutoField(primary_key=True))]),
        migrations.CreateModel("Loaf", [
            ("id", models.BigAutoField(primary_key=True)),
            ("name", models.CharField(max_length=80)),
            ("note", models.CharField(max_length=80, null=True)),
            ("weight", models.IntegerField()),
        ]),
    ]
`;
const models = `
from django.db import models
class Oven(models.Model):
    pass
class Loaf(models.Model):
    name = models.CharField(max_length=80)
    note = models.CharField(max_length=80, null=True)
    weight = models.IntegerField()
    class Meta:
        ordering = ["weight"]
`;
const settings = `
INSTALLED_APPS = ["bread"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}
`;

/** Codes and severities of what is said of `operations` in a second migration; `applied`: rows of the database, null for none to read. */
const said = (operations: string, applied: readonly string[] | null = ["0001_initial"], body = ""): readonly string[] => {
  const second = `${initial.split("class Migration")[0] ?? ""}class Migration(migrations.Migration):
    dependencies = [("bread", "0001_initial")]
${body}    operations = [${operations}]
`;
  const files = {
    "manage.py": 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "bakery_settings_dev")\n',
    "bakery_settings_dev.py": applied === null ? settings.replace("sqlite3", "postgresql").replace('"db.sqlite3"', '"bread"') : settings,
    "bread/__init__.py": "",
    "bread/models.py": models,
    "bread/migrations/__init__.py": "",
    "bread/migrations/0001_initial.py": initial,
    "bread/migrations/0002_change.py": second,
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  if (applied !== null) {
    rmSync(join(folder, "db.sqlite3"), { force: true });
    const database = new DatabaseSync(join(folder, "db.sqlite3"));
    database.exec("CREATE TABLE django_migrations (id integer PRIMARY KEY, app varchar(255), name varchar(255), applied datetime)");
    for (const name of applied) database.prepare("INSERT INTO django_migrations (app, name) VALUES ('bread', ?)").run(name);
    database.close();
  }
  const facts = inspect({ root: folder, files: createDiskFiles({ roots: [folder] }), clock: () => 0, systemPrefixes: [] });
  return facts.insights
    .filter(({ file, line }) => file === "bread/migrations/0002_change.py" && line !== null)
    .map(({ severity, code }) => `${severity} ${code}`);
};

describe("migrations that wait", () => {
  it.each([
    ["danger not-null-without-default", 'migrations.AddField("loaf", "crust", models.IntegerField())'],
    ["warning null-forbidden", 'migrations.AlterField("loaf", "note", models.CharField(max_length=80))'],
    ["warning type-changed", 'migrations.AlterField("loaf", "weight", models.DateField())'],
    ["warning text-shortened", 'migrations.AlterField("loaf", "name", models.CharField(max_length=40))'],
    ["warning becomes-unique", 'migrations.AlterField("loaf", "name", models.CharField(max_length=80, unique=True))'],
    ["warning becomes-unique", 'migrations.AlterUniqueTogether("loaf", {("name", "weight")})'],
    ["danger unique-with-one-default", 'migrations.AddField("loaf", "code", models.UUIDField(unique=True, default=uuid.uuid4))'],
    ["danger unique-with-one-default", 'migrations.AddField("loaf", "code", models.SlugField(unique=True, default="x"))'],
    ["warning field-renamed", 'migrations.RenameField("loaf", "note", "remark")'],
    ["warning model-renamed", 'migrations.RenameModel("Oven", "Kiln")'],
    ["warning table-renamed", 'migrations.AlterModelTable("loaf", "loaves")'],
    ["warning table-dropped", 'migrations.DeleteModel("Oven")'],
    ["info irreversible-step", "migrations.RunPython(lambda apps, editor: None)"],
    ["info irreversible-step", 'migrations.RunSQL("SELECT 1")'],
    [
      "danger concurrently-in-transaction",
      'django.contrib.postgres.operations.AddIndexConcurrently("loaf", models.Index(fields=["name"], name="n"))',
    ],
  ])("%s: %s", (expected, operation) => {
    expect(said(operation)).toEqual([expected]);
  });

  it("name a dropped column that the model still has, and the drop itself", () => {
    expect(said('migrations.RemoveField("loaf", "weight")')).toEqual(["danger dropped-field-in-use", "warning column-dropped"]);
  });

  it.each([
    ["a default", 'migrations.AddField("loaf", "crust", models.IntegerField(default=1), preserve_default=False)'],
    ["NULL", 'migrations.AddField("loaf", "crust", models.IntegerField(null=True))'],
    ["an empty text", 'migrations.AddField("loaf", "crust", models.CharField(max_length=9, blank=True))'],
    ["a time of its own", 'migrations.AddField("loaf", "baked", models.DateTimeField(auto_now_add=True))'],
    ["a many-to-many field", 'migrations.AddField("loaf", "ovens", models.ManyToManyField("bread.Oven"))'],
    ["a text for a text", 'migrations.AlterField("loaf", "name", models.TextField())'],
    ["a longer text", 'migrations.AlterField("loaf", "name", models.CharField(max_length=90))'],
    ["a way back", "migrations.RunPython(lambda apps, editor: None, migrations.RunPython.noop)"],
    [
      "a new table",
      'migrations.CreateModel("Roll", [("id", models.BigAutoField(primary_key=True))]), migrations.AddField("roll", "x", models.IntegerField())',
    ],
  ])("are not warned of for %s", (_what, operation) => {
    expect(said(operation)).toEqual([]);
  });

  it("may build an index concurrently outside a transaction", () => {
    const operation = 'django.contrib.postgres.operations.AddIndexConcurrently("loaf", models.Index(fields=["name"], name="n"))';
    expect(said(operation, ["0001_initial"], "    atomic = False\n")).toEqual([]);
  });

  it("are judged no more once they are applied", () => {
    expect(said('migrations.AddField("loaf", "crust", models.IntegerField())', ["0001_initial", "0002_change"])).toEqual([]);
  });

  it("risk nothing in a database without tables", () => {
    expect(said('migrations.AddField("loaf", "crust", models.IntegerField())', [])).toEqual([]);
  });

  it("are said to be wrong, as a note, where the database cannot be read", () => {
    expect(said('migrations.AddField("loaf", "crust", models.IntegerField())', null)).toEqual(["info not-null-without-default"]);
    expect(said('migrations.DeleteModel("Oven")', null)).toEqual([]);
  });

  it("are silenced by a comment", () => {
    expect(said('migrations.DeleteModel("Oven"),  # djdesk: ignore[table-dropped]\n')).toEqual([]);
    expect(said('migrations.DeleteModel("Oven"),  # djdesk: ignore[table-renamed]\n')).toEqual(["warning table-dropped"]);
  });
});

describe("migrations that wait for PostgreSQL", () => {
  const column = {
    internal_type: "CharField",
    null: false,
    unique: false,
    db_index: false,
    max_length: 80,
    has_default: false,
    calls_default: false,
    relation: null,
  };
  const change = (over: Partial<OperationChange>): OperationChange => ({
    kind: "AddIndex",
    model: "bread.Loaf",
    field: null,
    before: null,
    after: null,
    atomic: true,
    waits: true,
    ...over,
  });
  const codes = (one: OperationChange, engine = "django.db.backends.postgresql"): readonly string[] => {
    const operation = { op: one.kind, args: {}, line: 7, change: one };
    const migration = {
      name: "0002_change",
      file: "bread/migrations/0002_change.py",
      dependencies: [],
      replaces: [],
      run_before: [],
      initial: null,
      operations: [operation],
    };
    const { settings: clean } = aJudgedProject().facts;
    const project = aJudgedProject({
      settings: { ...clean, DATABASES: { default: engine } },
      migrations: { apps: { bread: { module: "bread.migrations", migrations: [migration], leaf_nodes: ["0002_change"] } } },
    });
    return judge(project, () => "").map(({ severity, code }) => `${severity} ${code}`);
  };

  it.each([
    ["index-locks-table", change({})],
    ["constraint-locks-table", change({ kind: "AddConstraint" })],
    ["column-index-locks-table", change({ kind: "AlterField", field: "name", before: column, after: { ...column, db_index: true } })],
  ])("%s", (code, one) => {
    expect(codes(one)).toEqual([`warning ${code}`]);
    expect(codes(one, "django.db.backends.sqlite3")).toEqual([]);
  });
});

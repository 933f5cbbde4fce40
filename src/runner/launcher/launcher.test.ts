import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { noSandbox } from "../sandbox/sandbox.ts";
import { djangoPython, whyNoDjango } from "../../../test/support/django.ts";
import { decide } from "../policy.ts";
import { startRun } from "../run.ts";
import type { OutputLine, RunRequest } from "../task.ts";

let folder = "";
let count = 0;
beforeAll(async () => {
  await djangoPython();
}, 300_000);
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-library-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (path: string, text: string) => {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), text);
};

/** A library with one app; `settings` is added to its settings, `ready` runs when Django has loaded the apps. */
const aLibrary = (settings = "", ready = "pass") => {
  write(
    "manage.py",
    `import os, sys
if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "library.settings")
    from django.core.management import execute_from_command_line
    execute_from_command_line(sys.argv)
`,
  );
  write("library/__init__.py", "");
  write(
    "library/settings.py",
    `from pathlib import Path
BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = "do not show this key of the library"
INSTALLED_APPS = ["books.apps.BooksConfig"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(BASE_DIR / "db.sqlite3")}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
${settings}
`,
  );
  write("books/__init__.py", "");
  write(
    "books/apps.py",
    `from django.apps import AppConfig\nclass BooksConfig(AppConfig):\n    name = "books"\n    def ready(self):\n        ${ready}\n`,
  );
  write(
    "books/models.py",
    `from django.db import models\nclass Book(models.Model):\n    title = models.CharField(max_length=50)\n    token = models.CharField(max_length=50, default="")\n`,
  );
  write("books/migrations/__init__.py", "");
  write(
    "books/migrations/0001_initial.py",
    `from django.db import migrations, models
class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.CreateModel(name="Book", fields=[("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")), ("title", models.CharField(max_length=50)), ("token", models.CharField(max_length=50, default=""))])]
`,
  );
};

/** The library's database, migrated by Django itself, with one book. */
const migrate = (python: string) => {
  const env = { PATH: process.env["PATH"], PYTHONDONTWRITEBYTECODE: "1" };
  execFileSync(python, ["manage.py", "migrate", "-v0"], { cwd: folder, env });
  const database = new DatabaseSync(join(folder, "db.sqlite3"));
  database.exec("INSERT INTO books_book (title, token) VALUES ('Emma', 'a-secret-token')");
  database.close();
};

/** Content, mode and time of every file of the project. */
const fingerprint = () =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .sort()
    .map((name) => {
      const found = statSync(join(folder, name), { bigint: true });
      const content = found.isFile()
        ? createHash("sha1")
            .update(readFileSync(join(folder, name)))
            .digest("hex")
        : "";
      return `${name} ${found.mode} ${found.mtimeNs} ${content}`;
    });

const runPreset = async (python: string, preset: string, options: Record<string, unknown> = {}, changes: Partial<RunRequest> = {}) => {
  const decision = decide(preset, options);
  if (decision.kind === "refused") throw new Error(JSON.stringify(decision.errors));
  count += 1;
  const lines: OutputLine[] = [];
  const request = {
    token: `launcher-${process.pid}-${count}`,
    command: decision.command,
    workspacePath: folder,
    interpreter: python,
    settingsModule: null,
    pythonPath: [],
    env: {},
    secrets: [],
    timeoutMs: 60_000,
    sandbox: noSandbox,
  };
  const run = startRun(
    { ...request, ...changes },
    { onSpawn: () => undefined, onLines: (batch) => lines.push(...batch), onProgress: () => undefined },
  );
  const outcome = await run.ended;
  const of = (stream: string) => lines.filter((line) => line.stream === stream).map((line) => line.text);
  return { ...outcome, stdout: of("stdout"), stderr: of("stderr"), all: lines.map((line) => line.text).join("\n") };
};

const presets: readonly (readonly [string, Record<string, unknown>])[] = [
  ["showmigrations", {}],
  ["showmigrations", { plan: "on", verbosity: "2" }],
  ["check", { database: "default" }],
  ["check-deploy", {}],
  ["diffsettings", { all: "on" }],
  ["inspectdb", {}],
  ["sqlmigrate", { app_label: "books", migration: "0001" }],
  ["dumpdata", { labels: "books", indent: "2" }],
  ["makemigrations-check", {}],
  ["migrate-plan", {}],
];

describe("launcher", () => {
  it.each(["3.2", "5.2", "6.0"])(
    "runs every preset on Django %s and changes no byte",
    async (version) => {
      const why = await whyNoDjango(version);
      if (why !== null) return console.log(`skipped: ${why}`);
      const python = await djangoPython(version);
      aLibrary();
      migrate(python);
      const before = fingerprint();
      for (const [preset, options] of presets) {
        const { reason, changedFiles, all } = await runPreset(python, preset, options);
        expect({ preset, reason }).toEqual({ preset, reason: { kind: "exited", exitCode: 0 } });
        expect(changedFiles).toEqual([]);
        expect(all).not.toContain("do not show this key");
        expect(all).not.toContain("a-secret-token");
      }
      expect(fingerprint()).toEqual(before);
    },
    300_000,
  );

  it("shows a missing database as empty and does not create it", async () => {
    const python = await djangoPython();
    aLibrary();
    const { stdout, stderr, reason } = await runPreset(python, "showmigrations");
    expect(reason).toEqual({ kind: "exited", exitCode: 0 });
    expect(stdout).toEqual(["books", " [ ] 0001_initial"]);
    expect(stderr).toEqual([
      "djdesk: the database db.sqlite3 does not exist: an empty one in memory stands in for it, nothing is created.",
    ]);
    expect(existsSync(join(folder, "db.sqlite3"))).toBe(false);
  });

  it("lets no project write to its database", async () => {
    const python = await djangoPython();
    aLibrary("", "from .models import Book; Book.objects.create(title='Persuasion')");
    migrate(await withoutReady(python));
    const before = fingerprint();
    const { error, changedFiles } = await runPreset(python, "check");
    expect(error).toBe("django.db.utils.OperationalError: attempt to write a readonly database");
    expect(changedFiles).toEqual([]);
    expect(fingerprint()).toEqual(before);
  });

  it("lets settings that tune SQLite pass without an effect", async () => {
    const python = await djangoPython();
    aLibrary(`DATABASES["default"]["OPTIONS"] = {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL"}`);
    migrate(python);
    for (const name of ["db.sqlite3-wal", "db.sqlite3-shm"]) rmSync(join(folder, name), { force: true });
    const before = fingerprint();
    expect(await runPreset(python, "showmigrations")).toMatchObject({ error: null, stdout: ["books", " [X] 0001_initial"] });
    expect(fingerprint()).toEqual(before);
  });

  it.each([
    ["a write-ahead log at rest", "wal", []],
    ["a write-ahead log that a crash left", "wal", ["-wal"]],
    ["a write-ahead log and its index that a crash left", "wal", ["-wal", "-shm"]],
    ["a hot rollback journal", "delete", ["-journal"]],
  ])("reads %s and leaves it as it is", async (_, mode, companions) => {
    const python = await djangoPython();
    aLibrary();
    migrate(python);
    const path = join(folder, "db.sqlite3");
    const crash = join(folder, "crash");
    mkdirSync(crash);
    const database = new DatabaseSync(path);
    database.exec(`PRAGMA journal_mode=${mode}; PRAGMA cache_size=1; PRAGMA wal_autocheckpoint=0`);
    if (mode === "wal") database.exec("INSERT INTO books_book (title, token) VALUES ('Persuasion', '')");
    else
      database.exec(
        "BEGIN; UPDATE books_book SET title = 'half written'; CREATE TABLE filler AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) SELECT i, hex(randomblob(100)) AS x FROM n",
      );
    for (const suffix of ["", ...companions]) copyFileSync(`${path}${suffix}`, join(crash, `db.sqlite3${suffix}`));
    database.exec(mode === "wal" ? "SELECT 1" : "ROLLBACK");
    database.close();
    if (companions.length > 0) cpSync(crash, folder, { recursive: true });
    rmSync(crash, { recursive: true });
    const before = fingerprint();
    const { stdout, error } = await runPreset(python, "dumpdata", { labels: "books" });
    expect(error).toBeNull();
    expect(stdout.join("")).toContain('"title": "Emma"');
    expect(stdout.join("").includes("Persuasion")).toBe(mode === "wal");
    expect(stdout.join("")).not.toContain("half written");
    expect(fingerprint()).toEqual(before);
  });

  it("reads a database that another program is writing to", async () => {
    const python = await djangoPython();
    aLibrary();
    migrate(python);
    const database = new DatabaseSync(join(folder, "db.sqlite3"));
    database.exec("PRAGMA journal_mode=WAL; INSERT INTO books_book (title, token) VALUES ('Persuasion', '')");
    const { stdout, error } = await runPreset(python, "dumpdata", { labels: "books" });
    database.exec("INSERT INTO books_book (title, token) VALUES ('Sanditon', '')");
    database.close();
    expect(error).toBeNull();
    expect(stdout.join("")).toContain("Persuasion");
  });

  it("keeps log files of the project as they are", async () => {
    const python = await djangoPython();
    aLibrary(`LOGGING = {"version": 1, "handlers": {"file": {"class": "logging.FileHandler", "filename": str(BASE_DIR / "library.log")}}, "root": {"handlers": ["file"], "level": "DEBUG"}}
import logging`);
    expect(await runPreset(python, "check")).toMatchObject({ error: null, changedFiles: [] });
    expect(existsSync(join(folder, "library.log"))).toBe(false);
    aLibrary(
      `LOGGING = {"version": 1, "handlers": {"file": {"class": "logging.FileHandler", "filename": "/nowhere/library.log"}}, "root": {"handlers": ["file"]}}`,
    );
    expect((await runPreset(python, "check")).error).toMatch(/ValueError: Unable to configure handler 'file'/);
  });

  it("starts a project without manage.py by its settings", async () => {
    const python = await djangoPython();
    aLibrary();
    rmSync(join(folder, "manage.py"));
    expect(await runPreset(python, "check", {}, { entry: "settings", settingsModule: "library.settings" })).toMatchObject({ error: null });
    expect((await runPreset(python, "check")).error).toMatch(/^manage\.py is gone: /);
  });

  it("makes sessions of other databases read-only as soon as Django connects", async () => {
    const python = await djangoPython();
    aLibrary(
      `DATABASES = {"default": {"ENGINE": "pretend", "NAME": ":memory:"}}`,
      "from django.db import connection; connection.ensure_connection()",
    );
    write("pretend/__init__.py", "");
    write(
      "pretend/base.py",
      `from django.db.backends.sqlite3 import base
class Cursor:
    def __init__(self, cursor): self.cursor = cursor
    def __enter__(self): return self
    def __exit__(self, *_): pass
    def execute(self, sql, params=None):
        print("SQL", sql)
class DatabaseWrapper(base.DatabaseWrapper):
    vendor = "postgresql"
    def cursor(self): return Cursor(None)
`,
    );
    expect((await runPreset(python, "check")).stdout[0]).toBe("SQL SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
  });
});

/** Migrating must not run the `ready` under test. */
const withoutReady = async (python: string): Promise<string> => {
  const apps = join(folder, "books/apps.py");
  writeFileSync(
    apps,
    readFileSync(apps, "utf8").replace(
      /        from .*\n/,
      (line) => `        import sys\n        if "migrate" in sys.argv: return\n${line}`,
    ),
  );
  return python;
};

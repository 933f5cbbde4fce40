import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { djangoPython, whyNoDjango } from "../../../test/support/django.ts";
import { crashLibrary, fingerprint, migrateLibrary, writeIn, writeLibrary } from "../../../test/support/library-project.ts";
import { runManage } from "../../../test/support/run-manage.ts";
import { decide } from "../policy.ts";
import { noSandbox } from "../sandbox/sandbox.ts";
import type { RunRequest } from "../task.ts";

let folder = "";
beforeAll(async () => {
  await djangoPython();
}, 300_000);
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-library-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const aLibrary = (settings = "", ready = "pass"): void => writeLibrary(folder, { settings, ready });
const migrate = (python: string): void => migrateLibrary(folder, python);
const write = (path: string, text: string): void => writeIn(folder, path, text);

const runPreset = async (python: string, preset: string, options: Record<string, unknown> = {}, changes: Partial<RunRequest> = {}) => {
  const decision = decide(preset, options);
  if (decision.kind === "refused") throw new Error(JSON.stringify(decision.errors));
  const base = { command: decision.command, interpreter: python, timeoutMs: 60_000, sandbox: noSandbox };
  const outcome = await runManage(folder, null, { ...base, ...changes });
  const of = (stream: string) =>
    outcome.printed.filter((line) => line.startsWith(`${stream}: `)).map((line) => line.slice(stream.length + 2));
  return { ...outcome, stdout: of("stdout"), stderr: of("stderr"), all: outcome.output };
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
      const before = fingerprint(folder);
      for (const [preset, options] of presets) {
        const { reason, changedFiles, all } = await runPreset(python, preset, options);
        expect({ preset, reason }).toEqual({ preset, reason: { kind: "exited", exitCode: 0 } });
        expect(changedFiles).toEqual([]);
        expect(all).not.toContain("do not show this key");
        expect(all).not.toContain("a-secret-token");
      }
      expect(fingerprint(folder)).toEqual(before);
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
    const before = fingerprint(folder);
    const { error, changedFiles } = await runPreset(python, "check");
    expect(error).toBe("django.db.utils.OperationalError: attempt to write a readonly database");
    expect(changedFiles).toEqual([]);
    expect(fingerprint(folder)).toEqual(before);
  });

  it("lets settings that tune SQLite pass without an effect", async () => {
    const python = await djangoPython();
    aLibrary(`DATABASES["default"]["OPTIONS"] = {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL"}`);
    migrate(python);
    for (const name of ["db.sqlite3-wal", "db.sqlite3-shm"]) rmSync(join(folder, name), { force: true });
    const before = fingerprint(folder);
    expect(await runPreset(python, "showmigrations")).toMatchObject({ error: null, stdout: ["books", " [X] 0001_initial"] });
    expect(fingerprint(folder)).toEqual(before);
  });

  it.each([
    ["a write-ahead log at rest", "wal", []],
    ["a write-ahead log that a crash left", "wal", ["-wal"]],
    ["a write-ahead log and its index that a crash left", "wal", ["-wal", "-shm"]],
    ["a hot rollback journal", "delete", ["-journal"]],
  ] as const)("reads %s and leaves it as it is", async (_, mode, companions) => {
    const python = await djangoPython();
    aLibrary();
    migrate(python);
    crashLibrary(folder, mode, companions);
    const before = fingerprint(folder);
    const { stdout, error } = await runPreset(python, "dumpdata", { labels: "books" });
    expect(error).toBeNull();
    expect(stdout.join("")).toContain('"title": "Emma"');
    expect(stdout.join("").includes("Persuasion")).toBe(mode === "wal");
    expect(stdout.join("")).not.toContain("half written");
    expect(fingerprint(folder)).toEqual(before);
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

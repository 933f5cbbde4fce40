import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readAppliedMigrations } from "./read-applied-migrations.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "djdesk-applied-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const table = "CREATE TABLE django_migrations (id integer PRIMARY KEY, app varchar(255), name varchar(255), applied datetime)";
const insert = (database: DatabaseSync, app: string, name: string): void => {
  database.prepare("INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, '2026-05-01 10:00:00')").run(app, name);
};
const aDatabase = (path: string): DatabaseSync => {
  const database = new DatabaseSync(path);
  database.exec(table);
  insert(database, "bakery", "0001_initial");
  return database;
};
/** Everything by which a trace would show: names, bytes, sizes, times. */
const snapshot = (): unknown =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .sort()
    .map((name) => {
      const stat = statSync(join(folder, name));
      return [
        name,
        stat.size,
        stat.mtimeMs,
        stat.isFile()
          ? createHash("sha1")
              .update(readFileSync(join(folder, name)))
              .digest("hex")
          : "",
      ];
    });
const read = (name: string | null, engine: string | null = "django.db.backends.sqlite3") =>
  readAppliedMigrations({
    databases: [{ alias: "default", engine, name }],
    workingFolder: folder,
    showPath: (path) => path.slice(folder.length + 1),
  })["default"];
const names = (facts: ReturnType<typeof read>) => facts?.rows.map((row) => `${row.app}.${row.name}`);

describe("applied migrations", () => {
  it("are read from a closed database without a trace", () => {
    aDatabase(join(folder, "db.sqlite3")).close();
    const before = snapshot();
    const facts = read("db.sqlite3");
    expect(facts).toMatchObject({ source: "sqlite-file", because: "Read from db.sqlite3." });
    expect(facts?.rows).toEqual([{ app: "bakery", name: "0001_initial", applied: "2026-05-01 10:00:00" }]);
    expect(snapshot()).toEqual(before);
  });

  it("include what stands only in the write-ahead log of a running server", () => {
    const database = aDatabase(join(folder, "db.sqlite3"));
    database.exec("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0");
    insert(database, "bakery", "0002_oven");
    const before = snapshot();
    expect(names(read("db.sqlite3"))).toEqual(["bakery.0001_initial", "bakery.0002_oven"]);
    expect(snapshot()).toEqual(before);
    database.close();
  });

  it("are read from a database in WAL mode that has no log, creating none", () => {
    const database = aDatabase(join(folder, "db.sqlite3"));
    database.exec("PRAGMA journal_mode = WAL");
    database.close();
    const before = snapshot();
    expect(names(read("db.sqlite3"))).toEqual(["bakery.0001_initial"]);
    expect(snapshot()).toEqual(before);
  });

  it("leave out what a crashed transaction wrote, and leave its journal in place", () => {
    const source = join(folder, "live.sqlite3");
    const database = aDatabase(source);
    database.exec("PRAGMA cache_size = 1; PRAGMA cache_spill = 1; CREATE TABLE filler (text); BEGIN");
    insert(database, "bakery", "0002_crashed");
    for (let row = 0; row < 3000; row += 1) database.prepare("INSERT INTO filler VALUES (?)").run("x".repeat(400));
    mkdirSync(join(folder, "crashed"));
    for (const suffix of ["", "-journal"]) copyFileSync(source + suffix, join(folder, "crashed", `db.sqlite3${suffix}`));
    database.exec("ROLLBACK");
    database.close();
    expect(statSync(join(folder, "crashed", "db.sqlite3-journal")).size).toBeGreaterThan(0);
    const before = snapshot();
    expect(names(read("crashed/db.sqlite3"))).toEqual(["bakery.0001_initial"]);
    expect(snapshot()).toEqual(before);
  });

  it("are none when the file does not exist, and it is not created", () => {
    expect(read("db.sqlite3")).toEqual({
      source: "sqlite-file",
      because: "db.sqlite3 does not exist yet: no migration is applied.",
      rows: [],
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it("are none when the file is empty or has no table", () => {
    writeFileSync(join(folder, "empty.sqlite3"), "");
    new DatabaseSync(join(folder, "other.sqlite3")).exec("CREATE TABLE loaf (id)");
    expect(read("empty.sqlite3")).toMatchObject({ source: "sqlite-file", rows: [] });
    expect(read("other.sqlite3")).toMatchObject({ source: "sqlite-file", rows: [] });
  });

  it("are unknown when the file is damaged or is no file", () => {
    writeFileSync(join(folder, "bad.sqlite3"), "SQLite format 3\0 but not really".repeat(99));
    mkdirSync(join(folder, "folder.sqlite3"));
    expect(read("bad.sqlite3")).toMatchObject({ source: "unknown", because: expect.stringContaining("bad.sqlite3 cannot be read") });
    expect(read("folder.sqlite3")).toMatchObject({ source: "unknown", because: "folder.sqlite3 cannot be read: it is not a file." });
  });

  it("are unknown for servers, for memory and for unresolved settings", () => {
    expect(read("shop", "django.db.backends.postgresql")?.source).toBe("unknown");
    expect(read(":memory:")?.source).toBe("unknown");
    expect(read(null)?.source).toBe("unknown");
    expect(read("db.sqlite3", null)?.source).toBe("unknown");
  });

  it("are found through spaces, percent signs and question marks in the path", () => {
    mkdirSync(join(folder, "my 100% #data"));
    aDatabase(join(folder, "my 100% #data", "db.sqlite3")).close();
    expect(names(read("my 100% #data/db.sqlite3"))).toEqual(["bakery.0001_initial"]);
  });

  it("are what a database said of itself, as long as the settings name it, and never instead of what can be read", () => {
    const server = { alias: "default", engine: "django.db.backends.postgresql", name: "bakery" };
    const said = { engine: server.engine, name: "bakery", because: "It said so.", rows: [{ app: "bakery", name: "0001_initial" }] };
    const read = (database: typeof server, told = { default: said }) =>
      readAppliedMigrations({ databases: [database], workingFolder: folder, showPath: (path) => path, told })["default"];
    expect(read(server)).toEqual({
      source: "live",
      because: "It said so.",
      rows: [{ app: "bakery", name: "0001_initial", applied: null }],
    });
    expect(read({ ...server, name: "another" })).toMatchObject({ source: "unknown", rows: [] });
    expect(read({ ...server, engine: "django.db.backends.mysql" })).toMatchObject({ source: "unknown", rows: [] });
    expect(read({ ...server, alias: "replica" })).toBeUndefined();
    expect(read({ ...server, engine: "django.db.backends.sqlite3", name: "absent.sqlite3" })).toMatchObject({
      source: "sqlite-file",
      rows: [],
    });
  });
});

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDatabase } from "../../src/store/create-database.ts";
import { readServerFile } from "../../src/store/server-file.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "djdesk-migration-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (path: string): string => JSON.stringify(new URL(`../../src/${path}`, import.meta.url).href);

/** Runs a module of its own, kills it after a while, and answers what it had said. */
const killedAfter = async (source: string, ms: number): Promise<string> => {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", "--input-type=module", "-e", source, folder]);
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await new Promise<void>((resolve) => {
    child.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("begins")) setTimeout(() => child.kill("SIGKILL"), ms);
    });
    child.once("exit", () => resolve());
  });
  return said;
};

/** Steps of two hundred tables each, for ever. */
const migrating = `
import { Kysely, sql } from ${JSON.stringify(import.meta.resolve("kysely"))};
import { createNodeSqliteDialect, openNodeSqlite } from ${at("store/dialects/node-sqlite.ts")};
import { migrate } from ${at("store/migrate.ts")};
const database = openNodeSqlite(process.argv[1] + "/a.sqlite3");
const db = new Kysely({ dialect: createNodeSqliteDialect(database, 1000) });
await sql\`PRAGMA journal_mode = WAL\`.execute(db);
const steps = Array.from({ length: 300 }, (_, step) => ({
  version: step + 1,
  name: "step",
  statements: Array.from({ length: 20 }, (_, n) => sql.raw("CREATE TABLE t_" + step + "_" + n + " (a)")),
}));
console.log("begins");
await migrate(db, () => 1, steps);
`;

describe("a program that is killed", () => {
  it("K13 inside a migration leaves the schema before or after a step, never between", async () => {
    const versions: number[] = [];
    for (const ms of [5, 20, 45, 80, 120, 170]) {
      expect(await killedAfter(migrating, ms)).toBe("begins\n");
      const database = new DatabaseSync(join(folder, "a.sqlite3"));
      const tables = database.prepare("SELECT name FROM sqlite_master WHERE name LIKE 't\\_%' ESCAPE '\\'").all();
      const known = database.prepare("SELECT count(*) AS n FROM sqlite_master WHERE name = 'schema_migrations'").get()?.["n"] === 1;
      const version = known ? Number(database.prepare("SELECT max(version) AS v FROM schema_migrations").get()?.["v"] ?? 0) : 0;
      database.close();
      expect(tables).toHaveLength(version * 20);
      versions.push(version);
    }
    expect(versions.at(-1)).toBeGreaterThan(0);
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
  });

  it("K14 while it writes a file leaves the old one or the new one whole", async () => {
    const writing = `
import { createDatabase } from ${at("store/create-database.ts")};
import { writeServerFile } from ${at("store/server-file.ts")};
const dump = "BEGIN;" + Array.from({ length: 3000 }, (_, n) => "CREATE TABLE d_" + n + " (a);").join("") + "COMMIT;";
console.log("begins");
for (let n = 1; ; n += 1) {
  writeServerFile(process.argv[1], { pid: n, url: "u".repeat(200_000), nonce: String(n), started_at: "", needs_token: false });
  if (n % 20 === 0) createDatabase(process.argv[1] + "/made.sqlite3", dump);
}`;
    for (const ms of [10, 40, 90, 160, 250]) {
      expect(await killedAfter(writing, ms)).toBe("begins\n");
      const file = readServerFile(folder);
      expect(file?.url).toHaveLength(200_000);
      expect(String(file?.pid)).toBe(file?.nonce);
      if (!readdirSync(folder).includes("made.sqlite3")) continue;
      const made = new DatabaseSync(join(folder, "made.sqlite3"), { readOnly: true });
      const count = made.prepare("SELECT count(*) AS n FROM sqlite_master").get()?.["n"];
      made.close();
      expect(count).toBe(3000);
    }
    createDatabase(join(folder, "made.sqlite3"), "CREATE TABLE after (a)");
    expect(readdirSync(folder)).not.toContain("made.sqlite3.partial");
  });

  it("K14 makes nothing of a dump that is broken", () => {
    writeFileSync(join(folder, "made.sqlite3"), "as it was");
    expect(() => createDatabase(join(folder, "made.sqlite3"), "CREATE TABLE half (a); CREATE NONSENSE")).toThrow(/syntax/);
    expect(readFileSync(join(folder, "made.sqlite3"), "utf8")).toBe("as it was");
  });
});

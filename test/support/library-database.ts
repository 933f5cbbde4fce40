/** The library's database in SQLite or on a real server, to be brought into any state: for tests. */
import { cpSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { startServer, toSettings, type DatabaseUnderTest, type OpenSession } from "./database-servers.ts";
import { insertBook, migrate, migrateLibrary, writeLibrary } from "./library-project.ts";

export type Vendor = "sqlite" | DatabaseUnderTest["vendor"];

/** What the settings of one project name. */
export interface LibraryDatabase {
  readonly vendor: Vendor;
  /** Python of the settings that names it, for a role and a port of the server. */
  settings(changes?: { readonly user?: "writer" | "reader"; readonly port?: number }): string;
  /** Makes it, with the library's tables and one book. */
  fill(): Promise<void>;
  /** Makes it, without tables. */
  make(): Promise<void>;
  sql(statements: string): Promise<void>;
  /** A session that stays open; it is ended before the next database is opened. */
  hold(statements: string): Promise<OpenSession>;
  /** What the server holds; of SQLite nothing, for that is a file of the project. */
  contents(): Promise<string>;
}

export interface LibraryDatabases {
  /** The database of the project in this folder, not made yet. */
  open(project: string): LibraryDatabase;
  close(): Promise<void>;
}

const inSqlite = (python: string): LibraryDatabases => {
  const model = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-library-")));
  writeLibrary(model);
  migrateLibrary(model, python);
  const open = (project: string): LibraryDatabase => {
    const path = join(project, "db.sqlite3");
    const sql = async (statements: string): Promise<void> => {
      const database = new DatabaseSync(path);
      database.exec(statements);
      database.close();
    };
    return {
      vendor: "sqlite",
      settings: () => "",
      fill: async () => cpSync(join(model, "db.sqlite3"), path),
      make: () => sql("PRAGMA user_version = 1"),
      sql,
      async hold(statements) {
        const database = new DatabaseSync(path);
        database.exec(statements);
        return { end: async () => database.close() };
      },
      contents: async () => "",
    };
  };
  return { open, close: async () => rmSync(model, { recursive: true, force: true }) };
};

const listing = { postgresql: "SELECT datname FROM pg_database ORDER BY 1", mysql: "SHOW DATABASES" } as const;
const home = { postgresql: "postgres", mysql: "mysql" } as const;

/** As `migrateLibrary` on a server: what is there then, as SQL. */
const migrateOn = async (server: DatabaseUnderTest, python: string): Promise<string> => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-library-")));
  await server.create("model");
  writeLibrary(folder, { settings: toSettings(server, { name: "model", user: "writer" }) });
  migrate(folder, python);
  await server.sql("model", insertBook);
  rmSync(folder, { recursive: true, force: true });
  return server.dump("model");
};

const onServer = async (vendor: DatabaseUnderTest["vendor"], python: string): Promise<LibraryDatabases> => {
  const server = await startServer(vendor);
  const model = await migrateOn(server, python);
  let count = 0;
  const open = (): LibraryDatabase => {
    const name = `library_${(count += 1)}`;
    const listDatabases = async (): Promise<readonly string[]> => (await server.sql(home[vendor], listing[vendor])).split("\n");
    return {
      vendor,
      settings: ({ user = "writer", port } = {}) => toSettings({ ...server, port: port ?? server.port }, { name, user }),
      async fill() {
        await server.create(name);
        await server.load(name, model);
      },
      make: () => server.create(name),
      sql: async (statements) => void (await server.sql(name, statements)),
      hold: (statements) => server.hold(name, statements),
      async contents() {
        const names = await listDatabases();
        return [...names, names.includes(name) ? await server.dump(name) : ""].join("\n");
      },
    };
  };
  return { open, close: () => server.stop() };
};

/** `python` has Django and the drivers. */
export const openLibraryDatabases = async (vendor: Vendor, python: string): Promise<LibraryDatabases> =>
  vendor === "sqlite" ? inSqlite(python) : await onServer(vendor, python);

/**
 * `node:sqlite` for the query builder: the shape that its SQLite dialect expects, over one connection.
 *
 * Transactions take the write lock at once (`BEGIN IMMEDIATE`), so that they wait for another writer instead of failing
 * halfway. Waiting happens between attempts, never inside SQLite: a lock held by a backup tool does not freeze the server.
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import {
  SqliteDialect,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  type SqliteDatabase,
  type SqliteStatement,
  type TransactionSettings,
} from "kysely";
import { delay } from "../../kit/delay.ts";
import { isBusy } from "./sqlite-errors.ts";

const busyTimeoutMs = 20;
const retryEveryMs = 30;

/** Opens the file and sets the connection up; throws what SQLite throws. */
export const openNodeSqlite = (path: string): DatabaseSync =>
  new DatabaseSync(path, { enableForeignKeyConstraints: true, timeout: busyTimeoutMs });

/** `patienceMs`: how long a statement may wait for another process. */
export const createNodeSqliteDialect = (database: DatabaseSync, patienceMs: number): Dialect => {
  const inner = new SqliteDialect({ database: toKyselyDatabase(database) });
  return {
    createAdapter: () => inner.createAdapter(),
    createIntrospector: (db) => inner.createIntrospector(db),
    createQueryCompiler: () => inner.createQueryCompiler(),
    createDriver: () => createPatientDriver(inner.createDriver(), patienceMs),
  };
};

const toKyselyDatabase = (database: DatabaseSync): SqliteDatabase => {
  const prepared = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(sql) {
      const known = prepared.get(sql);
      if (known !== undefined) return known;
      const statement = toKyselyStatement(database.prepare(sql === "begin" ? "begin immediate" : sql));
      if (prepared.size >= 200) prepared.clear();
      prepared.set(sql, statement);
      return statement;
    },
  };
};

const toKyselyStatement = (statement: StatementSync): SqliteStatement => ({
  reader: statement.columns().length > 0,
  all: (parameters) => statement.all(...parameters.map(toInput)),
  run: (parameters) => statement.run(...parameters.map(toInput)),
  iterate: (parameters) => statement.iterate(...parameters.map(toInput)),
});

const toInput = (value: unknown): SQLInputValue => {
  if (value === null || typeof value === "number" || typeof value === "string" || typeof value === "bigint") return value;
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`SQLite cannot store a ${typeof value}.`);
};

const createPatientDriver = (driver: Driver, patienceMs: number): Driver => ({
  init: (options) => driver.init(options),
  acquireConnection: async (options) => toPatientConnection(await driver.acquireConnection(options), patienceMs),
  beginTransaction: (connection: DatabaseConnection, settings: TransactionSettings) => driver.beginTransaction(connection, settings),
  commitTransaction: (connection) => driver.commitTransaction(connection),
  rollbackTransaction: (connection) => driver.rollbackTransaction(connection),
  releaseConnection: (connection) => driver.releaseConnection(connection),
  destroy: () => driver.destroy(),
});

const toPatientConnection = (connection: DatabaseConnection, patienceMs: number): DatabaseConnection => ({
  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    for (const end = performance.now() + patienceMs; ;) {
      try {
        return await connection.executeQuery<R>(query);
      } catch (error) {
        if (!isBusy(error) || performance.now() > end) throw error;
        await delay(retryEveryMs);
      }
    }
  },
  streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
});

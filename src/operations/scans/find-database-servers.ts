/** The database servers that the settings name, as their drivers would look for them. */
import type { Facts } from "../../contract/shapes/facts.ts";
import type { DatabaseProtocol, DatabaseServer } from "../../runner/sandbox/database-server.ts";
import { isRecord, settingOf } from "./settings-of.ts";

interface Kind {
  readonly protocol: DatabaseProtocol;
  readonly engine: RegExp;
  readonly port: number;
  /** Sockets that a driver tries when no host is given; and, in a folder that is given, under this name. */
  readonly sockets: (port: number) => readonly string[];
  readonly inFolder: (folder: string, port: number) => string;
  /** The driver takes `localhost` for the socket. */
  readonly localIsSocket: boolean;
}

const kinds: readonly Kind[] = [
  {
    protocol: "postgresql",
    engine: /postg|psycopg|cockroach|timescale/i,
    port: 5432,
    sockets: (port) => ["/run/postgresql", "/var/run/postgresql", "/tmp"].map((folder) => `${folder}/.s.PGSQL.${port}`),
    inFolder: (folder, port) => `${folder.replace(/\/$/, "")}/.s.PGSQL.${port}`,
    localIsSocket: false,
  },
  {
    protocol: "mysql",
    engine: /mysql|mariadb/i,
    port: 3306,
    sockets: () => ["/run/mysqld/mysqld.sock", "/var/run/mysqld/mysqld.sock", "/tmp/mysql.sock", "/var/lib/mysql/mysql.sock"],
    inFolder: (path) => path,
    localIsSocket: true,
  },
  { protocol: "oracle", engine: /oracle/i, port: 1521, sockets: () => [], inFolder: (path) => path, localIsSocket: false },
  { protocol: "mssql", engine: /mssql|sql_server/i, port: 1433, sockets: () => [], inFolder: (path) => path, localIsSocket: false },
];

const serversOf = (database: Readonly<Record<string, unknown>>): readonly DatabaseServer[] => {
  const engine = typeof database["ENGINE"] === "string" ? database["ENGINE"] : "";
  const kind = kinds.find((each) => each.engine.test(engine));
  if (kind === undefined) return [];
  const { protocol } = kind;
  const toSockets = (paths: readonly string[]): readonly DatabaseServer[] => paths.map((path) => ({ kind: "path", path, protocol }));
  const port = Number(database["PORT"]) || kind.port;
  const host = typeof database["HOST"] === "string" ? database["HOST"].trim() : "";
  const options = isRecord(database["OPTIONS"]) ? database["OPTIONS"] : {};
  const named = [options["unix_socket"], options["read_default_file"]].filter((path) => typeof path === "string");
  if (host.startsWith("/")) return toSockets([kind.inFolder(host, port), ...named]);
  const sockets = host === "" || (kind.localIsSocket && host === "localhost") ? kind.sockets(port) : [];
  // libpq takes several hosts, with commas.
  const hosts = (host === "" ? "localhost" : host).split(",").map((name) => name.trim());
  const overTcp = hosts.map((name): DatabaseServer => ({ kind: "tcp", host: name, port, protocol }));
  return [...toSockets([...sockets, ...named]), ...overTcp];
};

export const findDatabaseServers = (facts: Facts): readonly DatabaseServer[] => {
  const databases = settingOf(facts, "DATABASES");
  if (!isRecord(databases)) return [];
  const all = Object.values(databases).flatMap((database) => (isRecord(database) ? serversOf(database) : []));
  return [...new Map(all.map((server) => [JSON.stringify(server), server])).values()];
};

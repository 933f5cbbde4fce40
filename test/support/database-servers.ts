/** Real database servers for tests, each in a folder of its own, on a free port and a socket; ended by `stop`. */
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface DatabaseUnderTest {
  readonly vendor: "postgresql" | "mysql";
  readonly port: number;
  /** As Django's HOST takes it: a folder of PostgreSQL, a file of MySQL. */
  readonly socket: string;
  /** Runs SQL as the superuser and answers what the client prints. */
  sql(database: string, statement: string): Promise<string>;
  /** Runs SQL in a session that stays open, with its transaction, until it is ended. */
  hold(database: string, statements: string): Promise<OpenSession>;
  /** Makes a database that the role `writer` owns and the role `reader` may connect to. */
  create(database: string): Promise<void>;
  /** Runs a dump in an empty database. */
  load(database: string, dump: string): Promise<void>;
  /** All that a database holds, as SQL. */
  dump(database: string): Promise<string>;
  stop(): Promise<void>;
}

export interface OpenSession {
  end(): Promise<void>;
}

const heldMark = "the session is held";

/** `client` reads SQL from its standard input. */
const holdOpen = async (client: readonly [string, ...string[]], statements: string): Promise<OpenSession> => {
  const child = spawn(client[0], client.slice(1), { stdio: ["pipe", "pipe", "inherit"] });
  const exited = once(child, "exit");
  child.stdin.write(`${statements};\nSELECT '${heldMark}';\n`);
  let heard = "";
  for await (const chunk of child.stdout) {
    heard += String(chunk);
    if (heard.includes(heldMark)) break;
  }
  if (!heard.includes(heldMark)) throw new Error(`The session ended: ${heard}`);
  return {
    async end() {
      child.kill("SIGKILL");
      await exited;
    },
  };
};

const feed = async (client: readonly [string, ...string[]], text: string): Promise<void> => {
  const running = run(client[0], client.slice(1), { maxBuffer: 1 << 24 });
  running.child.stdin?.end(text);
  await running;
};

/** Both kinds of address, where the machine has them. */
const loopback = (): string =>
  Object.values(networkInterfaces())
    .flatMap((found) => found ?? [])
    .filter(({ address }) => address === "127.0.0.1" || address === "::1")
    .map(({ address }) => address)
    .join(",");

/** Of the two roles, `writer` and `reader`, that every server has. */
export const password = "bakery-4711";

interface NamedDatabase {
  readonly name: string;
  readonly user: "writer" | "reader";
  /** Default: the server's own, over TCP. */
  readonly host?: string;
  readonly port?: number;
  /** Python. */
  readonly options?: string;
}

const pymysql = 'import pymysql\npymysql.version_info = (2, 2, 8, "final", 0)\npymysql.install_as_MySQLdb()\n';

/** Python of a settings module by which Django finds a database, with the driver that `withServers` has. */
export const toSettings = (server: Pick<DatabaseUnderTest, "vendor" | "port">, database: NamedDatabase): string => {
  const { name, user, host = "127.0.0.1", port = server.port, options = "{}" } = database;
  const login = `"USER": "${user}", "PASSWORD": "${password}", "HOST": "${host}", "PORT": "${port}", "OPTIONS": ${options}`;
  const driver = server.vendor === "mysql" ? pymysql : "";
  return `${driver}DATABASES = {"default": {"ENGINE": "django.db.backends.${server.vendor}", "NAME": "${name}", ${login}}}\n`;
};

export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address !== null ? address.port : 0;
};

/** Servers refuse to run as root. */
const nobody = 65534;
const isRoot = process.getuid?.() === 0;
const asNobody = (command: readonly [string, ...string[]]): readonly [string, readonly string[]] =>
  isRoot ? ["setpriv", [`--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups", ...command]] : [command[0], command.slice(1)];

const aFolder = (): string => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-db-")));
  chmodSync(folder, 0o755);
  if (isRoot) chownSync(folder, nobody, nobody);
  return folder;
};

const untilReady = async (check: () => Promise<unknown>): Promise<void> => {
  for (let tries = 0; ; tries += 1) {
    try {
      await check();
      return;
    } catch (error) {
      if (tries > 150) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
};

const stopping = (child: ChildProcess, folder: string, signal: NodeJS.Signals) => async (): Promise<void> => {
  if (child.exitCode === null) {
    const exited = once(child, "exit");
    child.kill(signal);
    await exited;
  }
  rmSync(folder, { recursive: true, force: true });
};

const postgresFolder = (): string | null => {
  const versions = existsSync("/usr/lib/postgresql") ? readdirSync("/usr/lib/postgresql") : [];
  return versions.map((version) => `/usr/lib/postgresql/${version}/bin`).find((bin) => existsSync(join(bin, "initdb"))) ?? null;
};

const mariadb = (): string | null => ["/usr/sbin/mariadbd", "/usr/sbin/mysqld"].find(existsSync) ?? null;

/** Why this machine has no such server, or null. */
export const whyNoServer = (vendor: DatabaseUnderTest["vendor"]): string | null => {
  if (vendor === "postgresql") return postgresFolder() === null ? "PostgreSQL is not installed (apt install postgresql)" : null;
  return mariadb() === null ? "MariaDB is not installed (apt install mariadb-server)" : null;
};

const startPostgres = async (): Promise<DatabaseUnderTest> => {
  const bin = postgresFolder() ?? "";
  const folder = aFolder();
  const port = await freePort();
  const data = join(folder, "data");
  const locale = { env: { PATH: "/usr/bin:/bin", LANG: "C.UTF-8", TZ: "UTC" }, cwd: folder };
  await run(...asNobody([join(bin, "initdb"), "-D", data, "-U", "admin", "-A", "trust", "--no-sync", "-E", "UTF8"]), locale);
  const options = ["-D", data, "-p", String(port), "-k", folder, "-c", `listen_addresses=${loopback()}`, "-c", "fsync=off"];
  // For transactions that outlive their session.
  options.push("-c", "max_prepared_transactions=4");
  const child = spawn(...asNobody([join(bin, "postgres"), ...options]), { ...locale, stdio: "ignore" });
  const client = (database: string): readonly [string, ...string[]] => {
    const place = ["-h", folder, "-p", String(port), "-U", "admin", "-d", database];
    return [join(bin, "psql"), ...place, "-X", "-v", "ON_ERROR_STOP=1", "-qAt"];
  };
  const sql = async (database: string, statement: string): Promise<string> => {
    const [program, ...args] = client(database);
    return (await run(program, [...args, "-c", statement])).stdout.trim();
  };
  await untilReady(() => sql("postgres", "SELECT 1"));
  for (const role of ["writer", "reader"]) await sql("postgres", `CREATE ROLE ${role} LOGIN PASSWORD '${password}'`);
  const create = async (database: string): Promise<void> => {
    await sql("postgres", `CREATE DATABASE ${database} OWNER writer`);
  };
  const dump = async (database: string): Promise<string> => {
    const { stdout } = await run(join(bin, "pg_dump"), ["-h", folder, "-p", String(port), "-U", "admin", database]);
    // Newer ones bracket a dump by a word of chance.
    return stdout.replaceAll(/^\\(?:un)?restrict .*$/gm, "");
  };
  return {
    vendor: "postgresql",
    port,
    socket: folder,
    sql,
    hold: (database, statements) => holdOpen(client(database), statements),
    create,
    load: (database, text) => feed(client(database), text),
    dump,
    stop: stopping(child, folder, "SIGINT"),
  };
};

const startMariadb = async (): Promise<DatabaseUnderTest> => {
  const folder = aFolder();
  const port = await freePort();
  const socket = join(folder, "mysqld.sock");
  const data = join(folder, "data");
  const install = [
    "mariadb-install-db",
    "--no-defaults",
    `--datadir=${data}`,
    "--auth-root-authentication-method=normal",
    "--skip-test-db",
  ];
  await run(...asNobody(["/usr/bin/env", ...install]), { cwd: folder, maxBuffer: 1 << 24 });
  const options = ["--no-defaults", `--datadir=${data}`, `--port=${port}`, `--bind-address=${loopback()}`, `--socket=${socket}`];
  const child = spawn(...asNobody([mariadb() ?? "", ...options, `--pid-file=${join(folder, "pid")}`]), { cwd: folder, stdio: "ignore" });
  const place = ["--no-defaults", `--socket=${socket}`, "-u", "root"] as const;
  const client = (database: string): readonly [string, ...string[]] => ["mariadb", ...place, "-N", "-B", "-n", database];
  const sql = async (database: string, statement: string): Promise<string> => {
    const [program, ...args] = client(database);
    return (await run(program, [...args, "-e", statement])).stdout.trim();
  };
  await untilReady(() => sql("mysql", "SELECT 1"));
  for (const role of ["writer", "reader"]) await sql("mysql", `CREATE USER ${role}@'%' IDENTIFIED BY '${password}'`);
  const create = async (database: string): Promise<void> => {
    await sql("mysql", `CREATE DATABASE ${database}`);
    await sql("mysql", `GRANT ALL PRIVILEGES ON ${database}.* TO writer@'%'; GRANT SELECT ON ${database}.* TO reader@'%'`);
  };
  // One transaction, so that it waits for no other.
  const dump = async (database: string): Promise<string> =>
    (await run("mariadb-dump", [...place, "--skip-dump-date", "--single-transaction", database])).stdout;
  return {
    vendor: "mysql",
    port,
    socket,
    sql,
    hold: (database, statements) => holdOpen(client(database), statements),
    create,
    load: (database, text) => feed(client(database), text),
    dump,
    stop: stopping(child, folder, "SIGTERM"),
  };
};

const vendors = { postgresql: startPostgres, mysql: startMariadb } as const;

export const startServer = (vendor: DatabaseUnderTest["vendor"]): Promise<DatabaseUnderTest> => vendors[vendor]();

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
  /** All that a database holds, as SQL. */
  dump(database: string): Promise<string>;
  stop(): Promise<void>;
}

/** Both kinds of address, where the machine has them. */
const loopback = (): string =>
  Object.values(networkInterfaces())
    .flatMap((found) => found ?? [])
    .filter(({ address }) => address === "127.0.0.1" || address === "::1")
    .map(({ address }) => address)
    .join(",");

const freePort = async (): Promise<number> => {
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

export const startPostgres = async (): Promise<DatabaseUnderTest> => {
  const bin = postgresFolder() ?? "";
  const folder = aFolder();
  const port = await freePort();
  const data = join(folder, "data");
  const locale = { env: { PATH: "/usr/bin:/bin", LANG: "C.UTF-8", TZ: "UTC" }, cwd: folder };
  await run(...asNobody([join(bin, "initdb"), "-D", data, "-U", "admin", "-A", "trust", "--no-sync", "-E", "UTF8"]), locale);
  const options = ["-D", data, "-p", String(port), "-k", folder, "-c", `listen_addresses=${loopback()}`, "-c", "fsync=off"];
  const child = spawn(...asNobody([join(bin, "postgres"), ...options]), { ...locale, stdio: "ignore" });
  const sql = async (database: string, statement: string): Promise<string> => {
    const client = ["-h", folder, "-p", String(port), "-U", "admin", "-d", database, "-v", "ON_ERROR_STOP=1", "-Atc", statement];
    return (await run(join(bin, "psql"), client)).stdout.trim();
  };
  await untilReady(() => sql("postgres", "SELECT 1"));
  const dump = async (database: string): Promise<string> => {
    const { stdout } = await run(join(bin, "pg_dump"), ["-h", folder, "-p", String(port), "-U", "admin", database]);
    // Newer ones bracket a dump by a word of chance.
    return stdout.replaceAll(/^\\(?:un)?restrict .*$/gm, "");
  };
  return { vendor: "postgresql", port, socket: folder, sql, dump, stop: stopping(child, folder, "SIGINT") };
};

export const startMariadb = async (): Promise<DatabaseUnderTest> => {
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
  const sql = async (database: string, statement: string): Promise<string> => {
    const client = ["--no-defaults", `--socket=${socket}`, "-u", "root", "-N", "-B", "-e", statement, database];
    return (await run("mariadb", client)).stdout.trim();
  };
  await untilReady(() => sql("mysql", "SELECT 1"));
  const dump = async (database: string): Promise<string> =>
    (await run("mariadb-dump", ["--no-defaults", `--socket=${socket}`, "-u", "root", "--skip-dump-date", database])).stdout;
  return { vendor: "mysql", port, socket, sql, dump, stop: stopping(child, folder, "SIGTERM") };
};

/**
 * A project whose settings do what they should not, one deed at a time, and witnesses outside of it that tell whether
 * the deed reached the machine: for tests.
 */
import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

export interface Witness {
  /** Folder of the hostile project. */
  readonly project: string;
  /** Values that the deed reads from the variable `AIM`. */
  readonly aim: Readonly<Record<string, string | number>>;
  readonly heard: ReadonlySet<string>;
  /** A process of the same user. */
  readonly bystander: { readonly pid: number; readonly lives: () => boolean };
  close(): Promise<void>;
}

export interface Deed {
  readonly title: string;
  /** Python of settings.py; `aim` is the table of values. What it prints is the loot. */
  readonly code: string;
  /** True when the machine shows a trace of it, or the loot came home. */
  readonly happened: (witness: Witness, output: string) => boolean;
}

const secret = "the-key-of-the-vault";
const imports = "import ctypes, json, os, signal, socket, sqlite3, sys, time\naim = json.loads(os.environ['AIM'])\n";
const manage = "import shop.settings\n";

const listening = async (
  server: Server,
  where: { readonly path: string } | { readonly port: number; readonly host: string },
): Promise<Server> => {
  server.listen(where);
  await once(server, "listening");
  return server;
};

export const aWitness = async (code: string): Promise<Witness> => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-hostile-")));
  const project = join(folder, "shop");
  mkdirSync(join(project, "shop"), { recursive: true });
  writeFileSync(join(project, "manage.py"), manage);
  writeFileSync(join(project, "shop", "__init__.py"), "");
  writeFileSync(join(project, "shop", "settings.py"), `${imports}${code}\n`);
  writeFileSync(join(project, "notes.txt"), "as it was");
  utimesSync(join(project, "notes.txt"), 1000, 1000);
  chmodSync(join(project, "notes.txt"), 0o644);
  const database = new DatabaseSync(join(project, "db.sqlite3"));
  database.exec("CREATE TABLE orders (id integer); INSERT INTO orders VALUES (1)");
  database.close();
  const home = realpathSync(mkdtempSync(join(homedir(), ".djdesk-hostile-")));
  writeFileSync(join(home, "id_rsa"), secret);
  const heard = new Set<string>();
  const hear = (what: string): Server => createServer((socket) => (heard.add(what), socket.destroy()));
  const tcp = await listening(hear("tcp"), { port: 0, host: "127.0.0.1" });
  const path = await listening(hear("path"), { path: join(folder, "agent.sock") });
  const name = `djdesk-hostile-${process.pid}-${Date.now()}`;
  const abstract = await listening(hear("abstract"), { path: `\0${name}` });
  const udp = createSocket("udp4", () => heard.add("udp"));
  await new Promise<void>((resolve) => udp.bind(0, "127.0.0.1", resolve));
  const sleeper = spawn("sleep", ["600"], { stdio: "ignore", env: { VAULT: secret } });
  const address = tcp.address();
  return {
    project,
    aim: {
      home,
      outside: join(folder, "outside.txt"),
      pid: sleeper.pid ?? 0,
      tcp: typeof address === "object" && address !== null ? address.port : 0,
      udp: udp.address().port,
      path: join(folder, "agent.sock"),
      abstract: name,
    },
    heard,
    bystander: { pid: sleeper.pid ?? 0, lives: () => sleeper.exitCode === null && sleeper.signalCode === null },
    async close() {
      sleeper.kill("SIGKILL");
      udp.close();
      for (const server of [tcp, path, abstract]) server.close();
      rmSync(home, { recursive: true, force: true });
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const text = (path: string): string => readFileSync(path, "utf8");
const notes = ({ project }: Witness): string => join(project, "notes.txt");

/** Each as a class of what is tried; none needs more rights than the user has. */
export const deeds: readonly Deed[] = [
  {
    title: "writes a file of the project",
    code: "open('notes.txt', 'w').write('overwritten')\nopen('planted.txt', 'w').close()",
    happened: (witness) => text(notes(witness)) !== "as it was" || existsSync(join(witness.project, "planted.txt")),
  },
  {
    title: "removes a file of the project",
    code: "os.remove('notes.txt')",
    happened: (witness) => !existsSync(notes(witness)),
  },
  {
    title: "writes into the user's home",
    code: "open(os.path.join(aim['home'], 'planted'), 'w').close()",
    happened: ({ aim }) => existsSync(join(String(aim["home"]), "planted")),
  },
  {
    title: "writes into the folder for temporary files",
    code: "open(aim['outside'], 'w').close()",
    happened: ({ aim }) => existsSync(String(aim["outside"])),
  },
  {
    title: "changes modes and times",
    code: "os.chmod('notes.txt', 0o600)\nos.utime('notes.txt', (5, 5))",
    happened: (witness) => (statSync(notes(witness)).mode & 0o777) !== 0o644 || statSync(notes(witness)).mtimeMs !== 1_000_000,
  },
  {
    title: "opens a TCP connection",
    code: "socket.create_connection(('127.0.0.1', aim['tcp']), 2)",
    happened: ({ heard }) => heard.has("tcp"),
  },
  {
    title: "sends UDP",
    code: "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'secrets', ('127.0.0.1', aim['udp']))",
    happened: ({ heard }) => heard.has("udp"),
  },
  {
    title: "talks to a Unix socket by its path",
    code: "socket.socket(socket.AF_UNIX).connect(aim['path'])",
    happened: ({ heard }) => heard.has("path"),
  },
  {
    title: "talks to an abstract Unix socket",
    code: "socket.socket(socket.AF_UNIX).connect('\\0' + aim['abstract'])",
    happened: ({ heard }) => heard.has("abstract"),
  },
  {
    title: "reads a key in the user's home",
    code: "print(open(os.path.join(aim['home'], 'id_rsa')).read())",
    happened: (_, output) => output.includes(secret),
  },
  {
    title: "reads the environment of another process",
    code: "print(open('/proc/%d/environ' % aim['pid']).read())",
    happened: (_, output) => output.includes(secret),
  },
  {
    title: "kills another process",
    code: "os.kill(aim['pid'], signal.SIGTERM)",
    happened: ({ bystander }) => !bystander.lives(),
  },
  {
    title: "traces another process",
    code: "libc = ctypes.CDLL(None, use_errno=True)\nprint('attached', libc.ptrace(16, aim['pid'], 0, 0))\nlibc.ptrace(17, aim['pid'], 0, 0)",
    happened: (_, output) => output.includes("attached 0"),
  },
  {
    title: "writes SQLite past the policy",
    code: "import _sqlite3\nconnection = _sqlite3.connect('db.sqlite3')\nconnection.execute('DELETE FROM orders')\nconnection.commit()",
    happened: ({ project }) => {
      const database = new DatabaseSync(join(project, "db.sqlite3"), { readOnly: true });
      const { count } = database.prepare("SELECT count(*) AS count FROM orders").get() ?? {};
      database.close();
      return count !== 1;
    },
  },
];

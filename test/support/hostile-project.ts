/**
 * A project whose settings do what they should not, one deed at a time, and witnesses outside of it that tell whether
 * the deed reached the machine: for tests.
 */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:net";
import { getPriority, homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

export interface Witness {
  /** Folder of the hostile project. */
  readonly project: string;
  /** A data folder of DJDesk with a token in it. */
  readonly data: string;
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

const secrets = { home: "the-key-of-the-house", process: "the-key-of-the-process", desk: "the-key-of-the-desk" };
/** Of a segment of shared memory. */
const memoryKey = 0x0dde5c;
const imports = `import ctypes, fcntl, json, mmap, os, resource, signal, socket, sqlite3, struct, sys, time
aim = json.loads(os.environ['AIM'])
libc = ctypes.CDLL(None, use_errno=True)
`;
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
  writeFileSync(join(home, "id_rsa"), secrets.home);
  const data = join(folder, "data");
  mkdirSync(data);
  writeFileSync(join(data, "token"), secrets.desk);
  const heard = new Set<string>();
  const hear = (what: string): Server => createServer((socket) => (heard.add(what), socket.destroy()));
  const tcp = await listening(hear("tcp"), { port: 0, host: "127.0.0.1" });
  const path = await listening(hear("path"), { path: join(folder, "agent.sock") });
  const name = `djdesk-hostile-${process.pid}-${Date.now()}`;
  const abstract = await listening(hear("abstract"), { path: `\0${name}` });
  const udp = createSocket("udp4", () => heard.add("udp"));
  await new Promise<void>((resolve) => udp.bind(0, "127.0.0.1", resolve));
  const sleeper = spawn("sleep", ["600"], { stdio: "ignore", env: { VAULT: secrets.process } });
  const address = tcp.address();
  return {
    project,
    data,
    aim: {
      home,
      data,
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
      spawnSync("ipcrm", ["-M", String(memoryKey)], { stdio: "ignore" });
      udp.close();
      for (const server of [tcp, path, abstract]) server.close();
      rmSync(home, { recursive: true, force: true });
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const text = (path: string): string => readFileSync(path, "utf8");
/** Extended attributes and flags of a file, as the machine has them. */
const attributesOf = (path: string): string => {
  const flags = "struct.unpack('l', fcntl.ioctl(file, 0x80086601, bytes(8)))[0] & 0x80";
  const code = `import fcntl, os, struct, sys\nwith open(sys.argv[1]) as file: print(os.listxattr(file.fileno()), ${flags})`;
  return execFileSync("python3", ["-c", code, path], { encoding: "utf8" }).trim();
};

const notes = ({ project }: Witness): string => join(project, "notes.txt");

const isRobbed = ({ project }: Witness): boolean => {
  const database = new DatabaseSync(join(project, "db.sqlite3"), { readOnly: true });
  const { count } = database.prepare("SELECT count(*) AS count FROM orders").get() ?? {};
  database.close();
  return count !== 1;
};

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
    happened: (_, output) => output.includes(secrets.home),
  },
  {
    title: "reads the environment of another process",
    code: "print(open('/proc/%d/environ' % aim['pid']).read())",
    happened: (_, output) => output.includes(secrets.process),
  },
  {
    title: "kills another process",
    code: "os.kill(aim['pid'], signal.SIGTERM)",
    happened: ({ bystander }) => !bystander.lives(),
  },
  {
    title: "traces another process",
    code: "print('attached', libc.ptrace(16, aim['pid'], 0, 0))\nlibc.ptrace(17, aim['pid'], 0, 0)",
    happened: (_, output) => output.includes("attached 0"),
  },
  {
    title: "empties a file that it opens for reading",
    code: "os.open('notes.txt', os.O_RDONLY | os.O_TRUNC)",
    happened: (witness) => text(notes(witness)) === "",
  },
  {
    title: "writes through /proc to a file that it opened for reading",
    code: "reading = os.open('notes.txt', os.O_RDONLY)\nopen('/proc/self/fd/%d' % reading, 'w').write('overwritten')",
    happened: (witness) => text(notes(witness)) !== "as it was",
  },
  {
    title: "copies into a file without writing to it itself",
    code: "os.sendfile(os.open('notes.txt', os.O_WRONLY), os.open('manage.py', os.O_RDONLY), 0, 9)",
    happened: (witness) => text(notes(witness)) !== "as it was",
  },
  {
    title: "puts another file in the place of one, by a link and a new name",
    code: "os.link('manage.py', 'planted.txt')\nos.rename('planted.txt', 'notes.txt')",
    happened: (witness) => text(notes(witness)) !== "as it was",
  },
  {
    title: "writes through a link that it exchanges for a file of its own meanwhile",
    code: `import threading
link = os.path.join(os.environ['HOME'], 'exchanged')
def exchange():
    while True:
        for target in (link + '-own', aim['home'] + '/planted', os.path.abspath('notes.txt')):
            try:
                os.symlink(target, link + '-new')
                os.rename(link + '-new', link)
            except OSError:
                pass
threading.Thread(target=exchange, daemon=True).start()
for _ in range(3000):
    try:
        open(link, 'w').close()
    except OSError:
        pass`,
    happened: (witness) => text(notes(witness)) === "" || existsSync(join(String(witness.aim["home"]), "planted")),
  },
  {
    title: "writes when it ends, from a thread and from a child",
    code: `import atexit, threading
atexit.register(lambda: open('notes.txt', 'w').close())
def late():
    time.sleep(0.05)
    open('notes.txt', 'w').close()
threading.Thread(target=late).start()
if os.fork() == 0:
    os.setsid()
    try:
        open('notes.txt', 'w').close()
    finally:
        os._exit(0)
os.wait()`,
    happened: (witness) => text(notes(witness)) === "",
  },
  {
    title: "runs a program that lies in memory only, which writes",
    code: `memory = os.memfd_create('program')
os.write(memory, open('/bin/cp', 'rb').read())
if os.fork() == 0:
    os.execv('/proc/self/fd/%d' % memory, ['cp', 'manage.py', 'notes.txt'])
os.wait()`,
    happened: (witness) => text(notes(witness)) !== "as it was",
  },
  {
    title: "tags a file with attributes and flags",
    code: `reading = os.open('notes.txt', os.O_RDONLY)
for deed in (lambda: os.setxattr('notes.txt', 'user.tag', b'x'), lambda: fcntl.ioctl(reading, 0x40086602, struct.pack('l', 0x80))):
    try:
        deed()
    except OSError:
        pass`,
    happened: (witness) => attributesOf(notes(witness)) !== "[] 0",
  },
  {
    title: "connects by multipath TCP",
    code: "socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262).connect(('127.0.0.1', aim['tcp']))",
    happened: ({ heard }) => heard.has("tcp"),
  },
  {
    title: "connects by sending at once",
    code: "socket.socket().sendto(b'secrets', 0x20000000, ('127.0.0.1', aim['tcp']))",
    happened: ({ heard }) => heard.has("tcp"),
  },
  {
    title: "reads the token in DJDesk's data folder",
    code: "print(open(os.path.join(aim['data'], 'token')).read())",
    happened: (_, output) => output.includes(secrets.desk),
  },
  {
    title: "limits another process",
    code: "resource.prlimit(aim['pid'], resource.RLIMIT_NOFILE, (7, 7))",
    happened: ({ bystander }) => /^Max open files\s+7 /m.test(text(`/proc/${bystander.pid}/limits`)),
  },
  {
    title: "slows another process down",
    code: "os.setpriority(os.PRIO_PROCESS, aim['pid'], 19)",
    happened: ({ bystander }) => getPriority(bystander.pid) === 19,
  },
  {
    title: "adds a key to those of the user",
    code: `for number, name in ((248, b'x86_64'), (217, b'aarch64')):
    if os.uname().machine.encode() == name:
        print('key', libc.syscall(number, b'user', b'djdesk-hostile', b'x', ctypes.c_size_t(1), -3) > 0)`,
    happened: (_, output) => output.includes("key True"),
  },
  {
    title: "leaves shared memory behind",
    code: `print(libc.shmget(${memoryKey}, 4096, 0o1600))`,
    happened: () => text("/proc/sysvipc/shm").includes(` ${memoryKey} `),
  },
  {
    title: "waits for connections",
    code: "server = socket.socket()\nserver.listen(1)\nprint('listening', server.getsockname()[1] > 0, os.readlink('/proc/self/ns/net'))",
    happened: (_, output) => output.includes(`listening True ${readlinkSync("/proc/self/ns/net")}`),
  },
  {
    title: "writes SQLite past the policy",
    code: "import _sqlite3\nconnection = _sqlite3.connect('db.sqlite3')\nconnection.execute('DELETE FROM orders')\nconnection.commit()",
    happened: isRobbed,
  },
  {
    title: "writes SQLite by its own library",
    code: `import ctypes.util
library = ctypes.CDLL(ctypes.util.find_library('sqlite3') or 'libsqlite3.so.0')
handle = ctypes.c_void_p()
library.sqlite3_open(b'db.sqlite3', ctypes.byref(handle))
library.sqlite3_exec(handle, b'DELETE FROM orders', None, None, None)`,
    happened: isRobbed,
  },
  {
    title: "writes SQLite as memory that it shares with the file",
    code: "shared = mmap.mmap(os.open('db.sqlite3', os.O_RDWR), 0)\nshared[0:16] = bytes(16)\nshared.flush()",
    happened: ({ project }) => readFileSync(join(project, "db.sqlite3"))[0] === 0,
  },
];

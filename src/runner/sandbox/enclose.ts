/** Puts a command into a sandbox: what is really started, with which environment and input. */
import { accessSync, constants, existsSync, realpathSync } from "node:fs";
import { readFile, realpath, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { toChildEnvironment } from "../child-environment.ts";
import { findLauncher, findLauncherFolder, findStage } from "../launcher/find-launcher.ts";
import type { RunRequest } from "../task.ts";
import { originalsFolder, runHome, socketsFolder, toBubblewrapArguments } from "./bubblewrap-profile.ts";
import { guardVariable, type Guard } from "./guard.ts";
import { copyProject, type Walls } from "./copy-project.ts";
import type { DatabaseServer } from "./database-server.ts";
import { forwardDatabases, isLoopback, isName, type Forwarding } from "./forward-databases.ts";
import { planLayout, type Layout } from "./layout.ts";
import { compileFilter } from "./calls/compile-filter.ts";
import { refusedBehindLandlock, refusedInNamespaces, type Needs } from "./calls/refused-calls.ts";
import { limitCommand, limitsOf, mostProcesses, mostThreadsOfUser, type Command } from "./limit-command.ts";
import { pythonFolders } from "./python-folders.ts";
import type { Landlock, Sandbox } from "./sandbox.ts";
import { toSeatbeltProfile } from "./seatbelt-profile.ts";

export interface Enclosed {
  readonly argv: Command;
  /** What a reader of the run is shown: the same, with arguments that went another way and without the environment. */
  readonly shownArgv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Read by the program from file descriptor 3 on; so that no other user sees them in the table of processes. */
  readonly inputs: readonly (string | Buffer)[];
  /** Closed after the run. */
  readonly forwarding: Forwarding | null;
  /** The program answers for the command: its exit code is 128 and the signal's number when a signal ended the command. */
  readonly speaksForCommand: boolean;
}

const commandOf = (request: RunRequest, folder: string): Command => [
  request.interpreter,
  "-B",
  findLauncher(),
  request.entry ?? "manage.py",
  folder,
  ...request.command.args,
];

const withGuard = (env: Readonly<Record<string, string>>, guard: Guard): Readonly<Record<string, string>> => ({
  ...env,
  [guardVariable]: JSON.stringify(guard),
});

/** Files that name a server to its driver. A socket is led to, and nothing else that a project calls so is to be read. */
const serverFiles = (servers: readonly DatabaseServer[]): readonly string[] =>
  servers.flatMap((server) => (server.kind === "path" && isOptionFile(server.path) ? [server.path] : []));

const isOptionFile = (path: string): boolean => existsSync(path) && /\.(?:cnf|ini)$/.test(realpathSync.native(path));

/** SQLite opens these beside a database; its write-ahead log is named already. */
const companions = ["", "-shm", "-journal"];

/** SQLite files of the settings with all that belongs to them; some may not exist. */
export const databaseFilesOf = ({ databaseFiles = [] }: RunRequest): readonly string[] =>
  databaseFiles.flatMap((path) => companions.map((suffix) => path + suffix));

const layoutOf = (request: RunRequest): Layout => {
  const projectRoot = realpathSync.native(request.projectRoot ?? request.workspacePath);
  const { own, linked } = pythonFolders(request.interpreter, projectRoot);
  return planLayout({
    projectRoot,
    needed: [findLauncherFolder(), ...own, ...serverFiles(request.databaseServers ?? [])],
    named: { importable: [...request.pythonPath, ...linked], databases: databaseFilesOf(request) },
    private: request.privateFolders ?? [],
  });
};

const nothingGuarded: Guard = { landlock: null, kept: false, originals: null, relays: [], addresses: [], logs: [], pseudonyms: "" };

const bare = (request: RunRequest, scratch: string, guard: Guard): Enclosed => {
  const argv = commandOf(request, request.workspacePath);
  const env = withGuard(toChildEnvironment(request, scratch), { ...guard, pseudonyms: request.pseudonyms ?? "" });
  return { argv, shownArgv: argv, cwd: request.workspacePath, env, inputs: [], speaksForCommand: false, forwarding: null };
};

const portsOf = (servers: readonly DatabaseServer[]): readonly number[] =>
  servers.flatMap((server) => (server.kind === "tcp" ? [server.port] : []));

const toInput = (words: readonly string[]): string => words.map((word) => `${word}\0`).join("");

const writableLogs = ({ logFiles = [] }: RunRequest): readonly string[] =>
  logFiles.filter((path) => {
    try {
      accessSync(existsSync(path) ? path : dirname(path), constants.W_OK);
      return true;
    } catch {
      return false;
    }
  });

/** Names of database servers, before what the machine's own file says. */
const writeHosts = async (hosts: ReadonlyMap<string, string>, scratch: string): Promise<string> => {
  const path = join(scratch, "hosts");
  const own = await readFile("/etc/hosts", "utf8").catch(() => "127.0.0.1 localhost\n");
  await writeFile(path, `${[...hosts].map(([name, address]) => `${address} ${name}\n`).join("")}${own}`);
  return path;
};

const inBubblewrap = async (request: RunRequest, walls: Walls, scratch: string): Promise<Enclosed> => {
  const layout = layoutOf(request);
  const { before, copy } = copyProject(walls, layout.copied, scratch);
  const cwd = await realpath(request.workspacePath);
  const forwarding = await forwardDatabases(request.databaseServers ?? [], { folder: scratch, project: layout.copied });
  const relays = forwarding.relays.map((relay) => ({ ...relay, socket: join(socketsFolder, basename(relay.socket)) }));
  const addresses = relays.map(({ address }) => address).filter((address) => !isLoopback(address));
  const sockets = forwarding.relays.map(({ socket }, index) => ({ from: socket, to: relays[index]?.socket ?? socket }));
  const hosts = forwarding.hosts.size === 0 ? [] : [{ from: await writeHosts(forwarding.hosts, scratch), to: "/etc/hosts" }];
  const reachesServers = forwarding.relays.length + forwarding.sockets.length > 0;
  // What leads to a database is a Unix socket, and one that lies in the project must not be reached by its own file.
  const seesOriginals = !reachesServers || databaseFilesOf(request).some((path) => existsSync(path));
  const originals = seesOriginals ? { seen: layout.copied, real: originalsFolder } : null;
  const guard = {
    ...nothingGuarded,
    kept: true,
    originals,
    relays,
    addresses,
    logs: writableLogs(request),
    pseudonyms: request.pseudonyms ?? "",
  };
  const filter = compileFilter(refusedInNamespaces({ unixSockets: reachesServers }), process.arch);
  const filtering = filter === null ? [] : ["--seccomp", "4"];
  const profile = {
    layout,
    cwd,
    copy,
    files: [...sockets, ...forwarding.sockets, ...hosts],
    ownsNetwork: addresses.length > 0,
    seesOriginals,
  };
  const command = limitCommand(commandOf(request, cwd), limitsOf(request.timeoutMs, mostProcesses));
  const env = withGuard(toChildEnvironment(request, runHome), guard);
  return {
    argv: [...before, "--args", "3", "--", ...command],
    shownArgv: [...before, ...toBubblewrapArguments({ ...profile, env: {} }), ...filtering, "--", ...command],
    cwd: "/",
    env: { PATH: "/usr/bin:/bin:/usr/sbin:/sbin", DJDESK_RUN: request.token },
    inputs: [toInput([...toBubblewrapArguments({ ...profile, env }), ...filtering]), ...(filter === null ? [] : [filter])],
    speaksForCommand: true,
    forwarding,
  };
};

const withArgv = (enclosed: Enclosed, argv: Command): Enclosed => ({ ...enclosed, argv, shownArgv: argv });

const inSeatbelt = async (request: RunRequest, program: string, scratch: string): Promise<Enclosed> => {
  const plain = bare(request, scratch, nothingGuarded);
  const servers = request.databaseServers ?? [];
  const profile = toSeatbeltProfile({ layout: layoutOf(request), scratch: await realpath(scratch), servers });
  return withArgv(plain, [program, "-p", profile, ...limitCommand(plain.argv, limitsOf(request.timeoutMs, null))]);
};

const needsOf = (servers: readonly DatabaseServer[]): Needs => ({
  tcp: servers.some(({ kind }) => kind === "tcp"),
  names: servers.some((server) => server.kind === "tcp" && isName(server.host)),
  unixSockets: servers.some(({ kind }) => kind === "path"),
});

const behindLandlock = (request: RunRequest, { abi, python, filtered }: Landlock, scratch: string): Enclosed => {
  const landlock = { writable: [scratch], ports: portsOf(request.databaseServers ?? []) };
  const limits = limitsOf(request.timeoutMs, mostThreadsOfUser());
  if (python === null) {
    const plain = bare(request, scratch, { ...nothingGuarded, landlock });
    return withArgv(plain, limitCommand(plain.argv, limits));
  }
  const plain = bare(request, scratch, { ...nothingGuarded, kept: true });
  const rules = refusedBehindLandlock(abi, needsOf(request.databaseServers ?? []));
  const words = [
    ...landlock.writable.map((path) => `write=${path}`),
    ...landlock.ports.map((port) => `connect=${port}`),
    ...(filtered ? [`filter=${compileFilter(rules, process.arch)?.toString("hex") ?? ""}`] : []),
  ];
  const argv = limitCommand([python, "-I", "-S", "-B", findStage(), ...words, "--", ...plain.argv], limits);
  const shown = argv.map((word) => (word.startsWith("filter=") ? "filter=…" : word));
  return { ...plain, argv, shownArgv: shown };
};

/** `scratch` is the run's folder on the host. */
export const enclose = async (request: RunRequest, sandbox: Sandbox, scratch: string): Promise<Enclosed> => {
  switch (sandbox.kind) {
    case "bubblewrap":
    case "unshare":
      return inBubblewrap(request, sandbox, scratch);
    case "seatbelt":
      return inSeatbelt(request, sandbox.program, scratch);
    case "landlock":
      return behindLandlock(request, sandbox, scratch);
    case "none":
      return bare(request, scratch, nothingGuarded);
  }
};

/**
 * Who is at the other end. A peer must come over loopback and, on Linux, be a process of the user who started the
 * server: `/proc/net/tcp{,6}` names the owner of every socket. Each connection is looked up once; connections that
 * arrive together share one reading of the table, so a storm of them costs a few readings.
 *
 * Elsewhere the system does not tell, and loopback alone is what is known.
 */
import { readFile } from "node:fs/promises";
import type { Socket } from "node:net";

export interface PeerGate {
  /** Known at once for a connection that was looked up before; else a promise. */
  isOwn(socket: Socket): boolean | Promise<boolean>;
}

/** Answers with the system's socket table as text, or null where it has none. */
export type ReadSocketTable = () => Promise<string | null>;

const loopback = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;

export const createPeerGate = (uid: number | null, readTable: ReadSocketTable = readSocketTable): PeerGate => {
  const known = new WeakMap<Socket, boolean | Promise<boolean>>();
  let next: Promise<SocketTable | null> | null = null;
  let running: Promise<unknown> = Promise.resolve();

  /** A reading that begins after this call. */
  const freshTable = (): Promise<SocketTable | null> => {
    if (next !== null) return next;
    const mine = running.then(async () => {
      next = null;
      const text = await readTable();
      return text === null ? null : parseSocketTable(text);
    });
    next = mine;
    running = mine.catch(() => null);
    return mine;
  };
  const lookUp = async (socket: Socket): Promise<boolean> => {
    const { remoteAddress, remotePort, localAddress, localPort } = socket;
    if (remoteAddress === undefined || remotePort === undefined || localAddress === undefined || localPort === undefined) return false;
    if (!loopback.test(remoteAddress)) return false;
    const table = await freshTable().catch(() => null);
    if (uid === null || table === null) return process.platform !== "linux";
    return isOwnedBy(table, uid, { address: remoteAddress, port: remotePort, toAddress: localAddress, toPort: localPort });
  };

  return {
    isOwn(socket) {
      const before = known.get(socket);
      if (before !== undefined) return before;
      const verdict = lookUp(socket).then((isOwn) => {
        known.set(socket, isOwn);
        return isOwn;
      });
      known.set(socket, verdict);
      return verdict;
    },
  };
};

interface Ends {
  readonly address: string;
  readonly port: number;
  readonly toAddress: string;
  readonly toPort: number;
}

interface SocketOwner {
  readonly uid: string;
  readonly inode: string;
  readonly isListening: boolean;
}

/** `local remote`, as the table writes them → whose it is. */
export type SocketTable = ReadonlyMap<string, SocketOwner>;

export const parseSocketTable = (text: string): SocketTable => {
  const table = new Map<string, SocketOwner>();
  for (const line of text.split("\n")) {
    const [, local, remote, state, , , , uid, , inode] = line.trim().split(/ +/);
    if (local === undefined || remote === undefined || uid === undefined || inode === undefined) continue;
    table.set(`${local} ${remote}`, { uid, inode, isListening: state === "0A" });
  }
  return table;
};

/** Looks for the peer's own end of the connection: its local address is our remote one. A socket without an inode has no process. */
export const isOwnedBy = (table: SocketTable, uid: number, ends: Ends): boolean => {
  for (const from of hexForms(ends.address, ends.port)) {
    for (const to of hexForms(ends.toAddress, ends.toPort)) {
      const found = table.get(`${from} ${to}`);
      if (found !== undefined) return !found.isListening && found.inode !== "0" && found.uid === String(uid);
    }
  }
  return false;
};

/** An address as the table writes it: in the IPv4 table, and as a mapped or plain address in the IPv6 table. Words are little-endian. */
const hexForms = (address: string, port: number): readonly string[] => {
  const hexPort = port.toString(16).toUpperCase().padStart(4, "0");
  if (address === "::1") return [`00000000000000000000000001000000:${hexPort}`];
  const octets = address
    .replace(/^::ffff:/, "")
    .split(".")
    .map(Number)
    .reverse();
  const word = octets.map((octet) => octet.toString(16).toUpperCase().padStart(2, "0")).join("");
  return [`${word}:${hexPort}`, `0000000000000000FFFF0000${word}:${hexPort}`];
};

const readSocketTable: ReadSocketTable = async () => {
  if (process.platform !== "linux") return null;
  const tables = await Promise.all(["/proc/net/tcp", "/proc/net/tcp6"].map((path) => readFile(path, "latin1").catch(() => "")));
  return tables.join("\n");
};

/**
 * Who is at the other end. A peer must come over loopback and, on Linux, be a process of the user who started the
 * server: `/proc/net/tcp{,6}` names the owner of every socket. Each connection is looked up once; connections that
 * arrive together share one reading of the table, so a storm of them costs a few readings.
 *
 * Elsewhere the system does not tell, and loopback alone is what is known.
 */
import { open, type FileHandle } from "node:fs/promises";
import type { Socket } from "node:net";

export interface PeerGate {
  /** Known at once for a connection that was looked up before; else a promise. */
  isOwn(socket: Socket): boolean | Promise<boolean>;
}

/**
 * Answers with the system's socket table, or null where it has none. It is searched as bytes, and at once: a long table
 * for each of many that connect would be much garbage.
 */
export type ReadSocketTable = () => Promise<Buffer | null>;

const listening = "0A";

const loopback = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;

export const createPeerGate = (uid: number | null, readTable: ReadSocketTable = createTableReader()): PeerGate => {
  const known = new WeakMap<Socket, boolean | Promise<boolean>>();
  let next: Promise<Buffer | null> | null = null;
  let running: Promise<unknown> = Promise.resolve();

  /** A reading that begins after this call. */
  const freshTable = (): Promise<Buffer | null> => {
    if (next !== null) return next;
    const mine = running.then(() => {
      next = null;
      return readTable();
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

/** Looks for the peer's own end of the connection: its local address is our remote one. A socket without an inode has no process. */
export const isOwnedBy = (table: Buffer, uid: number, ends: Ends): boolean => {
  for (const from of hexForms(ends.address, ends.port)) {
    for (const to of hexForms(ends.toAddress, ends.toPort)) {
      const at = table.lastIndexOf(`: ${from} ${to} `, undefined, "latin1");
      if (at === -1) continue;
      const end = table.indexOf("\n", at);
      const [, , , state, , , , owner, , inode] = table.toString("latin1", at, end === -1 ? table.length : end).split(/ +/);
      return state !== listening && inode !== undefined && inode !== "0" && owner === String(uid);
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

const tableFiles = ["/proc/net/tcp", "/proc/net/tcp6"];

/** Reads into the same memory each time: an answer holds until the next reading begins. */
const createTableReader = (): ReadSocketTable => {
  let memory = Buffer.allocUnsafeSlow(64 * 1024);
  const readInto = async (file: FileHandle, from: number): Promise<number> => {
    for (let to = from; ;) {
      if (to === memory.length) memory = Buffer.concat([memory], memory.length * 2);
      const { bytesRead } = await file.read(memory, to, memory.length - to, null);
      if (bytesRead === 0) return to;
      to += bytesRead;
    }
  };
  return async () => {
    if (process.platform !== "linux") return null;
    let length = 0;
    for (const path of tableFiles) {
      const file = await open(path).catch(() => null);
      if (file === null) continue;
      try {
        length = await readInto(file, length);
      } finally {
        await file.close();
      }
    }
    return memory.subarray(0, length);
  };
};

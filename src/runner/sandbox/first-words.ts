/**
 * How a conversation with a database server begins. The settings of a project name its servers, and could name anything
 * that listens on this machine: what does not begin like a database is no way out of a sandbox.
 */
import type { DatabaseProtocol } from "./database-server.ts";

/** `more` when the bytes do not tell yet; how many of them the first message takes; null when it is another's. */
type Judgement = "more" | number | null;

export interface FirstWords {
  /** Of the client; null where the server speaks first. */
  readonly client: ((bytes: Buffer) => Judgement) | null;
  /** Of the server, before anything else of the client is handed on. */
  readonly server: (bytes: Buffer) => Judgement;
}

const longest = 65_536;
const ifSane = (length: number, least: number): Judgement => (length >= least && length <= longest ? length : null);
const letter = (bytes: Buffer, at: number): string => String.fromCharCode(bytes[at] ?? 0);

/** TLS, GSSAPI, cancel; and the start of protocol 3. */
const startsPostgres = (code: number): boolean => [80_877_102, 80_877_103, 80_877_104].includes(code) || code >>> 16 === 3;

const postgresql: FirstWords = {
  client: (bytes) => {
    if (bytes.length < 8) return "more";
    return startsPostgres(bytes.readUInt32BE(4)) ? ifSane(bytes.readUInt32BE(0), 8) : null;
  },
  server: (bytes) => {
    // One letter alone answers the question for TLS or GSSAPI.
    if (bytes.length === 1 && "SNG".includes(letter(bytes, 0))) return 1;
    if (!"ERNv".includes(letter(bytes, 0))) return null;
    return bytes.length < 5 ? "more" : ifSane(bytes.readUInt32BE(1), 4);
  },
};

const mysql: FirstWords = {
  client: null,
  server: (bytes) => {
    if (bytes.length < 5) return "more";
    const isGreeting = bytes[3] === 0 && [9, 10, 255].includes(bytes[4] ?? 0);
    return isGreeting ? ifSane(bytes.readUIntLE(0, 3), 2) : null;
  },
};

const mssql: FirstWords = {
  client: (bytes) => {
    if (bytes.length < 8) return "more";
    return [0x10, 0x12].includes(bytes[0] ?? 0) ? ifSane(bytes.readUInt16BE(2), 8) : null;
  },
  server: (bytes) => {
    if (bytes.length < 8) return "more";
    return bytes[0] === 4 ? ifSane(bytes.readUInt16BE(2), 8) : null;
  },
};

/** Accept, refuse, redirect, resend. */
const oracleAnswers = [2, 4, 5, 11];

const oracle: FirstWords = {
  client: (bytes) => {
    if (bytes.length < 8) return "more";
    return bytes[4] === 1 ? ifSane(bytes.readUInt16BE(0), 8) : null;
  },
  server: (bytes) => {
    if (bytes.length < 8) return "more";
    return oracleAnswers.includes(bytes[4] ?? 0) ? ifSane(bytes.readUInt16BE(0), 8) : null;
  },
};

export const firstWords: Readonly<Record<DatabaseProtocol, FirstWords>> = { postgresql, mysql, mssql, oracle };

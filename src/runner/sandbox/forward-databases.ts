/**
 * Lets a run without a network reach its database servers and nothing else: for each a Unix socket in a folder of the
 * run, behind which DJDesk connects to exactly that place, as long as a database answers there. Inside, the launcher
 * listens where the settings say and hands each connection to the socket; a Unix socket lies in its own place.
 */
import { once } from "node:events";
import { statSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { createServer, connect, isIP, type NetConnectOpts, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { codeOf } from "../../kit/message-of.ts";
import { converse } from "./converse.ts";
import type { DatabaseProtocol, DatabaseServer } from "./database-server.ts";
import { firstWords } from "./first-words.ts";
import { refuseClient } from "./refuse-client.ts";

/** Address and port at which the launcher listens, and the socket that leads out. */
export interface Relay {
  readonly address: string;
  readonly port: number;
  readonly socket: string;
}

export interface Forwarding {
  readonly relays: readonly Relay[];
  /** Sockets that lead to Unix sockets, and the real paths of these. */
  readonly sockets: readonly { readonly from: string; readonly to: string }[];
  /** Names that must lead to the relays: `/etc/hosts` of the run. */
  readonly hosts: ReadonlyMap<string, string>;
  close(): void;
}

/** By name or address. */
export const isLoopback = (host: string): boolean => host === "localhost" || /^127\.\d+\.\d+\.\d+$/.test(host) || host === "::1";

/** A name that has to be asked for. */
export const isName = (host: string): boolean => isIP(host) === 0 && !isLoopback(host);

/** The address inside: that of the settings when it is an address, else a loopback address for each name. */
const addressFor = (host: string, index: number): string => {
  if (isIP(host) !== 0) return host;
  return host === "localhost" ? "127.0.0.1" : `127.0.53.${index + 1}`;
};

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused, so no server runs there",
  ENOENT: "there is no such socket",
  ENOTFOUND: "the name is not known",
  EAI_AGAIN: "the name could not be asked for",
  ETIMEDOUT: "it did not answer in time",
};

const shownPlace = (to: NetConnectOpts): string => ("path" in to ? to.path : `${to.host ?? ""}:${to.port}`);

/** Of one server; each takes two of the files that DJDesk may have open. */
const mostConnections = 128;

const forward = async (to: NetConnectOpts, protocol: DatabaseProtocol, socket: string): Promise<Server> => {
  const lead = (inner: Socket): void => {
    const outer = connect(to);
    const leave = (): void => void outer.destroy();
    const refuse = (error: Error): void => {
      const reason = reasons[codeOf(error) ?? ""] ?? error.message;
      refuseClient(inner, protocol, `DJDesk could not connect to ${shownPlace(to)}: ${reason}.`);
    };
    inner.on("error", leave).on("close", leave);
    outer.once("error", refuse).once("connect", () => {
      outer.off("error", refuse);
      converse(inner, outer, firstWords[protocol]);
    });
  };
  const server = createServer(lead);
  server.maxConnections = mostConnections;
  server.on("error", () => undefined);
  server.listen({ path: socket });
  await once(server, "listening");
  return server;
};

const isSocket = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isSocket() === true;

/** Real paths of those that exist; a socket of the project's folder is there already. */
const findSockets = async (servers: readonly DatabaseServer[], project: string) => {
  const found = new Map<string, DatabaseProtocol>();
  for (const server of servers) {
    if (server.kind !== "path" || !(server.protocol in firstWords) || !isSocket(server.path)) continue;
    const path = await realpath(server.path);
    if (!path.startsWith(`${project}/`)) found.set(path, server.protocol);
  }
  return found;
};

/** `folder` is the run's own, on the host; `project` the copied folder. Close it after the run. */
export const forwardDatabases = async (
  servers: readonly DatabaseServer[],
  { folder, project }: { readonly folder: string; readonly project: string },
): Promise<Forwarding> => {
  const distant = servers.filter((server) => server.kind === "tcp").filter(({ protocol }) => protocol in firstWords);
  const listening: Server[] = [];
  const relays: Relay[] = [];
  const sockets: { from: string; to: string }[] = [];
  const hosts = new Map<string, string>();
  for (const [index, { host, port, protocol }] of distant.entries()) {
    const socket = join(folder, `database-${index}.sock`);
    listening.push(await forward({ host, port }, protocol, socket));
    const address = addressFor(host, index);
    if (isName(host)) hosts.set(host, hosts.get(host) ?? address);
    relays.push({ address: hosts.get(host) ?? address, port, socket });
  }
  for (const [path, protocol] of await findSockets(servers, project)) {
    const from = join(folder, `socket-${sockets.length}.sock`);
    listening.push(await forward({ path }, protocol, from));
    sockets.push({ from, to: path });
  }
  return {
    relays,
    sockets,
    hosts,
    close: () => {
      for (const server of listening) server.close();
    },
  };
};

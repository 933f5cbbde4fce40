/**
 * Lets a run without a network reach its database servers and nothing else: for each host and port a Unix socket in a
 * folder of the run, behind which DJDesk connects to exactly that place. Inside, the launcher listens where the
 * settings say and hands each connection to the socket.
 */
import { once } from "node:events";
import { createServer, connect, isIP, type Server } from "node:net";
import { join } from "node:path";
import type { DatabaseServer } from "./database-server.ts";

export type TcpServer = Extract<DatabaseServer, { kind: "tcp" }>;

/** Address and port at which the launcher listens, and the socket that leads out. */
export interface Relay {
  readonly address: string;
  readonly port: number;
  readonly socket: string;
}

export interface Forwarding {
  readonly relays: readonly Relay[];
  /** Names that must lead to the relays: `/etc/hosts` of the run. */
  readonly hosts: ReadonlyMap<string, string>;
  close(): void;
}

/** By name or address. */
export const isLoopback = (host: string): boolean => host === "localhost" || /^127\.\d+\.\d+\.\d+$/.test(host) || host === "::1";

/** The address inside: that of the settings when it is an address, else a loopback address for each name. */
const addressFor = (host: string, index: number): string => {
  if (isIP(host) !== 0) return host;
  return host === "localhost" ? "127.0.0.1" : `127.0.53.${index + 1}`;
};

const forward = async ({ host, port }: TcpServer, socket: string): Promise<Server> => {
  const server = createServer((inner) => {
    const outer = connect({ host, port });
    const end = (): void => {
      inner.destroy();
      outer.destroy();
    };
    for (const stream of [inner, outer]) stream.on("error", end).on("close", end);
    inner.pipe(outer).pipe(inner);
  });
  server.on("error", () => undefined);
  server.listen({ path: socket });
  await once(server, "listening");
  return server;
};

/** `folder` is the run's own, on the host. Close it after the run. */
export const forwardDatabases = async (servers: readonly DatabaseServer[], folder: string): Promise<Forwarding> => {
  const distant = servers.filter((server) => server.kind === "tcp");
  const listening: Server[] = [];
  const relays: Relay[] = [];
  const hosts = new Map<string, string>();
  for (const [index, server] of distant.entries()) {
    const socket = join(folder, `database-${index}.sock`);
    listening.push(await forward(server, socket));
    const address = addressFor(server.host, index);
    if (isIP(server.host) === 0 && !isLoopback(server.host)) hosts.set(server.host, hosts.get(server.host) ?? address);
    relays.push({ address: hosts.get(server.host) ?? address, port: server.port, socket });
  }
  return {
    relays,
    hosts,
    close: () => {
      for (const server of listening) server.close();
    },
  };
};

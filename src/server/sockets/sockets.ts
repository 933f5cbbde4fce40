/**
 * Live sockets: they tell what changed and take no orders. A client that does not read is dropped before it costs
 * memory, one that does not answer pings is closed; both resume by number when they come back.
 */
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { WebSocketServer, type WebSocket } from "ws";
import { Refusal } from "../../contract/errors.ts";
import { slug as slugShape } from "../../contract/shapes/common.ts";
import type { Desk } from "../../operations/desk/desk.ts";
import type { Passed } from "../gate/request-gate.ts";
import { toLiveClient } from "./live-client.ts";
import { createRunBroadcast, type Resume } from "./run-broadcast.ts";
import { createStatusBroadcast } from "./status-broadcast.ts";

export interface Sockets {
  /** Makes the upgrade or refuses it. */
  accept(request: IncomingMessage, socket: Socket, rest: { readonly head: Buffer; readonly passed: Passed }): Promise<void>;
  /** Closes every socket: who is behind it may not listen any more. */
  dropAll(): void;
  close(): void;
}

const maxMessagesPerPing = 100;

/** The sockets there are; with and without the trailing slash is the same. */
export const socketAddresses = ["/ws/workspaces/:slug/", "/ws/task-runs/:slug/"] as const;
type SocketAddress = (typeof socketAddresses)[number];

interface FoundSocket {
  readonly address: SocketAddress;
  readonly slug: string;
}

const patterns = socketAddresses.map((address) => ({ address, pattern: new RegExp(`^${address.replace(":slug", "([^/]+)")}?$`) }));

const findSocket = (path: string): FoundSocket => {
  for (const { address, pattern } of patterns) {
    const [, slug] = pattern.exec(path) ?? [];
    if (slug !== undefined) return { address, slug };
  }
  throw new Refusal("not-found", "There is no socket at this address.");
};

/** A client that has not answered a ping when the next one is due is closed. */
export const createSockets = (desk: Desk, onError: (error: unknown) => void, pingEveryMs = 30_000): Sockets => {
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 4096, clientTracking: false });
  const statuses = createStatusBroadcast(desk, onError);
  const runs = createRunBroadcast(desk, onError);
  const clients = new Map<WebSocket, { alive: boolean; messages: number }>();

  const pinging = setInterval(() => {
    for (const [client, state] of clients) {
      if (!state.alive) client.terminate();
      else {
        state.alive = false;
        state.messages = 0;
        client.ping();
      }
    }
  }, pingEveryMs);
  pinging.unref();

  /** Many that come back at once cost one look into the store. */
  const finding = new Map<string, ReturnType<Desk["store"]["workspaces"]["bySlug"]>>();
  const find = (slug: string): ReturnType<Desk["store"]["workspaces"]["bySlug"]> => {
    const before = finding.get(slug);
    if (before !== undefined) return before;
    const found = slugShape.safeParse(slug).success ? desk.store.workspaces.bySlug(slug) : Promise.resolve(null);
    finding.set(slug, found);
    return found.finally(() => finding.delete(slug));
  };
  const keep = (client: WebSocket): void => {
    const state = { alive: true, messages: 0 };
    clients.set(client, state);
    const hear = (): void => {
      state.messages += 1;
      if (state.messages > maxMessagesPerPing) client.close(1008, "This socket takes no messages.");
    };
    client.on("pong", () => {
      state.alive = true;
      hear();
    });
    client.on("ping", hear).on("message", hear);
    client.on("error", () => client.terminate());
    client.on("close", () => clients.delete(client));
  };

  return {
    async accept(request, socket, { head, passed }) {
      const { address, slug } = findSocket(passed.path);
      if (request.headers["sec-websocket-version"] !== "13") throw new Refusal("bad-request", "This is no WebSocket of version 13.");
      const workspace = await find(slug);
      if (workspace === null) throw new Refusal("workspace-not-found", "There is no such workspace.");
      const query = new URLSearchParams(passed.query);
      server.handleUpgrade(request, socket, head, (client) => {
        keep(client);
        const live = toLiveClient(client, socket);
        const added = address === "/ws/workspaces/:slug/" ? statuses.add(live, slug) : runs.add(live, workspace, toResume(query));
        added.catch((error: unknown) => {
          onError(error);
          client.close(1011, "DJDesk made a mistake.");
        });
      });
    },
    dropAll() {
      for (const client of clients.keys()) client.close(4401, "Another token holds now.");
    },
    close() {
      clearInterval(pinging);
      statuses.close();
      runs.close();
      for (const client of clients.keys()) client.close(1001, "DJDesk is closing.");
      setTimeout(() => {
        for (const client of clients.keys()) client.terminate();
      }, 300).unref();
    },
  };
};

const toNumber = (text: string): number | null => (/^\d{1,15}$/.test(text) ? Number(text) : null);

const mostResumed = 20;

const toResume = (query: URLSearchParams): Resume => {
  const after = query.getAll("after").map(toNumber);
  const runs = query.getAll("run").flatMap((text, index) => {
    const id = toNumber(text);
    return id === null ? [] : [{ id, after: after[index] ?? 0 }];
  });
  return { runs: runs.slice(0, mostResumed), after: runs.length === 0 ? (after[0] ?? null) : null };
};

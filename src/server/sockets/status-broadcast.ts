/**
 * `/ws/workspaces/<slug>/`: the whole status on connecting, then the keys that changed. Changes are gathered for a
 * moment; what is sent is made once for all clients of a workspace.
 */
import type { StatusEvent } from "../../contract/events.ts";
import type { Desk } from "../../operations/desk/desk.ts";
import type { StatusPage } from "../../operations/status/status-board.ts";
import { toFrame, type LiveClient } from "./live-client.ts";

export interface StatusBroadcast {
  add(client: LiveClient, slug: string): Promise<void>;
  close(): void;
}

interface Room {
  readonly clients: Set<LiveClient>;
  /** What the clients have: JSON text by key. */
  sent: ReadonlyMap<string, string>;
  seq: number;
  timer: NodeJS.Timeout | null;
}

const gatherMs = 100;

export const createStatusBroadcast = (desk: Desk, onError: (error: unknown) => void): StatusBroadcast => {
  const rooms = new Map<string, Room>();

  const tell = async (slug: string, room: Room): Promise<void> => {
    const page = await desk.statuses.read(slug);
    if (page === null) {
      for (const { webSocket } of room.clients) webSocket.close(4404, "The workspace was forgotten.");
      return;
    }
    const parts = toParts(page);
    const changed = [...parts].filter(([key, text]) => room.sent.get(key) !== text);
    room.sent = parts;
    room.seq = page.seq;
    if (changed.length === 0) return;
    const message = toMessage(page.seq, changed);
    for (const client of room.clients) client.send(message);
  };
  const stop = desk.events.subscribe((event) => {
    const room = event.kind === "workspace" ? rooms.get(event.slug) : undefined;
    if (room === undefined || room.timer !== null) return;
    room.timer = setTimeout(() => {
      room.timer = null;
      tell(event.slug, room).catch(onError);
    }, gatherMs);
  });

  return {
    async add(client, slug) {
      const { webSocket } = client;
      const page = await desk.statuses.read(slug);
      if (page === null) {
        webSocket.close(4404, "There is no such workspace.");
        return;
      }
      if (webSocket.readyState !== webSocket.OPEN) return;
      const parts = toParts(page);
      const room = rooms.get(slug) ?? { clients: new Set<LiveClient>(), sent: parts, seq: page.seq, timer: null };
      rooms.set(slug, room);
      // What others were sent is what this one must have: a newer page reaches all together.
      client.send(toMessage(room.seq, [...room.sent]));
      room.clients.add(client);
      webSocket.on("close", () => {
        room.clients.delete(client);
        if (room.clients.size > 0) return;
        if (room.timer !== null) clearTimeout(room.timer);
        rooms.delete(slug);
      });
      if (room.seq !== page.seq) await tell(slug, room);
    },
    close() {
      stop();
      for (const { timer } of rooms.values()) if (timer !== null) clearTimeout(timer);
    },
  };
};

const toParts = (page: StatusPage): ReadonlyMap<string, string> =>
  new Map(Object.entries(page.status).map(([key, value]) => [key, JSON.stringify(value)]));

/** A `StatusEvent` from parts that are JSON already. */
const toMessage = (seq: StatusEvent["seq"], parts: readonly (readonly [string, string])[]): Buffer =>
  toFrame(`{"seq":${seq},"status":{${parts.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(",")}}}`);

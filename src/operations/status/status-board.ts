/**
 * The status of each workspace, ready to be sent. A page of it is built when somebody asks after something changed,
 * and then answered from memory: a poll of an unchanged workspace reads no database.
 *
 * Invariant: after `touch(slug)` no reader sees a page that was built from what was stored before it.
 */
import { createHash } from "node:crypto";
import type { Status } from "../../contract/shapes/status.ts";
import type { DeskEvents } from "../desk/events.ts";
import { buildStatus, readDigest, type KnownDigest, type StatusSource } from "./status-parts.ts";

export interface StatusPage {
  readonly status: Status;
  /** JSON text of `status`, the same bytes for all. */
  readonly body: string;
  /** Strong: equal only for equal bytes. */
  readonly etag: string;
  /** Grows with each change of the workspace. */
  readonly seq: number;
}

export interface StatusBoard {
  /** The page when it is known to be current, without waiting. */
  peek(slug: string): StatusPage | null;
  /** Null when there is no such workspace. */
  read(slug: string): Promise<StatusPage | null>;
  /** The newest completed schema scan's digest. */
  digestOf(workspace: { readonly id: number; readonly slug: string }): Promise<KnownDigest | null>;
  /** Something of the workspace changed: pages are stale and listeners hear of it. */
  touch(slug: string): void;
  forget(slug: string): void;
}

interface Entry {
  seq: number;
  page: StatusPage | null;
  known: KnownDigest | null;
}

export const createStatusBoard = (source: StatusSource, events: DeskEvents): StatusBoard => {
  const { store } = source;
  const entries = new Map<string, Entry>();
  const building = new Map<string, Promise<StatusPage | null>>();

  const entryOf = (slug: string): Entry => {
    const found = entries.get(slug);
    if (found !== undefined) return found;
    const made: Entry = { seq: 1, page: null, known: null };
    entries.set(slug, made);
    return made;
  };
  const peek = (slug: string): StatusPage | null => {
    const entry = entries.get(slug);
    return entry?.page?.seq === entry?.seq ? (entry?.page ?? null) : null;
  };
  const build = async (slug: string): Promise<StatusPage | null> => {
    for (;;) {
      const current = peek(slug);
      if (current !== null) return current;
      const workspace = await store.workspaces.bySlug(slug);
      if (workspace === null) return null;
      const entry = entryOf(slug);
      const { seq } = entry;
      entry.known = await readDigest(store, workspace.id, entry.known);
      const status = await buildStatus(source, workspace, entry.known);
      const body = JSON.stringify(status);
      const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`;
      const page: StatusPage = { status, body, etag, seq };
      entry.page = page;
      if (entry.seq === seq) return page;
    }
  };

  return {
    peek,
    read(slug) {
      const current = peek(slug);
      if (current !== null) return Promise.resolve(current);
      const running = building.get(slug);
      if (running !== undefined) return running;
      const started = build(slug).finally(() => building.delete(slug));
      building.set(slug, started);
      return started;
    },
    async digestOf({ id, slug }) {
      const entry = entryOf(slug);
      entry.known = await readDigest(store, id, entry.known);
      return entry.known;
    },
    touch(slug) {
      entryOf(slug).seq += 1;
      events.publish({ kind: "workspace", slug });
    },
    forget(slug) {
      entries.delete(slug);
      events.publish({ kind: "workspace", slug });
    },
  };
};

/**
 * A command in a terminal writes to the same store. SQLite says cheaply whether another process wrote; then the pages
 * of all workspaces are stale, and the lines of runs that another process carries are told to those who follow them.
 */
import type { Store } from "../../store/open-store.ts";
import { isOwnerAlive, parseOwner, type Owner } from "../../store/owner.ts";
import type { StatusBoard } from "../status/status-board.ts";
import type { DeskEvents } from "./events.ts";

const everyMs = 500;
const linesAtOnce = 500;

export interface ForeignTools {
  readonly store: Store;
  readonly owner: Owner;
  readonly events: DeskEvents;
  readonly statuses: StatusBoard;
  readonly onError: (error: unknown) => void;
}

/** Returns how to stop. */
export const followForeignWrites = (tools: ForeignTools): (() => void) => {
  const { store } = tools;
  let version = store.foreignVersion();
  let busy = false;
  const told = new Map<number, number>();

  const look = async (): Promise<void> => {
    const now = store.foreignVersion();
    if (now === version && told.size === 0) return;
    version = now;
    await tellLines(tools, told);
    for (const { slug } of await store.workspaces.list()) tools.statuses.touch(slug);
  };
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    look()
      .catch(tools.onError)
      .finally(() => {
        busy = false;
      });
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
};

/** `told`: run → the last line that was told; a run leaves it when it has ended. */
const tellLines = async ({ store, owner, events }: ForeignTools, told: Map<number, number>): Promise<void> => {
  const isForeign = (json: string): boolean => {
    const other = parseOwner(json);
    return (other.pid !== owner.pid || other.startTime !== owner.startTime) && isOwnerAlive(other);
  };
  for (const { run, ownerJson } of await store.taskRuns.unfinished()) {
    if (!told.has(run.id) && isForeign(ownerJson)) told.set(run.id, 0);
  }
  for (const [id, after] of told) {
    const run = await store.taskRuns.byId(id);
    const workspace = run === null ? null : await store.workspaces.byId(run.workspaceId);
    if (run === null || workspace === null) {
      told.delete(id);
      continue;
    }
    const lines = await store.logLines.after(id, after, linesAtOnce);
    const { status, progress } = run;
    for (const { seq, at, text } of lines) {
      const event = { id, status, progress, log_line: text, timestamp: new Date(at).toISOString(), seq };
      events.publish({ kind: "task-run", slug: workspace.slug, event });
    }
    told.set(id, lines.at(-1)?.seq ?? after);
    if (status !== "requested" && status !== "running" && lines.length === 0) {
      const event = { id, status, progress, log_line: null, timestamp: new Date().toISOString(), seq: run.lineCount };
      events.publish({ kind: "task-run", slug: workspace.slug, event });
      told.delete(id);
    }
  }
};

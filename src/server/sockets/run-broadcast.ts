/**
 * `/ws/task-runs/<workspace>/`: lines and changes of state of all runs of a workspace. A client says what it has seen:
 * `?after=SEQ` resumes the runs under way (or the newest one), `?run=ID&after=SEQ` a certain run. Stored lines come
 * first, then what happens; a line is never sent twice and none is left out.
 */
import type { WebSocket } from "ws";
import type { TaskRunEvent } from "../../contract/events.ts";
import type { Desk } from "../../operations/desk/desk.ts";
import { sendLive, toBytes } from "./send-live.ts";

export interface Resume {
  readonly run: number | null;
  readonly after: number | null;
}

export interface RunBroadcast {
  add(client: WebSocket, workspace: { readonly id: number; readonly slug: string }, resume: Resume): Promise<void>;
  close(): void;
}

interface Follower {
  readonly client: WebSocket;
  /** Last line sent, by run. */
  readonly seen: Map<number, number>;
  /** What happened while stored lines were still being sent. */
  held: { readonly event: TaskRunEvent; readonly message: Buffer }[] | null;
}

const linesAtOnce = 1000;
const recentRuns = 10;

export const createRunBroadcast = (desk: Desk, onError: (error: unknown) => void): RunBroadcast => {
  const followers = new Map<string, Set<Follower>>();

  const stop = desk.events.subscribe((deskEvent) => {
    if (deskEvent.kind !== "task-run") return;
    const { event, slug } = deskEvent;
    const message = toBytes(JSON.stringify(event));
    for (const follower of followers.get(slug) ?? []) {
      if (follower.held === null) deliver(follower, event, message);
      else follower.held.push({ event, message });
    }
  });

  const replay = async (follower: Follower, workspaceId: number, { run, after }: Resume): Promise<void> => {
    if (after === null && run === null) return;
    const recent = await desk.store.taskRuns.page({ workspaceId, limit: recentRuns });
    const underWay = recent.filter(({ status }) => status === "requested" || status === "running");
    const one = run === null ? null : await desk.store.taskRuns.byId(run);
    const wanted = run === null ? (underWay.length > 0 ? underWay : recent.slice(0, 1)) : one === null ? [] : [one];
    for (const { id } of wanted) await replayRun(desk, follower, id, after ?? 0);
  };

  return {
    async add(client, { id, slug }, resume) {
      if (await isElsewhere(desk, id, resume.run)) {
        client.close(4403, "This run is not of this workspace.");
        return;
      }
      if (client.readyState !== client.OPEN) return;
      const follower: Follower = { client, seen: new Map(), held: [] };
      const here = followers.get(slug) ?? new Set<Follower>();
      followers.set(slug, here);
      here.add(follower);
      client.on("close", () => {
        here.delete(follower);
        if (here.size === 0 && followers.get(slug) === here) followers.delete(slug);
      });
      await replay(follower, id, resume).catch(onError);
      const held = follower.held ?? [];
      follower.held = null;
      for (const { event, message } of held) deliver(follower, event, message);
    },
    close: stop,
  };
};

const isElsewhere = async (desk: Desk, workspaceId: number, runId: number | null): Promise<boolean> => {
  const run = runId === null ? null : await desk.store.taskRuns.byId(runId);
  return run !== null && run.workspaceId !== workspaceId;
};

const deliver = ({ client, seen }: Follower, event: TaskRunEvent, message: Buffer): void => {
  if (event.log_line !== null) {
    if (event.seq <= (seen.get(event.id) ?? 0)) return;
    seen.set(event.id, event.seq);
  }
  sendLive(client, message);
};

const replayRun = async (desk: Desk, follower: Follower, id: number, after: number): Promise<void> => {
  const newest = (await desk.store.taskRuns.byId(id))?.lineCount ?? 0;
  // A number that no line of this run has was not seen here: it is another run's, or from before the data was replaced.
  for (let from = after > newest ? 0 : after; ;) {
    const lines = await desk.store.logLines.after(id, from, linesAtOnce);
    const run = await desk.store.taskRuns.byId(id);
    if (run === null) return;
    const { status, progress } = run;
    for (const { seq, at, text } of lines) {
      const event = { id, status, progress, log_line: text, timestamp: new Date(at).toISOString(), seq };
      deliver(follower, event, toBytes(JSON.stringify(event)));
    }
    from = lines.at(-1)?.seq ?? from;
    if (lines.length === linesAtOnce) continue;
    follower.seen.set(id, Math.max(from, follower.seen.get(id) ?? 0));
    const at = run.completedAt ?? run.startedAt ?? run.requestedAt;
    const event = { id, status, progress, log_line: null, timestamp: new Date(at).toISOString(), seq: from };
    deliver(follower, event, toBytes(JSON.stringify(event)));
    return;
  }
};

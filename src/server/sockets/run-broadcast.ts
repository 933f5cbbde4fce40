/**
 * `/ws/task-runs/<workspace>/`: lines and changes of state of all runs of a workspace. A client says what it has seen:
 * `?run=ID&after=SEQ` resumes a certain run, and can be there for several. Numbers count within a run, so `?after=SEQ`
 * alone holds for the run that it must be of, if there is but one; the runs under way (or the newest) come with it, whole.
 * Stored lines come first, then what happens; a line is never sent twice on a connection and none is left out.
 */
import type { TaskRunEvent } from "../../contract/events.ts";
import type { Desk } from "../../operations/desk/desk.ts";
import type { RunStatus } from "../../contract/shapes/task-run.ts";
import { joinFrames, toFrame, type LiveClient } from "./live-client.ts";

export interface Resume {
  /** Runs that are asked for, each with the last line that was seen of it. */
  readonly runs: readonly { readonly id: number; readonly after: number }[];
  /** Without a run. */
  readonly after: number | null;
}

export interface RunBroadcast {
  add(client: LiveClient, workspace: { readonly id: number; readonly slug: string }, resume: Resume): Promise<void>;
  close(): void;
}

/** What happened, and its message as it goes over the wire. */
interface Told {
  readonly event: TaskRunEvent;
  readonly frame: Buffer;
}

interface Follower {
  readonly client: LiveClient;
  /** Last line sent, by run. */
  readonly seen: Map<number, number>;
  /** What happened while stored lines were still being sent. */
  held: Told[] | null;
}

const linesAtOnce = 1000;
const recentRuns = 10;

export const createRunBroadcast = (desk: Desk, onError: (error: unknown) => void): RunBroadcast => {
  const followers = new Map<string, Set<Follower>>();
  /** By workspace, what happened in this turn of the event loop: it is joined once, and a client costs one write. */
  const gathered = new Map<string, Told[]>();

  const stop = desk.events.subscribe((deskEvent) => {
    if (deskEvent.kind !== "task-run") return;
    const { event, slug } = deskEvent;
    if (!followers.has(slug)) return;
    const told = toTold(event);
    const before = gathered.get(slug);
    if (before !== undefined) {
      before.push(told);
      return;
    }
    gathered.set(slug, [told]);
    setImmediate(tell, slug);
  });
  const tell = (slug: string): void => {
    const all = gathered.get(slug);
    gathered.delete(slug);
    if (all === undefined) return;
    const joined = joinFrames(all.map(({ frame }) => frame));
    for (const follower of followers.get(slug) ?? []) {
      if (follower.held !== null) follower.held.push(...all);
      else deliver(follower, all, joined);
    }
  };

  const replay = async (follower: Follower, workspaceId: number, { runs, after }: Resume): Promise<void> => {
    const recent = after === null ? [] : await desk.store.taskRuns.page({ workspaceId, limit: recentRuns });
    const points = after === null ? runs : pointsOf(recent, after);
    for (const point of points) await replayRun(desk, follower, point.id, point.after);
  };

  return {
    async add(client, { id, slug }, resume) {
      const { webSocket } = client;
      if (await areElsewhere(desk, id, resume.runs)) {
        webSocket.close(4403, "This run is not of this workspace.");
        return;
      }
      if (webSocket.readyState !== webSocket.OPEN) return;
      // What happened before is told to those who were here.
      tell(slug);
      const follower: Follower = { client, seen: new Map(), held: [] };
      const here = followers.get(slug) ?? new Set<Follower>();
      followers.set(slug, here);
      here.add(follower);
      webSocket.on("close", () => {
        here.delete(follower);
        if (here.size === 0 && followers.get(slug) === here) followers.delete(slug);
      });
      await replay(follower, id, resume).catch(onError);
      const held = follower.held ?? [];
      follower.held = null;
      deliver(follower, held);
    },
    close() {
      stop();
      for (const slug of gathered.keys()) tell(slug);
    },
  };
};

const areElsewhere = async (desk: Desk, workspaceId: number, runs: Resume["runs"]): Promise<boolean> => {
  const found = await Promise.all(runs.map(({ id }) => desk.store.taskRuns.byId(id)));
  return found.some((run) => run !== null && run.workspaceId !== workspaceId);
};

interface RecentRun {
  readonly id: number;
  readonly status: RunStatus;
  readonly lineCount: number;
}

/** Where to go on with `after` alone. A run with fewer lines is none that the number can be of. */
const pointsOf = (recent: readonly RecentRun[], after: number): Resume["runs"] => {
  const underWay = recent.filter(({ status }) => status === "requested" || status === "running");
  const [meant, ...others] = after === 0 ? [] : recent.filter(({ lineCount }) => lineCount >= after);
  const known = others.length === 0 ? meant : undefined;
  const wanted = new Set(underWay.length > 0 ? underWay : recent.slice(0, 1));
  if (known !== undefined) wanted.add(known);
  return [...wanted].map((run) => ({ id: run.id, after: run === known ? after : 0 }));
};

const isNew = ({ seen }: Follower, { id, seq, log_line }: TaskRunEvent): boolean => {
  if (log_line === null) return true;
  if (seq <= (seen.get(id) ?? 0)) return false;
  seen.set(id, seq);
  return true;
};

/** `joined`: the frames of all of them, where they were joined already. */
const deliver = (follower: Follower, all: readonly Told[], joined?: readonly Buffer[]): void => {
  const fresh = all.filter(({ event }) => isNew(follower, event));
  const pieces = joined !== undefined && fresh.length === all.length ? joined : joinFrames(fresh.map(({ frame }) => frame));
  for (const piece of pieces) follower.client.send(piece);
};

const replayRun = async (desk: Desk, follower: Follower, id: number, after: number): Promise<void> => {
  const newest = (await desk.store.taskRuns.byId(id))?.lineCount ?? 0;
  // A number that no line of this run has was not seen here: it is another run's, or from before the data was replaced.
  for (let from = after > newest ? 0 : after; ;) {
    const lines = await desk.store.logLines.after(id, from, linesAtOnce);
    const run = await desk.store.taskRuns.byId(id);
    if (run === null) return;
    const { status, progress } = run;
    const stored = lines.map(({ seq, at, text }) =>
      toTold({ id, status, progress, log_line: text, timestamp: new Date(at).toISOString(), seq }),
    );
    deliver(follower, stored);
    from = lines.at(-1)?.seq ?? from;
    if (lines.length === linesAtOnce) continue;
    follower.seen.set(id, Math.max(from, follower.seen.get(id) ?? 0));
    const at = run.completedAt ?? run.startedAt ?? run.requestedAt;
    deliver(follower, [toTold({ id, status, progress, log_line: null, timestamp: new Date(at).toISOString(), seq: from })]);
    return;
  }
};

const toTold = (event: TaskRunEvent): Told => ({ event, frame: toFrame(JSON.stringify(event)) });

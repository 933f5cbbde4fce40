/**
 * Live scans: each is a run of the preset `live-facts`, under the same trust, walls and evidence as every run, and what
 * it told set against the newest facts of the source. When the source is read anew, the newest live scan is compared again.
 */
import type { Clock } from "../../kit/clock.ts";
import { redactText } from "../../runner/redaction/redactor.ts";
import type { Store } from "../../store/open-store.ts";
import type { Owner } from "../../store/owner.ts";
import type { ScanRecord } from "../../store/scans.ts";
import type { TaskRunRecord } from "../../store/task-runs.ts";
import type { Collector } from "../runs/collector.ts";
import type { ScanQueue } from "../scans/scan-queue.ts";
import type { StatusBoard } from "../status/status-board.ts";
import { collectLive } from "./collect-live.ts";
import { joinInThread } from "./join/join-in-thread.ts";
import { toldFault } from "./live-facts.ts";
import { readKeptLive, toLiveDigest, type LiveDigest } from "./kept-live.ts";

export const livePreset = "live-facts";

export interface LiveScans {
  /** Makes the scan of a run that was queued; a run of another preset is none of its business. */
  follow(run: TaskRunRecord, slug: string): Promise<void>;
  /** The scan of a run that has not ended, or of the workspace's run that has not. */
  unfinished(of: { readonly run: number } | { readonly workspace: number }): ScanRecord | null;
  /** What takes the output of such a run; null for other runs. `secrets` are masked in what is kept. */
  collector(run: TaskRunRecord, secrets: readonly string[]): Collector | null;
  /** After the run's end: a scan that found nothing fails with the reason. */
  ended(run: TaskRunRecord): Promise<void>;
  /** The source was read anew. */
  sourceRead(workspaceId: number): void;
  close(): Promise<void>;
}

export interface LiveScansOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly owner: Owner;
  readonly statuses: StatusBoard;
  readonly scans: Pick<ScanQueue, "request">;
  readonly onError: (error: unknown) => void;
}

interface Followed {
  readonly scan: ScanRecord;
  readonly slug: string;
}

/** What was told, and of which run. */
interface Told {
  readonly run: number;
  readonly askedAt: number;
  readonly told: { readonly as: "lines" | "kept"; readonly bytes: Uint8Array };
  readonly workspaceId: number;
}

const keptSection = "live";
/** While one save follows the other nothing is compared. */
const restMs = 400;

/** Reasons are the only free text among the facts; a line of them begins with `E`. */
const withoutSecrets = (told: Uint8Array, secrets: readonly string[]): Uint8Array =>
  Buffer.from(
    Buffer.from(told)
      .toString("utf8")
      .replaceAll(/^E (.*)$/gm, (_, fault: string) => `E ${maskMessage(fault, secrets)}`),
  );

const maskMessage = (fault: string, secrets: readonly string[]): string => {
  try {
    const { section, message } = toldFault.parse(JSON.parse(fault));
    return JSON.stringify({ section, message: redactText(message, secrets) });
  } catch {
    return JSON.stringify({ section: "unknown", message: "Its reason could not be read." });
  }
};

export const createLiveScans = ({ store, clock, owner, statuses, scans, onError }: LiveScansOptions): LiveScans => {
  const followed = new Map<number, Followed>();
  let working: Promise<void> = Promise.resolve();
  const waiting = new Map<number, NodeJS.Timeout>();
  const closing = new AbortController();

  const join = async ({ workspaceId, ...told }: Told): Promise<Omit<LiveDigest, "askedWith">> => {
    const source = await store.scans.newestCompleted(workspaceId, "schema");
    if (source === null) throw new Error("The source has not been read yet.");
    const sections = await store.scans.sectionsOf(source.id);
    const joined = await joinInThread({ ...told, sourceAt: source.completedAt ?? clock.now(), sections }, closing.signal);
    return { ...joined, sourceHash: source.resultHash };
  };
  /** One after the other: a comparison takes a processor. */
  const inTurn = (deed: () => Promise<void>): Promise<void> => {
    const done = working.then(() => (closing.signal.aborted ? undefined : deed()));
    working = done.catch(() => {});
    return done;
  };

  const complete = (run: TaskRunRecord, askedAt: number, bytes: Uint8Array, { scan, slug }: Followed): Promise<void> =>
    inTurn(async () => {
      await store.scans.advance([scan.id], 95, "Comparing with the source");
      const { workspaceId } = run;
      const askedWith = JSON.stringify((await store.workspaces.byId(workspaceId))?.settings ?? null);
      const joined = { ...(await join({ run: run.id, askedAt, told: { as: "lines", bytes }, workspaceId })), askedWith };
      await store.scans.complete(scan, {
        summary: joined.summary,
        at: clock.now(),
        resultHash: String(run.id),
        measures: joined.measures,
        digest: toLiveDigest(joined),
        sections: [{ section: keptSection, body: joined.kept }],
      });
      followed.delete(run.id);
      // What the source could not know, it is told: then all that follows from it is known too.
      if (joined.newlyTold.length > 0) await scans.request({ id: workspaceId, slug }, ["schema", "migrations"]);
      await note(workspaceId, slug, joined.measures["disagreements"] === 0 ? "success" : "warning", `Live scan: ${joined.summary}`);
    });
  const note = async (workspaceId: number, slug: string, level: "success" | "warning" | "error", message: string): Promise<void> => {
    await store.activity.add(workspaceId, { at: clock.now(), level, kind: "scan", message });
    statuses.touch(slug);
  };

  const joinAgain = async (workspaceId: number): Promise<void> => {
    const kept = await readKeptLive(store, workspaceId);
    const source = await store.scans.newestCompleted(workspaceId, "schema");
    if (kept === null || source === null || kept.sourceHash === source.resultHash) return;
    const [told] = await store.scans.sectionsOf(kept.scan.id, keptSection);
    const workspace = await store.workspaces.byId(workspaceId);
    if (told === undefined || workspace === null) return;
    const { run, asked_at } = kept.report;
    const again = await join({ run, askedAt: Date.parse(asked_at), told: { as: "kept", bytes: told.body }, workspaceId });
    const joined = { ...again, askedWith: kept.askedWith };
    await store.scans.replaceResult(kept.scan.id, { digest: toLiveDigest(joined), summary: joined.summary, measures: joined.measures });
    statuses.touch(workspace.slug);
  };

  return {
    async follow(run, slug) {
      if (run.preset !== livePreset) return;
      followed.set(run.id, { scan: await store.scans.insert(run.workspaceId, "live", clock.now(), owner), slug });
      statuses.touch(slug);
    },
    unfinished(of) {
      if ("run" in of) return followed.get(of.run)?.scan ?? null;
      return [...followed.values()].find(({ scan }) => scan.workspaceId === of.workspace)?.scan ?? null;
    },
    collector(run, secrets) {
      if (run.preset !== livePreset) return null;
      const found = followed.get(run.id);
      if (found === undefined) return { take: () => {}, close: () => "The scan of this run could not be stored." };
      const askedAt = clock.now();
      const { scan, slug } = found;
      let told = 0;
      const step = async (percent: number, doing: string): Promise<void> => {
        await store.scans.advance([scan.id], percent, doing);
        statuses.touch(slug);
      };
      const began = store.scans.start([scan.id], "Starting the project", askedAt).then(() => statuses.touch(slug));
      began.catch(onError);
      const collected = collectLive(async (bytes) => {
        await began;
        await complete(run, askedAt, withoutSecrets(bytes, secrets), found);
      });
      return {
        close: collected.close,
        take: (chunk, tellProgress) =>
          collected.take(chunk, (percent) => {
            tellProgress(percent);
            if (percent > told) void began.then(() => step(percent, "Asking the running project")).catch(onError);
            told = Math.max(told, percent);
          }),
      };
    },
    async ended(run) {
      const found = followed.get(run.id);
      if (found === undefined) return;
      followed.delete(run.id);
      const ended = await store.taskRuns.byId(run.id);
      if (ended === null) return;
      const reason = ended.command.error ?? "The run ended before the project had told everything.";
      await store.scans.fail([found.scan.id], reason, clock.now());
      await note(run.workspaceId, found.slug, "error", `Live scan failed: ${reason}`);
    },
    sourceRead(workspaceId) {
      clearTimeout(waiting.get(workspaceId));
      const begin = (): void => {
        waiting.delete(workspaceId);
        inTurn(() => joinAgain(workspaceId)).catch((error: unknown) => (closing.signal.aborted ? undefined : onError(error)));
      };
      waiting.set(workspaceId, setTimeout(begin, restMs).unref());
    },
    async close() {
      closing.abort();
      for (const timer of waiting.values()) clearTimeout(timer);
      await working;
    },
  };
};

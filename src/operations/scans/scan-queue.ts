/**
 * The queue of scans. A workspace has at most one scan job under way and one that waits; what is asked for meanwhile
 * joins the one that waits, so a burst of saves costs one scan. All jobs share the scan thread, in order of asking.
 *
 * A job is a set of kinds over one reading of the source: schema and migrations come from the same facts; logs and
 * fixtures are looked up with what the facts say. Each kind is a row of its own with its own progress and summary.
 */
import type { SettingsFacts } from "../../contract/shapes/facts.ts";
import type { ScanKind } from "../../contract/shapes/status.ts";
import type { Clock } from "../../kit/clock.ts";
import { insist } from "../../kit/insist.ts";
import { messageOf } from "../../kit/message-of.ts";
import type { Store } from "../../store/open-store.ts";
import type { Owner } from "../../store/owner.ts";
import type { ScanRecord } from "../../store/scans.ts";
import type { WorkspaceRecord } from "../../store/workspaces.ts";
import type { StatusBoard } from "../status/status-board.ts";
import { createSettingsLook } from "./look-at-settings.ts";
import { runScanJob, toInspectRequest, type ScanJob } from "./run-scan-job.ts";
import { createScanWorker } from "./scan-worker.ts";

export interface ScanQueue {
  /** Queues the kinds and answers with their rows, in the same order. */
  request(workspace: { readonly id: number; readonly slug: string }, kinds: readonly ScanKind[]): Promise<readonly ScanRecord[]>;
  isBusy(workspaceId: number): boolean;
  /** Secrets that the settings hold, by the last scan of this process; null when there was none. They are in memory only. */
  secretsOf(workspaceId: number): readonly string[] | null;
  /** Resolves when nothing of the workspace runs or waits. */
  settled(workspaceId: number): Promise<void>;
  /** The settings as another settings module makes them, read now, beside the queue; nothing is stored. Rejects with a sentence. */
  lookAtSettings(workspace: WorkspaceRecord, settingsModule: string): Promise<SettingsFacts>;
  /** Called with each workspace whose facts were read anew. */
  onScanned(listener: (workspaceId: number) => void): void;
  close(): Promise<void>;
}

export interface ScanQueueOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly owner: Owner;
  readonly statuses: StatusBoard;
  /** What scans of all processes read; absent: this one remembers its own scans only. */
  readonly cacheFolder?: string | undefined;
  readonly onError: (error: unknown) => void;
}

export const createScanQueue = (options: ScanQueueOptions): ScanQueue => {
  const { store, clock, owner, statuses } = options;
  const worker = createScanWorker({ cacheFolder: options.cacheFolder });
  const settingsLook = createSettingsLook(options.cacheFolder);
  const waiting: ScanJob[] = [];
  const secrets = new Map<number, readonly string[]>();
  const scanned = new Set<(workspaceId: number) => void>();
  const settlers = new Set<() => void>();
  let current: ScanJob | null = null;
  let entering: Promise<unknown> = Promise.resolve();
  let carrying: Promise<void> = Promise.resolve();
  let closed = false;

  const isBusy = (workspaceId: number): boolean =>
    current?.workspaceId === workspaceId || waiting.some((job) => job.workspaceId === workspaceId);

  const pump = async (): Promise<void> => {
    if (current !== null || closed) return;
    const job = waiting.shift();
    if (job === undefined) return;
    current = job;
    try {
      await runScanJob({ store, clock, statuses, worker, secrets }, job);
      for (const listener of scanned) listener(job.workspaceId);
    } catch (error) {
      // What was forgotten meanwhile has no place for what was found.
      if ((await store.workspaces.byId(job.workspaceId).catch(() => undefined)) !== null) {
        options.onError(error);
        await failJob(job, messageOf(error)).catch(options.onError);
      }
    } finally {
      current = null;
      for (const settler of settlers) settler();
    }
    await pump();
  };
  /** A scan that nobody carries any more must not look as if somebody did. */
  const abandon = async (scans: ReadonlyMap<ScanKind, ScanRecord>, reason: string): Promise<void> => {
    const ids = [...scans.values()].map((scan) => scan.id);
    if (ids.length === 0) return;
    await insist(() => store.scans.fail(ids, reason, clock.now()), { isOver: () => !store.isOpen(), onFailure: options.onError });
  };
  const failJob = async (job: ScanJob, reason: string): Promise<void> => {
    await abandon(job.scans, reason);
    statuses.touch(job.slug);
  };

  /** Joins the waiting job of the workspace, or makes one. Callers enter one after the other. */
  const enter = async (workspace: { readonly id: number; readonly slug: string }, kinds: readonly ScanKind[]) => {
    const found = waiting.find((candidate) => candidate.workspaceId === workspace.id);
    const fresh = new Map<ScanKind, ScanRecord>();
    try {
      for (const kind of kinds) {
        if (found?.scans.has(kind) !== true) fresh.set(kind, await store.scans.insert(workspace.id, kind, clock.now(), owner));
      }
    } catch (error) {
      await abandon(fresh, messageOf(error));
      throw error;
    }
    // While the rows were written the job may have begun: then what is new waits in a job of its own.
    if (found !== undefined && waiting.includes(found)) found.scans = new Map([...found.scans, ...fresh]);
    else if (fresh.size > 0) waiting.push({ workspaceId: workspace.id, slug: workspace.slug, scans: fresh });
    statuses.touch(workspace.slug);
    return kinds.flatMap((kind) => fresh.get(kind) ?? found?.scans.get(kind) ?? []);
  };

  return {
    async request(workspace, kinds) {
      const entered = entering.then(() => enter(workspace, kinds));
      entering = entered.catch(() => []);
      const scans = await entered;
      if (current === null) carrying = pump();
      return scans;
    },
    isBusy,
    secretsOf: (workspaceId) => secrets.get(workspaceId) ?? null,
    settled: (workspaceId) =>
      new Promise((resolve) => {
        const settler = (): void => {
          if (isBusy(workspaceId) && !closed) return;
          settlers.delete(settler);
          resolve();
        };
        settlers.add(settler);
        settler();
      }),
    lookAtSettings: (workspace, settingsModule) => settingsLook.look({ ...toInspectRequest(workspace), settingsModule }),
    onScanned: (listener) => void scanned.add(listener),
    async close() {
      closed = true;
      const left = waiting.splice(0);
      await Promise.all([worker.close(), settingsLook.close()]);
      for (const job of left) await failJob(job, "DJDesk was closed before the scan began.");
      await carrying;
    },
  };
};

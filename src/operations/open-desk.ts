/** Builds the desk: opens the store, and as a server takes the lock, ends what a dead server left, watches the folders. */
import { delimiter, join } from "node:path";
import { systemClock, type Clock } from "../kit/clock.ts";
import { randomText } from "../kit/random-text.ts";
import type { Protection } from "../contract/shapes/protection.ts";
import { findProtection, type ProtectionRequest } from "../runner/sandbox/find-protection.ts";
import { prepareDataFolder } from "../store/data-folder.ts";
import { holdLock, type ServerLock } from "../store/hold-lock.ts";
import { openStore, type Store } from "../store/open-store.ts";
import { thisOwner } from "../store/owner.ts";
import { removeServerFile, writeServerFile } from "../store/server-file.ts";
import type { Desk, DeskRole } from "./desk/desk.ts";
import { createEvents } from "./desk/events.ts";
import { followForeignWrites } from "./desk/follow-foreign-writes.ts";
import { watchWorkspaces } from "./desk/watch-workspaces.ts";
import { createLiveScans } from "./live/live-scans.ts";
import { createLogShelf } from "./logs/log-shelf.ts";
import { recover } from "./runs/recover.ts";
import { createRunQueue } from "./runs/run-queue.ts";
import { createSamplePython } from "./samples/sample-python.ts";
import { createScanQueue } from "./scans/scan-queue.ts";
import { createStatusBoard } from "./status/status-board.ts";

export interface OpenDeskOptions {
  /** Absolute. Made when it is missing. */
  readonly dataFolder: string;
  readonly role: DeskRole;
  readonly version: string;
  readonly clock?: Clock;
  /** Replaces the time limit of every preset. */
  readonly timeoutMs?: number | null;
  /** Rescan when a file of a workspace changes; only as a server. Default true. */
  readonly watch?: boolean;
  /** Of what scans read, shared with `djdesk scan`; absent: only this process remembers its scans. */
  readonly cacheFolder?: string;
  /** Environment of the user, for pip when a bundled sample needs a Python environment; no command ever sees it. */
  readonly userEnvironment?: Readonly<Record<string, string | undefined>>;
  /** No better tier than this is used for commands: `DJDESK_PROTECTION`. Default `full`. */
  readonly mostProtection?: Protection;
  /** Told of bugs that no caller waits for. */
  readonly onError: (error: unknown) => void;
}

/** Refuses with `desk-already-open`, `store-newer`, `store-corrupt`, `store-unwritable` or `disk-full`. */
export const openDesk = async (options: OpenDeskOptions): Promise<Desk> => {
  const { dataFolder, role } = options;
  const clock = options.clock ?? systemClock;
  prepareDataFolder(dataFolder);
  const lock = role === "server" ? holdLock(dataFolder) : null;
  let store: Store | null = null;
  try {
    store = await openStore({ dataFolder, checkSound: role === "server", now: () => clock.now() });
    if (role === "server") await recover(store, clock);
    return await furnish(store, lock, { ...options, clock });
  } catch (error) {
    await store?.close().catch(options.onError);
    lock?.release();
    throw store === null ? error : store.toRefusal(error);
  }
};

/** Programs are looked for in the data folder first, then where the user's shell finds them. */
export const toProtectionRequest = ({
  dataFolder,
  userEnvironment,
  mostProtection,
}: Pick<OpenDeskOptions, "dataFolder" | "userEnvironment" | "mostProtection">): ProtectionRequest => ({
  folders: [join(dataFolder, "bin"), ...(userEnvironment?.["PATH"] ?? "").split(delimiter)],
  most: mostProtection ?? "full",
});

const furnish = async (store: Store, lock: ServerLock | null, options: OpenDeskOptions & { readonly clock: Clock }): Promise<Desk> => {
  const { dataFolder, role, clock } = options;
  let hasStore = true;
  /** What was still under way when the store was closed cannot but fail; that is no news. */
  const onError = (error: unknown): void => {
    if (hasStore) options.onError(error);
  };
  const timeoutMs = options.timeoutMs ?? null;
  const owner = thisOwner();
  const nonce = randomText(32);
  const protection = await findProtection(toProtectionRequest(options));
  const events = createEvents(onError);
  const statuses = createStatusBoard({ store, protection: protection.report }, events);
  const samplePython = createSamplePython(dataFolder, options.userEnvironment ?? {});
  const scans = createScanQueue({ store, clock, owner, statuses, cacheFolder: options.cacheFolder, onError });
  const live = createLiveScans({ store, clock, owner, statuses, scans, onError });
  scans.onScanned((workspaceId) => live.sourceRead(workspaceId));
  const runs = createRunQueue({
    samplePython,
    store,
    clock,
    owner,
    events,
    statuses,
    scans,
    live,
    protection,
    dataFolder,
    timeoutMs,
    onError,
  });
  const isWatching = role === "server" && options.watch !== false;
  const watching = isWatching ? await watchWorkspaces({ store, clock, statuses, scans, onError }) : null;
  const stopFollowing = role === "server" ? followForeignWrites({ store, owner, events, statuses, onError }) : () => {};
  let closing: Promise<void> | null = null;

  /** In this order, each whatever became of those before it: a lock that stays keeps the next desk out. */
  const endings: readonly (() => Promise<void> | void)[] = [
    stopFollowing,
    () => watching?.close(),
    () => samplePython.close(),
    () => runs.close(),
    () => live.close(),
    () => scans.close(),
    () => removeServerFile(dataFolder, nonce),
    () => {
      hasStore = false;
      return store.close();
    },
    () => lock?.release(),
  ];
  const close = async (): Promise<void> => {
    for (const end of endings) {
      try {
        await end();
      } catch (error) {
        options.onError(error);
      }
    }
  };
  return {
    role,
    dataFolder,
    version: options.version,
    nonce,
    startedAt: clock.now(),
    owner,
    protection,
    timeoutMs,
    clock,
    store,
    events,
    statuses,
    scans,
    live,
    runs,
    samplePython,
    logs: createLogShelf(),
    watch: (workspace) => void watching?.watch(workspace).catch(onError),
    unwatch: (workspaceId) => watching?.unwatch(workspaceId),
    announce(url, needsToken = false) {
      const startedAt = new Date(clock.now()).toISOString();
      writeServerFile(dataFolder, { pid: process.pid, url, nonce, started_at: startedAt, needs_token: needsToken });
    },
    close: () => (closing ??= close()),
  };
};

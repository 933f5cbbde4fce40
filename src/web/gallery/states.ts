/** Every state of every screen, by name: `overview/huge`. Screens times worlds, and the few that only one screen has. */
import { pending, refused, silent, type Replies } from "./answer-requests.ts";
import { aWorkspace } from "./fixtures/a-workspace.ts";
import { someFacts } from "./fixtures/a-fact.ts";
import { toReplies } from "./fixtures/to-replies.ts";
import { aScan, toStatus } from "./fixtures/to-status.ts";
import { garden } from "./worlds/a-garden.ts";
import { brokenProject } from "./worlds/a-broken-project.ts";
import { hugeProject } from "./worlds/a-huge-project.ts";
import { oddProject } from "./worlds/an-odd-project.ts";
import { emptyProject } from "./worlds/an-empty-project.ts";

export interface GalleryState {
  /** `screen/world`. */
  readonly name: string;
  readonly path: string;
  readonly replies: () => Replies;
}

const screens = {
  home: "/",
  overview: "/w/garden",
  models: "/w/garden/models",
  schema: "/w/garden/schema",
  migrations: "/w/garden/migrations",
  urls: "/w/garden/urls",
  settings: "/w/garden/settings",
  logs: "/w/garden/logs",
  tasks: "/w/garden/tasks",
  run: "/w/garden/tasks/3",
  lab: "/w/garden/lab",
} as const;

type Screen = keyof typeof screens;

/** All reads but the list of workspaces and the health, each met by the same trouble. */
const allBut = (trouble: () => Replies): Replies => {
  const { listWorkspaces, readHealth, suggestFolders } = toReplies(garden());
  return {
    ...trouble(),
    ...(listWorkspaces && { listWorkspaces }),
    ...(readHealth && { readHealth }),
    ...(suggestFolders && { suggestFolders }),
  };
};

const always = (trouble: typeof pending): Replies => ({
  readStatus: () => trouble,
  readFacts: () => trouble,
  listPresets: () => trouble,
  listTaskRuns: () => trouble,
  readTaskRun: () => trouble,
  readTaskRunLog: () => trouble,
  listLogFiles: () => trouble,
  readLogFile: () => trouble,
  listNotebooks: () => trouble,
  readNotebook: () => trouble,
});

const broken = refused(
  503,
  "store-corrupt",
  "The desk's store could not be read.",
  "Restore a backup, or move the file away to start afresh.",
);

/** Registered a moment ago: the first scan is on its way, no fact is there. */
const firstScan = (): Replies => {
  const workspace = aWorkspace({ status: "scanning", last_scan_at: null, counts: null, trusted: false });
  const scans = [aScan({ status: "running", progress: 35, summary: "Reading models.", completed_at: null })];
  const facts = someFacts();
  const status = { ...toStatus({ workspace, facts, runs: [], scans }), insights: [] };
  const none = refused(404, "no-facts-yet", "The first scan of Garden has not ended.", "Wait for the first scan to end, or start one.");
  return {
    ...toReplies({ ...emptyProject(), workspaces: [workspace], status }),
    readFacts: () => none,
    readNotebook: () => none,
  };
};

/** The last scan failed and the folder is gone: what stands there is old. */
const stale = (): Replies => {
  const workspace = aWorkspace({ status: "failed", available: false });
  const world = garden();
  const scans = [aScan({ status: "failed", progress: 60, summary: "The folder went away while it was read." })];
  return toReplies({ ...world, workspaces: [workspace], status: { ...world.status, scans } });
};

const worlds: Readonly<Record<string, () => Replies>> = {
  typical: () => toReplies(garden()),
  empty: () => toReplies(emptyProject()),
  loading: () => allBut(() => always(pending)),
  first: firstScan,
  partial: () => toReplies(brokenProject()),
  stale,
  failed: () => allBut(() => always(broken)),
  offline: () => allBut(() => always(silent)),
  huge: () => toReplies(hugeProject()),
  odd: () => toReplies(oddProject()),
};

/** Home shows no facts: its states are those of the list. */
const homes: Readonly<Record<string, () => Replies>> = {
  empty: () => ({ ...toReplies(garden({ workspaces: [] })) }),
  typical: () =>
    toReplies(
      garden({
        workspaces: [
          aWorkspace(),
          aWorkspace({ slug: "shop", name: "Shop", available: false }),
          aWorkspace({ slug: "new", name: "New", status: "new", last_scan_at: null, counts: null }),
          aWorkspace({ slug: "bad", name: "Bad", status: "failed" }),
        ],
      }),
    ),
  loading: () => ({ ...worlds["typical"]?.(), listWorkspaces: () => pending }),
  failed: () => ({ ...worlds["typical"]?.(), listWorkspaces: () => broken }),
  offline: () => ({ ...worlds["typical"]?.(), listWorkspaces: () => silent }),
  huge: () => toReplies(hugeProject()),
  odd: () => toReplies(oddProject()),
};

/** Where a world has other runs than the garden, the run screen opens one of those. */
const runOf: Readonly<Record<string, number>> = { huge: 100, odd: 1 };

const toPath = (screen: Screen, world: string): string => (screen === "run" ? `/w/garden/tasks/${runOf[world] ?? 3}` : screens[screen]);

const isScreen = (name: string): name is Screen => name in screens;

export const states: readonly GalleryState[] = Object.keys(screens)
  .filter(isScreen)
  .flatMap((screen) =>
    Object.entries(screen === "home" ? homes : worlds).map(([world, replies]) => ({
      name: `${screen}/${world}`,
      path: toPath(screen, world),
      replies,
    })),
  );

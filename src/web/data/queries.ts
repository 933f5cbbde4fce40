/** What the page reads and how often it asks again. Polls of an unchanged workspace are 304s and re-render nothing. */
import { QueryClient, queryOptions, useQuery } from "@tanstack/react-query";
import type { factSections } from "../../contract/shapes/facts.ts";
import type { LiveReport } from "../../contract/shapes/live.ts";
import type { Status } from "../../contract/shapes/status.ts";
import { call, RefusedByDesk } from "./client.ts";
import { isLive } from "./connection.ts";

export type FactSection = (typeof factSections)[number];

const pollMs = 2_000;
const slowPollMs = 5_000;
/** While a socket tells of changes, the poll only makes sure. */
const surePollMs = 15_000;
const pollInterval = (): number => (isLive() ? surePollMs : pollMs);

export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        // The desk is on this machine: a laptop without a network still reaches it.
        networkMode: "always",
        retry: (failures, error) => !(error instanceof RefusedByDesk) && failures < 1,
        retryDelay: 500,
        staleTime: 1_000,
        refetchOnWindowFocus: true,
      },
      mutations: { networkMode: "always" },
    },
  });

export const healthQuery = queryOptions({
  queryKey: ["health"],
  queryFn: ({ signal }) => call("readHealth", {}, signal),
  refetchInterval: slowPollMs,
});

export const workspacesQuery = queryOptions({
  queryKey: ["workspaces"],
  queryFn: ({ signal }) => call("listWorkspaces", {}, signal),
  refetchInterval: pollInterval,
});

export const statusQuery = (slug: string) =>
  queryOptions({
    queryKey: ["status", slug],
    queryFn: ({ signal }) => call("readStatus", { slug }, signal),
    refetchInterval: pollInterval,
  });

/** Facts change with a scan only, so they are asked for again when the time of the last scan moves. */
const factsQuery = (slug: string, section: FactSection, lastScanAt: string | null) =>
  queryOptions({
    queryKey: ["facts", slug, section, lastScanAt],
    queryFn: ({ signal }) => call("readFacts", { slug, section }, signal),
    staleTime: Number.POSITIVE_INFINITY,
    // Each scan has facts of its own: of those before, none is asked for again.
    gcTime: 10_000,
    // While a newer scan is read, the same section of the same workspace stays on the screen.
    placeholderData: (previous, query) => (query?.queryKey[1] === slug && query.queryKey[2] === section ? previous : undefined),
  });

/** Of another module than the scan's: read when it is asked for, anew after each scan. */
export const settingsQuery = (slug: string, module: string, lastScanAt: string | null) =>
  queryOptions({
    queryKey: ["settings", slug, module, lastScanAt],
    queryFn: ({ signal }) => call("readSettings", { slug, module }, signal),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (previous, query) => (query?.queryKey[1] === slug && query.queryKey[2] === module ? previous : undefined),
  });

/** Asked for again when life was asked again, or compared with a newer reading of the source; there is none before. */
export const liveQuery = (slug: string, { insights, scans }: Pick<Status, "insights" | "scans">) => {
  const told = insights.find(({ code }) => code === "live");
  const read = scans.find(({ kind }) => kind === "schema")?.completed_at ?? null;
  return queryOptions({
    queryKey: ["live", slug, told?.value ?? null, told?.caption ?? null, read],
    queryFn: ({ signal }) => call("readLive", { slug }, signal),
    enabled: told !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 10_000,
    placeholderData: (previous, query) => (query?.queryKey[1] === slug ? previous : undefined),
  });
};

/** What the running project said when it was asked; undefined when it was not. */
export const useLive = (slug: string): LiveReport | undefined => {
  const { data: status } = useQuery(statusQuery(slug));
  return useQuery(liveQuery(slug, status ?? { insights: [], scans: [] })).data;
};

export const presetsQuery = (slug: string) =>
  queryOptions({
    queryKey: ["presets", slug],
    queryFn: ({ signal }) => call("listPresets", { workspace: slug }, signal),
    staleTime: 60_000,
  });

export const runsQuery = (slug: string) =>
  queryOptions({
    queryKey: ["runs", slug],
    queryFn: ({ signal }) => call("listTaskRuns", { workspace: slug, limit: 100 }, signal),
    refetchInterval: pollInterval,
  });

/** The guide changes with the program alone. */
export const guideQuery = queryOptions({
  queryKey: ["guide"],
  queryFn: ({ signal }) => call("readGuide", {}, signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The newest runs of all workspaces, asked for more often while one of them goes on. */
export const recentRunsQuery = queryOptions({
  queryKey: ["recent-runs"],
  queryFn: ({ signal }) => call("listTaskRuns", { limit: 20 }, signal),
  refetchInterval: ({ state }) =>
    state.data?.task_runs.some(({ status }) => status === "requested" || status === "running") === true ? pollMs : surePollMs,
  // A hidden tab is where the end of a run is waited for.
  refetchIntervalInBackground: true,
});

export const runQuery = (id: number) =>
  queryOptions({
    queryKey: ["run", id],
    queryFn: ({ signal }) => call("readTaskRun", { id }, signal),
    refetchInterval: ({ state }) => (state.data?.completed_at === null ? 700 : false),
  });

/** The workspace of an address among the polled list; undefined while loading, null when there is none of that slug. */
export const useWorkspace = (slug: string) => {
  const { data } = useQuery(workspacesQuery);
  if (data === undefined) return undefined;
  return data.workspaces.find((workspace) => workspace.slug === slug) ?? null;
};

export const useFacts = (slug: string, section: FactSection) => {
  const workspace = useWorkspace(slug);
  return useQuery({ ...factsQuery(slug, section, workspace?.last_scan_at ?? null), enabled: workspace !== undefined });
};

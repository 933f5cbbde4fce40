/** The status payload of a workspace, part by part, from what is stored. Nothing is scanned or run for it. */
import type { ProtectionReport } from "../../contract/shapes/protection.ts";
import type { Scan, Status } from "../../contract/shapes/status.ts";
import { localTime } from "../../kit/local-time.ts";
import type { ActivityRecord } from "../../store/activity.ts";
import type { Store } from "../../store/open-store.ts";
import type { Measures, ScanRecord } from "../../store/scans.ts";
import type { WorkspaceRecord } from "../../store/workspaces.ts";
import { readKeptLive } from "../live/kept-live.ts";
import { markInsights } from "../live/with-life.ts";
import { toStatusTask } from "../runs/to-task-run.ts";
import { templates } from "../notebooks/templates.ts";
import type { Digest } from "../scans/digest.ts";
import type { MeasuredInsight } from "../scans/insights.ts";
import type { LogsDigest } from "../scans/log-files.ts";
import { kindLabels } from "../scans/scan-words.ts";
import { toDocLinks } from "./doc-links.ts";

const excerptLines = 50;
const projectLogLines = 20;
const activityEntries = 20;
const shownScans = 4;
const shownTasks = 5;

/** What was read of the newest completed schema scan, kept between polls. */
export interface KnownDigest {
  readonly scanId: number;
  readonly digest: Digest;
  readonly before: Measures | null;
}

/** Reads the newest digest unless `known` is it. */
export const readDigest = async (store: Store, workspaceId: number, known: KnownDigest | null): Promise<KnownDigest | null> => {
  const scan = await store.scans.newestCompleted(workspaceId, "schema");
  if (scan === null) return null;
  if (known?.scanId === scan.id) return known;
  const text = await store.scans.digestOf(scan.id);
  if (text === null) return null;
  return { scanId: scan.id, digest: JSON.parse(text), before: await store.scans.measuresBefore(scan) };
};

/** What a status is built from. */
export interface StatusSource {
  readonly store: Store;
  readonly protection: ProtectionReport;
}

export const buildStatus = async (
  { store, protection }: StatusSource,
  workspace: WorkspaceRecord,
  known: KnownDigest | null,
): Promise<Status> => {
  const scans = await store.scans.newestOfEachKind(workspace.id);
  const runs = await store.taskRuns.page({ workspaceId: workspace.id, limit: shownTasks });
  const activity = await store.activity.newest(workspace.id, excerptLines);
  const digest = known?.digest ?? null;
  const insights = (digest?.insights ?? []).map((insight) => toInsight(insight, digest?.measures ?? {}, known?.before ?? null));
  const report = (await readKeptLive(store, workspace.id))?.report ?? null;
  const docs = toDocLinks(digest?.project.django_version ?? null);
  return {
    workspace: workspace.slug,
    name: workspace.name,
    project_path: workspace.projectPath,
    insights: [...markInsights(insights, report)],
    apps: [...(digest?.apps ?? [])],
    schema: { nodes: [...(digest?.schema.nodes ?? [])], connections: [...(digest?.schema.connections ?? [])] },
    log_excerpt: toLogExcerpt(activity, await readLogsDigest(store, workspace.id)),
    scans: scans.slice(0, shownScans).map(toScan),
    tasks: await Promise.all(runs.map((run) => toStatusTask(store, run))),
    doc_links: [...docs],
    protection,
    docs: [...docs],
    activity: activity.slice(0, activityEntries).map(({ at, kind, message }) => ({ timestamp: new Date(at).toISOString(), kind, message })),
    data_lab: { templates: Object.entries(templates).map(([key, template]) => ({ key, ...template })), notebooks: [] },
  };
};

const moment = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

export const toScan = (scan: ScanRecord): Scan => ({
  id: scan.id,
  kind: scan.kind,
  kind_label: kindLabels[scan.kind],
  status: scan.status,
  progress: scan.progress,
  summary: scan.summary,
  started_at: moment(scan.startedAt),
  completed_at: moment(scan.completedAt),
});

const toInsight = ({ measure, ...measured }: MeasuredInsight, now: Measures, before: Measures | null): Status["insights"][number] => {
  const insight = { ...measured, mark: measured.mark ?? "source" } as const;
  const current = measure === null ? null : (now[measure] ?? null);
  const earlier = measure === null ? null : (before?.[measure] ?? null);
  if (current === null || earlier === null || current === earlier) return { ...insight, delta: "" };
  const difference = current - earlier;
  return { ...insight, delta: `${difference > 0 ? "+" : "-"}${Math.abs(difference)} vs last scan` };
};

const readLogsDigest = async (store: Store, workspaceId: number): Promise<LogsDigest | null> => {
  const scan = await store.scans.newestCompleted(workspaceId, "logs");
  const text = scan === null ? null : await store.scans.digestOf(scan.id);
  return text === null ? null : JSON.parse(text);
};

/** DJDesk's own lines and the end of the project's log files, oldest first; a line without a time stands at its file's. */
const toLogExcerpt = (activity: readonly ActivityRecord[], logs: LogsDigest | null): Status["log_excerpt"] => {
  const own = activity.map(({ at, level, message }) => ({ at, level, message }));
  const ofProject = (logs?.tails ?? []).flatMap((tail) =>
    tail.lines.slice(-projectLogLines).map(({ at, level, message }) => ({ at: at ?? tail.modifiedAt, level, message })),
  );
  return [...own.slice(0, excerptLines - Math.min(ofProject.length, projectLogLines)).reverse(), ...ofProject.slice(-projectLogLines)]
    .sort((a, b) => a.at - b.at)
    .map(({ at, level, message }) => ({ timestamp: localTime(at), level, message }));
};

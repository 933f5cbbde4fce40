import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { TriangleAlert } from "lucide-react";
import type { Status } from "../../../contract/shapes/status.ts";
import type { Workspace } from "../../../contract/shapes/workspace.ts";
import { statusQuery, useWorkspace } from "../../data/queries.ts";
import { usePageTitle } from "../../shell/use-page-title.ts";
import { Progress } from "../../pieces/progress.tsx";
import { Failure, Skeleton } from "../../pieces/states.tsx";
import { AppsPanel } from "./apps-panel.tsx";
import { DisagreementsPanel } from "./disagreements-panel.tsx";
import { FindingsPanel } from "./findings-panel.tsx";
import { InsightStrip } from "./insight-strip.tsx";
import { LivePanel } from "./live-panel.tsx";
import { LogPanel } from "./log-panel.tsx";
import { SinceLastVisit } from "./since-last-visit.tsx";
import { ActivityPanel, DocsPanel, RunsPanel, ScansPanel } from "./side-panels.tsx";
import { TrustBanner } from "./trust-banner.tsx";
import "./overview.css";

/** The instrument panel of one project: figures, findings, apps, and what the desk is doing with it. */
export const OverviewScreen = () => {
  const { slug } = useParams({ from: "/w/$slug/" });
  const workspace = useWorkspace(slug);
  const { data, error, refetch } = useQuery(statusQuery(slug));
  usePageTitle(workspace?.name);
  if (workspace === undefined || workspace === null) return null;
  if (data === undefined) {
    return (
      <div className="screen overview">
        {error === null ? <Skeleton rows={10} label="Loading the overview" /> : <Failure error={error} onRetry={() => void refetch()} />}
      </div>
    );
  }
  return (
    <div className="screen overview">
      <TrustBanner workspace={workspace} />
      <Troubles workspace={workspace} status={data} />
      {data.insights.length === 0 ? (
        <FirstScan status={data} />
      ) : (
        <>
          <SinceLastVisit slug={slug} status={data} />
          <InsightStrip slug={slug} root={workspace.project_path} insights={data.insights} />
        </>
      )}
      <div className="overview-grid">
        <div className="overview-main">
          <DisagreementsPanel slug={slug} root={workspace.project_path} status={data} />
          {workspace.last_scan_at === null ? null : <FindingsPanel slug={slug} root={workspace.project_path} />}
          {data.apps.length === 0 ? null : <AppsPanel slug={slug} apps={data.apps} schema={data.schema} />}
          <LogPanel slug={slug} lines={data.log_excerpt} />
        </div>
        <div className="overview-side">
          {workspace.last_scan_at === null ? null : <LivePanel workspace={workspace} status={data} />}
          <ScansPanel scans={data.scans} />
          <RunsPanel slug={slug} tasks={data.tasks} />
          <ActivityPanel activity={data.activity} />
          <DocsPanel links={data.doc_links} />
        </div>
      </div>
    </div>
  );
};

/** Before the first facts: what is being read, with its real progress. */
const FirstScan = ({ status }: { readonly status: Status }) => {
  const scan = status.scans.find(({ kind }) => kind === "schema");
  if (scan === undefined || scan.status === "completed") return null;
  if (scan.status === "failed") return null;
  return (
    <section className="first-scan" aria-label="First scan">
      <p>
        Reading the source for the first time. <span className="faint num">{scan.progress} %</span>
      </p>
      <Progress value={scan.progress} label="First scan" />
      <p className="soft">{scan.summary}</p>
    </section>
  );
};

/** What makes this page old or partial: a folder that is gone, a failed scan, no interpreter. */
const Troubles = ({ workspace, status }: { readonly workspace: Workspace; readonly status: Status }) => {
  const failed = status.scans.find((scan) => scan.status === "failed" && scan.kind === "schema");
  const troubles = [
    workspace.available ? null : "The folder is not where it was, or is another one now. What stands here is from the last scan.",
    failed === undefined ? null : `The last scan failed: ${failed.summary} What stands here is from the scan before.`,
    workspace.environment.problem === null ? null : `${workspace.environment.problem} Reading goes on without; commands need it.`,
  ].filter((trouble) => trouble !== null);
  if (troubles.length === 0) return null;
  return (
    <ul className="troubles">
      {troubles.map((trouble) => (
        <li key={trouble}>
          <TriangleAlert size={15} aria-hidden />
          <span>{trouble}</span>
        </li>
      ))}
    </ul>
  );
};

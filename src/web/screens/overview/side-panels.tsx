/** The right column: scans, runs, activity, documentation. Each short, each leading on. */
import { Link } from "@tanstack/react-router";
import { ArrowUpRight } from "lucide-react";
import type { Status } from "../../../contract/shapes/status.ts";
import { Moment } from "../../pieces/moment.tsx";
import { Panel } from "../../pieces/panel.tsx";
import { Prose } from "../../pieces/prose.tsx";
import { Progress } from "../../pieces/progress.tsx";
import { RunState } from "../../pieces/run-state.tsx";

export const ScansPanel = ({ scans }: { readonly scans: Status["scans"] }) => (
  <Panel title="Scans">
    <ul className="rows">
      {scans.map((scan) => {
        const moving = scan.status === "running" || scan.status === "pending";
        return (
          <li key={scan.id} className="row-item">
            <RunState state={scan.status} quiet />
            <div className="row-main">
              <p className="row-title">
                {scan.kind_label}
                {moving ? <span className="faint num"> {scan.progress} %</span> : null}
              </p>
              <p className={scan.status === "failed" ? "row-note tone-danger" : "row-note"}>
                <Prose text={scan.summary} />
              </p>
              {moving ? <Progress value={scan.progress} label={`${scan.kind_label} scan`} /> : null}
            </div>
            <span className="row-time">{scan.completed_at === null ? null : <Moment at={scan.completed_at} />}</span>
          </li>
        );
      })}
    </ul>
    {scans.length === 0 ? <p className="panel-empty">No scan yet.</p> : null}
  </Panel>
);

export const RunsPanel = ({ slug, tasks }: { readonly slug: string; readonly tasks: Status["tasks"] }) => (
  <Panel
    title="Runs"
    action={
      <Link to="/w/$slug/tasks" params={{ slug }} className="link">
        All tasks
      </Link>
    }
  >
    <ul className="rows">
      {tasks.map((task) => (
        <li key={task.id} className="row-item">
          <RunState state={task.status} quiet />
          <div className="row-main">
            <p className="row-title">
              <Link to="/w/$slug/tasks/$id" params={{ slug, id: String(task.id) }} className="row-link">
                {task.label}
              </Link>
            </p>
            {task.status === "running" ? <Progress value={task.progress} label={`${task.label}, run ${task.id}`} /> : null}
          </div>
          <span className="row-time">
            <Moment at={task.completed_at ?? task.requested_at} />
          </span>
        </li>
      ))}
    </ul>
    {tasks.length === 0 ? <p className="panel-empty">Nothing was run yet.</p> : null}
  </Panel>
);

export const ActivityPanel = ({ activity }: { readonly activity: Status["activity"] }) => (
  <Panel title="Activity">
    <ol className="rows">
      {activity.slice(0, 7).map((entry, index) => (
        <li key={`${activity.length - index} ${entry.timestamp} ${entry.message}`} className="row-item row-activity">
          <p className="row-main">
            <Prose text={entry.message} />
          </p>
          <span className="row-time">
            <Moment at={entry.timestamp} />
          </span>
        </li>
      ))}
    </ol>
    {activity.length === 0 ? <p className="panel-empty">What the desk does here is listed as it happens.</p> : null}
  </Panel>
);

/** Pages of the guide open beside what one is doing; Django's in a tab of their own. */
const DocLink = ({ title, url }: Status["doc_links"][number]) => {
  const page = /^\/docs\/(?:([a-z0-9-]+)\/)?$/.exec(url);
  if (page === null) {
    return (
      <a className="doc-link" href={url} target="_blank" rel="noreferrer">
        <span>{title}</span>
        <ArrowUpRight size={13} aria-hidden />
      </a>
    );
  }
  return (
    <Link to="." search={(before) => ({ ...before, guide: page[1] ?? "index" })} className="doc-link" resetScroll={false}>
      <span>{title}</span>
    </Link>
  );
};

export const DocsPanel = ({ links }: { readonly links: Status["doc_links"] }) => (
  <Panel title="Documentation">
    <ul className="rows">
      {links.map((link) => (
        <li key={link.url}>
          <DocLink {...link} />
        </li>
      ))}
    </ul>
  </Panel>
);

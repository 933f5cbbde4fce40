import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useParams } from "@tanstack/react-router";
import { presetsQuery, runsQuery } from "../../data/queries.ts";
import { Moment } from "../../pieces/moment.tsx";
import { Panel } from "../../pieces/panel.tsx";
import { Progress } from "../../pieces/progress.tsx";
import { RunState } from "../../pieces/run-state.tsx";
import { Failure, Skeleton } from "../../pieces/states.tsx";
import "./tasks.css";

/** Commands to choose from and what was run, beside the form or the run that is open. */
export const TasksFrame = () => {
  const { slug } = useParams({ from: "/w/$slug/tasks" });
  return (
    <div className="screen tasks">
      <div className="tasks-main">
        <Outlet />
      </div>
      <div className="tasks-side">
        <Presets slug={slug} />
        <History slug={slug} />
      </div>
    </div>
  );
};

const Presets = ({ slug }: { readonly slug: string }) => {
  const { data, error } = useQuery(presetsQuery(slug));
  return (
    <Panel title="Commands" {...(data === undefined ? {} : { note: data.presets.length })}>
      {data === undefined ? error === null ? <Skeleton rows={6} label="Loading commands" /> : <Failure error={error} /> : null}
      <ul className="preset-list">
        {data?.presets.map((preset) => (
          <li key={preset.key}>
            <Link
              to="/w/$slug/tasks"
              params={{ slug }}
              search={{ preset: preset.key }}
              activeOptions={{ exact: true, includeSearch: true }}
              className="preset-link"
            >
              <span>{preset.label}</span>
              <code className="faint">{preset.key}</code>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
};

const History = ({ slug }: { readonly slug: string }) => {
  const { data, error } = useQuery(runsQuery(slug));
  return (
    <Panel title="History">
      {data === undefined ? error === null ? <Skeleton rows={4} label="Loading history" /> : <Failure error={error} /> : null}
      {data?.task_runs.length === 0 ? (
        <p className="panel-empty">Nothing was run yet. Each run stays here with its log, over restarts too.</p>
      ) : null}
      <ul className="rows run-list">
        {data?.task_runs.map((run) => (
          <li key={run.id}>
            <Link to="/w/$slug/tasks/$id" params={{ slug, id: String(run.id) }} className="row-item run-link">
              <RunState state={run.status} quiet />
              <div className="row-main">
                <p className="row-title">{run.label}</p>
                <p className="code faint truncate run-command">{run.metadata.command.raw.replace("python manage.py ", "")}</p>
                {run.status === "running" ? <Progress value={run.progress} label={`Run ${run.id}`} /> : null}
              </div>
              <span className="row-time">
                <Moment at={run.completed_at ?? run.requested_at} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
};

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { CircleStop, RotateCcw } from "lucide-react";
import type { ReactNode } from "react";
import type { TaskRun } from "../../../contract/shapes/task-run.ts";
import { call } from "../../data/client.ts";
import { runQuery, useWorkspace } from "../../data/queries.ts";
import { Button } from "../../pieces/button.tsx";
import { Moment } from "../../pieces/moment.tsx";
import { Progress } from "../../pieces/progress.tsx";
import { RunState } from "../../pieces/run-state.tsx";
import { CopyButton } from "../../pieces/source-link.tsx";
import { Failure, Skeleton } from "../../pieces/states.tsx";
import { toDuration } from "../../pieces/to-relative.ts";
import { usePageTitle } from "../../shell/use-page-title.ts";
import { NotifyButton } from "./notify-button.tsx";
import { ComparisonChoice, RunComparison } from "./run-comparison.tsx";
import { RunLog } from "./run-log.tsx";
import { useRunLog } from "./use-run-log.ts";
import { LongText } from "../../pieces/long-text.tsx";

/** One run: how it stands, the evidence of what it did, and its output live. */
export const RunScreen = () => {
  const { slug, id } = useParams({ from: "/w/$slug/tasks/$id" });
  const { against } = useSearch({ from: "/w/$slug/tasks/$id" });
  const navigate = useNavigate({ from: "/w/$slug/tasks/$id" });
  const workspace = useWorkspace(slug);
  const { data: run, error, refetch } = useQuery(runQuery(Number(id)));
  const log = useRunLog(slug, Number(id));
  usePageTitle(run === undefined ? `Run ${id}` : `${run.label}: ${run.status}`, workspace?.name);
  if (workspace === undefined || workspace === null) return null;
  if (run === undefined)
    return error === null ? <Skeleton rows={8} label="Loading the run" /> : <Failure error={error} onRetry={() => void refetch()} />;
  const active = run.completed_at === null;
  return (
    <article className="run" aria-labelledby="run-title">
      <header className="run-head">
        <h2 id="run-title" className="task-title">
          {run.label} <span className="faint num">#{run.id}</span>
        </h2>
        <span role="status">
          <RunState state={run.status} />
        </span>
        <span className="run-actions">
          {active ? <NotifyButton /> : null}
          {active ? <Cancel run={run} /> : null}
          <Link to="/w/$slug/tasks" params={{ slug }} search={{ preset: run.preset, from: id }} className="button button-plain">
            <RotateCcw size={14} aria-hidden />
            Run again
          </Link>
        </span>
      </header>
      <div className="preview-line code run-command-line">
        <span className="faint" aria-hidden>
          $
        </span>
        <span>
          <LongText text={run.metadata.command.raw} />
        </span>
        <CopyButton text={run.metadata.command.raw} what="the command" />
      </div>
      <div className="run-progress">{active ? <Progress value={run.progress} label="Progress of the run" /> : null}</div>
      {run.metadata.command.error === undefined ? null : (
        <p className="run-error" role="alert">
          <LongText text={run.metadata.command.error} />
        </p>
      )}
      <Evidence run={run} />
      {log.error === null || run.completed_at === null ? null : <Failure error={log.error} />}
      {active ? null : (
        <ComparisonChoice slug={slug} run={run} against={against} onChoose={(next) => void navigate({ search: { against: next } })} />
      )}
      {active || against === undefined ? (
        <RunLog root={workspace.project_path} lines={log.lines} ended={log.ended} />
      ) : (
        <RunComparison key={against} slug={slug} run={run} log={log} against={Number(against)} />
      )}
    </article>
  );
};

const Cancel = ({ run }: { readonly run: TaskRun }) => {
  const client = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => call("cancelTaskRun", { id: run.id }),
    onSettled: () => client.invalidateQueries({ queryKey: ["run", run.id] }),
  });
  return (
    <Button onClick={() => cancel.mutate()} disabled={cancel.isPending}>
      <CircleStop size={14} aria-hidden />
      {cancel.isPending ? "Ending…" : "Cancel"}
    </Button>
  );
};

const Evidence = ({ run }: { readonly run: TaskRun }) => {
  const { command } = run.metadata;
  const facts: readonly (readonly [string, ReactNode])[] = [
    ["Requested", <Moment key="at" at={run.requested_at} />],
    ["Took", command.duration_seconds === null ? null : toDuration(command.duration_seconds)],
    ["Exit code", command.exit_code],
    [
      "Files changed",
      command.changed_files === null
        ? null
        : command.changed_files === 0
          ? "none"
          : `${command.changed_files}: ${command.changed.join(", ")}`,
    ],
    ["Values masked", command.redacted === 0 ? null : command.redacted],
    ["Time limit", command.timed_out ? "reached" : null],
    ["Interpreter", command.interpreter === null ? null : <code key="python">{command.interpreter}</code>],
    ["Notes", run.notes === "" ? null : run.notes],
  ];
  return (
    <dl className="head-facts evidence">
      {facts.map(([label, value]) =>
        value === null ? null : (
          <div key={label} className="head-fact">
            <dt>{label}</dt>
            <dd className="num">{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
};

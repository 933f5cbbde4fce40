import { useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import type { TaskRun } from "../../../contract/shapes/task-run.ts";
import { presetsQuery, runQuery, useWorkspace } from "../../data/queries.ts";
import { Failure, Skeleton } from "../../pieces/states.tsx";
import { usePageTitle } from "../../shell/use-page-title.ts";
import { TrustBanner } from "../overview/trust-banner.tsx";
import type { Given } from "./spell-command.ts";
import { TaskForm } from "./task-form.tsx";

const toGiven = (options: TaskRun["options"]): Given =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(" ") : typeof value === "number" ? String(value) : value,
    ]),
  );

/** The form of one command; `?from=ID` fills it with the answers of an earlier run. */
export const TaskFormScreen = () => {
  const { slug } = useParams({ from: "/w/$slug/tasks/" });
  const { preset: wanted, from } = useSearch({ from: "/w/$slug/tasks/" });
  const workspace = useWorkspace(slug);
  const { data, error, refetch } = useQuery(presetsQuery(slug));
  const earlier = useQuery({ ...runQuery(Number(from)), enabled: from !== undefined });
  const preset =
    data?.presets.find(({ key }) => key === (wanted ?? earlier.data?.preset)) ?? (wanted === undefined ? data?.presets[0] : undefined);
  usePageTitle(preset?.label ?? "Tasks", workspace?.name);
  if (workspace === undefined || workspace === null) return null;
  if (data === undefined || (from !== undefined && earlier.isPending)) {
    return error === null ? <Skeleton rows={8} label="Loading the command" /> : <Failure error={error} onRetry={() => void refetch()} />;
  }
  if (preset === undefined) return <p className="panel-empty">There is no command {wanted}. Choose one from the list.</p>;
  return (
    <>
      <TrustBanner workspace={workspace} />
      <TaskForm
        key={`${preset.key} ${from}`}
        workspace={workspace}
        preset={preset}
        start={earlier.data === undefined ? {} : toGiven(earlier.data.options)}
      />
    </>
  );
};

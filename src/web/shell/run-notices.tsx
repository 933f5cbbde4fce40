import { Toast } from "@base-ui/react/toast";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { X } from "lucide-react";
import { useEffect, useRef } from "react";
import type { TaskRunSummary } from "../../contract/shapes/task-run.ts";
import { recentRunsQuery } from "../data/queries.ts";
import { RunState } from "../pieces/run-state.tsx";
import { toDuration } from "../pieces/to-relative.ts";

const shownMs = 10_000;
const isActive = ({ status }: TaskRunSummary): boolean => status === "requested" || status === "running";

/** Says when a run has ended that is not on the screen; through the system where the tab is hidden and that is allowed. */
export const RunNotices = () => (
  <Toast.Provider timeout={shownMs}>
    <Announcer />
    <Toast.Portal>
      <Toast.Viewport className="toasts">
        <Toasts />
      </Toast.Viewport>
    </Toast.Portal>
  </Toast.Provider>
);

const Announcer = () => {
  const { add } = Toast.useToastManager<TaskRunSummary>();
  const { id } = useParams({ strict: false });
  const { data } = useQuery(recentRunsQuery);
  /** Runs whose end is no news; null until the first answer, which is all old. */
  const ended = useRef<ReadonlySet<number> | null>(null);
  useEffect(() => {
    if (data === undefined) return;
    const before = ended.current;
    const over = data.task_runs.filter((run) => !isActive(run));
    ended.current = new Set([...(before ?? []), ...over.map((run) => run.id)]);
    if (before === null) return;
    for (const run of over) {
      if (before.has(run.id)) continue;
      if (document.hidden) notifySystem(run);
      if (document.hidden || id !== String(run.id)) add({ title: toTitle(run), data: run });
    }
  }, [data, id, add]);
  return null;
};

const Toasts = () => {
  const { toasts } = Toast.useToastManager<TaskRunSummary>();
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className="toast">
      {toast.data === undefined ? null : <RunState state={toast.data.status} quiet />}
      <div className="toast-text">
        <Toast.Title className="toast-title" render={<p />} />
        {toast.data === undefined ? null : (
          <Link to="/w/$slug/tasks/$id" params={{ slug: toast.data.workspace, id: String(toast.data.id) }} className="link">
            Open its output
          </Link>
        )}
      </div>
      <Toast.Close className="icon-button" aria-label="Dismiss">
        <X size={14} aria-hidden />
      </Toast.Close>
    </Toast.Root>
  ));
};

const words = { succeeded: "succeeded", failed: "failed", cancelled: "was cancelled", requested: "waits", running: "runs" } as const;

const toTitle = ({ label, status, workspace, metadata }: TaskRunSummary): string => {
  const seconds = metadata.command.duration_seconds;
  return `${label} ${words[status]} in ${workspace}${seconds === null ? "" : ` after ${toDuration(seconds)}`}`;
};

const notifySystem = (run: TaskRunSummary): void => {
  if (typeof Notification === "undefined" || Notification.permission !== "granted") return;
  const notice = new Notification(toTitle(run), {
    body: run.metadata.command.error ?? run.metadata.command.raw,
    tag: `djdesk-run-${run.id}`,
  });
  notice.addEventListener("click", () => {
    window.focus();
    notice.close();
  });
};

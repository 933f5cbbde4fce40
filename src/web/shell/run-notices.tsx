import { Toast } from "@base-ui/react/toast";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { X } from "lucide-react";
import { useEffect, useRef } from "react";
import { noteRuns, statusWords, type SeenRuns } from "../../contract/run-endings.ts";
import type { TaskRunSummary } from "../../contract/shapes/task-run.ts";
import { recentRunsQuery } from "../data/queries.ts";
import { RunState } from "../pieces/run-state.tsx";
import { toDuration } from "../pieces/to-relative.ts";

const shownMs = 10_000;

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
  const seen = useRef<SeenRuns | null>(null);
  useEffect(() => {
    if (data === undefined) return;
    const news = noteRuns(seen.current, data.task_runs);
    seen.current = news.seen;
    for (const run of news.ended) {
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

const toTitle = ({ label, status, workspace, metadata }: TaskRunSummary): string => {
  const seconds = metadata.command.duration_seconds;
  return `${label} ${statusWords[status]} in ${workspace}${seconds === null ? "" : ` after ${toDuration(seconds)}`}`;
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

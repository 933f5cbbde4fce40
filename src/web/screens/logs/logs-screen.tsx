import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { call } from "../../data/client.ts";
import { useWorkspace } from "../../data/queries.ts";
import { Moment } from "../../pieces/moment.tsx";
import { SourceLink } from "../../pieces/source-link.tsx";
import { Empty, Failure, Skeleton } from "../../pieces/states.tsx";
import { usePageTitle } from "../../shell/use-page-title.ts";
import { LogViewer } from "./log-viewer.tsx";
import "../../style/log.css";
import "./logs.css";

/** The project's own log files, as its settings name them. */
export const LogsScreen = () => {
  const { slug } = useParams({ from: "/w/$slug/logs" });
  const { file: wanted, q = "", levels = "", line } = useSearch({ from: "/w/$slug/logs" });
  const navigate = useNavigate({ from: "/w/$slug/logs" });
  const workspace = useWorkspace(slug);
  const { data, error, refetch } = useQuery({
    queryKey: ["log-files", slug, workspace?.last_scan_at],
    queryFn: ({ signal }) => call("listLogFiles", { slug }, signal),
    refetchInterval: 5_000,
  });
  usePageTitle("Logs", workspace?.name);
  if (workspace === undefined || workspace === null) return null;
  const files = data?.files ?? [];
  const open =
    files.find(({ file }) => file === wanted) ??
    (wanted === undefined ? (files.find(({ available }) => available) ?? files[0]) : undefined);
  return (
    <div className="screen logs">
      <header className="bar">
        <h2 className="bar-title">Logs</h2>
        {files.length < 2 ? null : (
          <label className="select">
            <span className="sr-only">File</span>
            <select value={open?.file ?? ""} onChange={(event) => void navigate({ search: { file: event.target.value } })}>
              {files.map(({ file }) => (
                <option key={file} value={file}>
                  {shorten(workspace.project_path, file)}
                </option>
              ))}
            </select>
          </label>
        )}
        {open === undefined ? null : (
          <SourceLink root={workspace.project_path} file={shorten(workspace.project_path, open.file)} line={null} />
        )}
        {open?.modified_at == null ? null : (
          <span className="faint bar-count">
            {toSize(open.size)}, written <Moment at={open.modified_at} />
          </span>
        )}
      </header>
      {data === undefined && error === null ? <Skeleton rows={12} label="Looking for log files" /> : null}
      {data === undefined && error !== null ? <Failure error={error} onRetry={() => void refetch()} /> : null}
      {data !== undefined && files.length === 0 && workspace.last_scan_at === null ? (
        <Empty title="Not read yet">The first scan says which files the settings name.</Empty>
      ) : null}
      {data !== undefined && files.length === 0 && workspace.last_scan_at !== null ? (
        <Empty title="The settings name no log file">
          A handler of <code>LOGGING</code> with a <code>filename</code> makes one; it appears here after the next scan.
        </Empty>
      ) : null}
      {data !== undefined && wanted !== undefined && open === undefined ? <Empty title={`The settings name no file ${wanted}`} /> : null}
      {open?.available === false ? (
        <Empty title="Not written yet">
          <code>{open.file}</code> is not there, or may not be read. It opens here by itself once it is.
        </Empty>
      ) : null}
      {open?.available === true ? (
        <LogViewer
          key={open.file}
          search={{ slug, file: open.file, q, levels }}
          line={line === undefined || !/^\d{1,9}$/.test(line) ? undefined : Number(line)}
          onChange={(next) => void navigate({ search: (before) => ({ ...before, ...next }), replace: true })}
        />
      ) : null}
    </div>
  );
};

const shorten = (root: string, file: string): string => (file.startsWith(`${root}/`) ? file.slice(root.length + 1) : file);

const toSize = (bytes: number): string => {
  if (bytes < 1_000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
};

import { Link } from "@tanstack/react-router";
import { GitBranch } from "lucide-react";
import type { Workspace } from "../../../contract/shapes/workspace.ts";
import { Moment } from "../../pieces/moment.tsx";
import { ForgetWorkspace } from "./forget-workspace.tsx";

/** One row a workspace: who it is, what is in it, how fresh that is. */
export const WorkspaceList = ({ workspaces }: { readonly workspaces: readonly Workspace[] }) => (
  <ul className="spaces">
    {workspaces.map((workspace) => (
      <li key={workspace.slug} className="space" data-gone={!workspace.available}>
        <div className="space-name">
          <Link to="/w/$slug" params={{ slug: workspace.slug }} className="space-link">
            {workspace.name}
          </Link>
          {workspace.bundled ? <span className="tag">sample</span> : null}
          {workspace.git_branch === null ? null : (
            <span className="space-branch faint">
              <GitBranch size={12} aria-hidden />
              <span className="code truncate">{workspace.git_branch}</span>
            </span>
          )}
          <p className="space-path code faint truncate">{workspace.project_path}</p>
        </div>
        <Counts workspace={workspace} />
        <p className="space-version num">
          {workspace.environment.django_version === null ? (
            <span className="faint">Django unknown</span>
          ) : (
            `Django ${workspace.environment.django_version}`
          )}
        </p>
        <p className="space-state">
          <StateWords workspace={workspace} />
        </p>
        <ForgetWorkspace workspace={workspace} />
      </li>
    ))}
  </ul>
);

const Counts = ({ workspace: { counts } }: { readonly workspace: Workspace }) => {
  if (counts === null) return <p className="space-counts faint">not read yet</p>;
  const entries = [
    ["app", counts.apps],
    ["model", counts.models],
    ["migration", counts.migrations],
    ["finding", counts.findings],
  ] as const;
  return (
    <dl className="space-counts">
      {entries.map(([word, value]) => (
        <div key={word}>
          <dt>{value === 1 ? word : `${word}s`}</dt>
          <dd className="num">{value}</dd>
        </div>
      ))}
    </dl>
  );
};

const StateWords = ({ workspace }: { readonly workspace: Workspace }) => {
  if (!workspace.available) return <span className="mark tone-warning">Folder not found</span>;
  if (workspace.status === "scanning") return <span className="mark tone-info">Reading…</span>;
  if (workspace.status === "failed") return <span className="mark tone-danger">Last scan failed</span>;
  if (workspace.last_scan_at === null) return <span className="faint">Waiting</span>;
  return (
    <span className="faint">
      Read <Moment at={workspace.last_scan_at} />
    </span>
  );
};

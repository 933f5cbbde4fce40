import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Plus, Search } from "lucide-react";
import type { Workspace } from "../../contract/shapes/workspace.ts";
import { healthQuery, workspacesQuery } from "../data/queries.ts";
import { EditorChoice } from "./editor-choice.tsx";
import { ThemeSwitch } from "./theme-switch.tsx";
import { screens } from "./screens.ts";
import { Wordmark } from "./wordmark.tsx";

interface Props {
  readonly slug: string | null;
  readonly onPalette: () => void;
  /** Called when a link was followed, so that the drawer on small screens closes. */
  readonly onLeave?: (() => void) | undefined;
}

const shortcut = navigator.platform.startsWith("Mac") ? "⌘K" : "Ctrl K";

/** Workspaces, the screens of the open one, and what belongs to the whole desk. */
export const Sidebar = ({ slug, onPalette, onLeave }: Props) => {
  const { data } = useQuery(workspacesQuery);
  return (
    <div className="sidebar">
      <Link to="/" className="sidebar-brand" onClick={onLeave} aria-label="DJDesk, all workspaces">
        <Wordmark />
      </Link>
      <button type="button" className="jump" onClick={onPalette}>
        <Search size={14} aria-hidden />
        <span>Go to…</span>
        <kbd>{shortcut}</kbd>
      </button>
      <nav aria-label="Workspaces" className="sidebar-group">
        <p className="sidebar-title">Workspaces</p>
        <ul>
          {data?.workspaces.map((workspace) => (
            <li key={workspace.slug}>
              <Link
                to="/w/$slug"
                params={{ slug: workspace.slug }}
                onClick={onLeave}
                className="side-link"
                data-open={workspace.slug === slug}
              >
                <WorkspaceDot workspace={workspace} />
                <span className="truncate">{workspace.name}</span>
              </Link>
              {workspace.slug === slug ? <ScreenLinks slug={slug} workspace={workspace} onLeave={onLeave} /> : null}
            </li>
          ))}
          <li>
            <Link to="/" hash="add" onClick={onLeave} className="side-link side-add">
              <Plus size={14} aria-hidden />
              <span>Add a folder</span>
            </Link>
          </li>
        </ul>
      </nav>
      <EditorChoice />
      <SidebarFoot onLeave={onLeave} />
    </div>
  );
};

interface ScreenLinksProps {
  readonly slug: string;
  readonly workspace: Workspace;
  readonly onLeave: (() => void) | undefined;
}

const ScreenLinks = ({ slug, workspace, onLeave }: ScreenLinksProps) => (
  <ul className="side-screens" aria-label={`Screens of ${workspace.name}`}>
    {screens.map(({ to, label, icon: Icon }) => (
      <li key={to}>
        <Link
          to={to}
          params={{ slug }}
          onClick={onLeave}
          className="side-link side-screen"
          activeOptions={{ exact: to === "/w/$slug", includeSearch: false }}
        >
          <Icon size={15} aria-hidden />
          <span>{label}</span>
          {workspace.counts !== null && label === "Models" ? <span className="side-count num">{workspace.counts.models}</span> : null}
          {workspace.counts !== null && label === "Migrations" ? (
            <span className="side-count num">{workspace.counts.migrations}</span>
          ) : null}
        </Link>
      </li>
    ))}
  </ul>
);

const dots = {
  new: { tone: "faint", word: "not read yet" },
  scanning: { tone: "info", word: "being read" },
  ready: { tone: "success", word: "ready" },
  failed: { tone: "danger", word: "last scan failed" },
} as const;

const WorkspaceDot = ({ workspace }: { readonly workspace: Workspace }) => {
  const { tone, word } = workspace.available ? dots[workspace.status] : { tone: "warning", word: "folder not found" };
  const shape = workspace.available ? workspace.status : "gone";
  return (
    <span className={`dot dot-${shape} tone-${tone}`} title={word}>
      <span className="sr-only">{word}:</span>
    </span>
  );
};

const SidebarFoot = ({ onLeave }: Pick<Props, "onLeave">) => {
  const { data } = useQuery(healthQuery);
  return (
    <div className="sidebar-foot">
      <ThemeSwitch />
      <Link to="." search={(before) => ({ ...before, guide: "index" })} className="link sidebar-guide" onClick={onLeave}>
        Guide
      </Link>
      <span className="faint num">{data === undefined ? "" : `v${data.version}`}</span>
    </div>
  );
};

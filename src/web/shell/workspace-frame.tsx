import { Link, Outlet, useLocation, useParams } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useLiveStatus } from "../data/live-status.ts";
import { useWorkspace } from "../data/queries.ts";
import type { Workspace } from "../../contract/shapes/workspace.ts";
import { Empty, Skeleton } from "../pieces/states.tsx";
import { WorkspaceHead } from "./workspace-head.tsx";
import { screens } from "./screens.ts";

/** The screens as a strip, on windows too small for the sidebar; the open one is brought into sight. */
const Tabs = ({ slug }: { readonly slug: string }) => {
  const strip = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    const active = strip.current?.querySelector<HTMLElement>(`[href="${pathname}"], .active`);
    if (active != null) strip.current?.scrollTo({ left: active.offsetLeft - 48 });
  }, [pathname]);
  return (
    <nav className="tabs" aria-label="Screens" ref={strip}>
      {screens.map(({ to, label }) => (
        <Link key={to} to={to} params={{ slug }} className="tab" activeOptions={{ exact: to === "/w/$slug", includeSearch: false }}>
          {label}
        </Link>
      ))}
    </nav>
  );
};

const OpenWorkspace = ({ workspace }: { readonly workspace: Workspace }) => {
  useLiveStatus(workspace.slug);
  return (
    <>
      <WorkspaceHead workspace={workspace} />
      <Tabs slug={workspace.slug} />
      <Outlet />
    </>
  );
};

/** What all screens of a workspace share: its head, the screen tabs of small windows, and "no such workspace". */
export const WorkspaceFrame = () => {
  const { slug } = useParams({ from: "/w/$slug" });
  const workspace = useWorkspace(slug);
  if (workspace === undefined) return <Skeleton rows={8} label="Loading the workspace" />;
  if (workspace === null) {
    return (
      <div className="screen">
        <h1>No workspace “{slug}”</h1>
        <Empty title="It was forgotten, or the address is mistyped.">
          <Link to="/" className="link">
            All workspaces
          </Link>
        </Empty>
      </div>
    );
  }
  return <OpenWorkspace key={slug} workspace={workspace} />;
};

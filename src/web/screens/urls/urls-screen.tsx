import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import type { UrlFacts } from "../../../contract/shapes/facts.ts";
import { useFacts, useWorkspace } from "../../data/queries.ts";
import { toList } from "../../data/view-state.ts";
import { SearchField } from "../../pieces/search-field.tsx";
import { Segments } from "../../pieces/segments.tsx";
import { Empty, Failure, Skeleton } from "../../pieces/states.tsx";
import { usePageTitle } from "../../shell/use-page-title.ts";
import { filterUrls } from "./filter-urls.ts";
import { findShadowed } from "./find-shadowed.ts";
import { PathTester } from "./path-tester.tsx";
import { toTreeRows, type UrlRow } from "./to-url-rows.ts";
import { UrlTable } from "./url-table.tsx";
import { NoRoutes } from "./no-routes.tsx";
import "./urls.css";

const none: readonly UrlFacts[] = [];

/** Every route with its view, its name and what it requires; as a list or by prefix. */
export const UrlsScreen = () => {
  const { slug } = useParams({ from: "/w/$slug/urls" });
  const { q = "", show, view = "list", open, route, path = "" } = useSearch({ from: "/w/$slug/urls" });
  const navigate = useNavigate({ from: "/w/$slug/urls" });
  const workspace = useWorkspace(slug);
  const { data, error, refetch } = useFacts(slug, "urls");
  const urls = data?.urls ?? none;
  const shadowed = useMemo(() => findShadowed(urls), [urls]);
  const openUrls = useMemo(() => urls.filter(({ requires }) => requires?.length === 0), [urls]);
  const shown = useMemo(() => {
    const base = show === "open" ? openUrls : show === "shadowed" ? urls.filter((url) => shadowed.has(url)) : urls;
    return filterUrls(base, q);
  }, [urls, openUrls, shadowed, show, q]);
  const rows = useMemo(
    () => (view === "tree" ? toTreeRows(shown, new Set(toList(open))) : shown.map((url): UrlRow => ({ kind: "url", url, depth: 0 }))),
    [shown, view, open],
  );
  usePageTitle("URLs", workspace?.name);
  if (workspace === undefined || workspace === null) return null;
  const set = (next: Record<string, string | undefined>): void =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true, resetScroll: false });
  const toggle = (prefix: string): void => {
    const before = toList(open);
    const next = before.includes(prefix) ? before.filter((other) => other !== prefix) : [...before, prefix];
    set({ open: next.length === 0 ? undefined : next.join(",") });
  };
  return (
    <div className="screen">
      <header className="bar">
        <h2 className="bar-title">URLs</h2>
        <SearchField label="Search routes, views, names" value={q} onChange={(text) => set({ q: text === "" ? undefined : text })} />
        <Segments
          label="Arrangement"
          value={view}
          options={[
            ["list", "List"],
            ["tree", "By prefix"],
          ]}
          onChange={(chosen) => set({ view: chosen === "list" ? undefined : chosen })}
        />
        <span className="faint num bar-count" aria-live="polite">
          {shown.length === urls.length ? `${urls.length} routes` : `${shown.length} of ${urls.length} routes`}
        </span>
      </header>
      {urls.length === 0 ? null : (
        <>
          <PathTester root={workspace.project_path} urls={urls} path={path} onChange={(typed) => set({ path: typed || undefined })} />
          <Segments
            label="Which routes"
            value={show ?? "all"}
            options={[
              ["all", "All"],
              ["open", `No login found ${openUrls.length}`],
              ["shadowed", `Shadowed ${shadowed.size}`],
            ]}
            onChange={(chosen) => set({ show: chosen === "all" ? undefined : chosen })}
          />
        </>
      )}
      {data === undefined ? (
        error === null ? (
          <Skeleton rows={12} label="Loading URLs" />
        ) : (
          <Failure error={error} onRetry={() => void refetch()} />
        )
      ) : null}
      {data !== undefined && urls.length === 0 ? <NoRoutes slug={slug} /> : null}
      {urls.length > 0 && shown.length === 0 ? <Empty title={emptyWords(q, show)} /> : null}
      {rows.length === 0 ? null : (
        <UrlTable
          root={workspace.project_path}
          rows={rows}
          shadowed={shadowed}
          opened={route}
          onOpen={(next) => set({ route: next })}
          onToggle={toggle}
        />
      )}
    </div>
  );
};

const emptyWords = (q: string, show: string | undefined): string => {
  if (q !== "") return `No route matches “${q}”`;
  return show === "shadowed" ? "No route is shadowed by an earlier one" : "Every route that could be read asks for a login or a permission";
};

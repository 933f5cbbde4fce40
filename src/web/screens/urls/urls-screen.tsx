import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import type { UrlFacts } from "../../../contract/shapes/facts.ts";
import { useFacts, useWorkspace } from "../../data/queries.ts";
import { SearchField } from "../../pieces/search-field.tsx";
import { SourceLink } from "../../pieces/source-link.tsx";
import { Empty, Failure, Skeleton } from "../../pieces/states.tsx";
import { usePageTitle } from "../../shell/use-page-title.ts";
import { filterUrls } from "./filter-urls.ts";
import "./urls.css";

const none: readonly UrlFacts[] = [];

/** Every route with its view, its name and what it demands. */
export const UrlsScreen = () => {
  const { slug } = useParams({ from: "/w/$slug/urls" });
  const { q } = useSearch({ from: "/w/$slug/urls" });
  const navigate = useNavigate({ from: "/w/$slug/urls" });
  const workspace = useWorkspace(slug);
  const { data, error, refetch } = useFacts(slug, "urls");
  const urls = data?.urls ?? none;
  const shown = useMemo(() => filterUrls(urls, q ?? ""), [urls, q]);
  usePageTitle("URLs", workspace?.name);
  if (workspace === undefined || workspace === null) return null;
  return (
    <div className="screen">
      <header className="bar">
        <h2 className="bar-title">URLs</h2>
        <SearchField
          label="Search routes, views, names"
          value={q ?? ""}
          onChange={(text) => void navigate({ search: { q: text === "" ? undefined : text }, replace: true })}
        />
        <span className="faint num bar-count" aria-live="polite">
          {shown.length === urls.length ? `${urls.length} routes` : `${shown.length} of ${urls.length} routes`}
        </span>
      </header>
      {data === undefined ? (
        error === null ? (
          <Skeleton rows={12} label="Loading URLs" />
        ) : (
          <Failure error={error} onRetry={() => void refetch()} />
        )
      ) : null}
      {data !== undefined && urls.length === 0 ? (
        <Empty title="No routes were read">ROOT_URLCONF is not set, or its module could not be read.</Empty>
      ) : null}
      {urls.length > 0 && shown.length === 0 ? <Empty title={`No route matches “${q}”`} /> : null}
      {shown.length === 0 ? null : <UrlTable root={workspace.project_path} urls={shown} />}
    </div>
  );
};

const UrlTable = ({ root, urls }: { readonly root: string; readonly urls: readonly UrlFacts[] }) => {
  const body = useRef<HTMLDivElement>(null);
  const virtual = useWindowVirtualizer({
    count: urls.length,
    estimateSize: () => 36,
    overscan: 15,
    scrollMargin: body.current?.offsetTop ?? 0,
  });
  return (
    <div role="table" aria-label="Routes" aria-rowcount={urls.length + 1} className="urls">
      <div role="rowgroup">
        <div role="row" className="url url-head" aria-rowindex={1}>
          {["Route", "Name", "View", "Methods", "Demands", "Source"].map((title) => (
            <span key={title} role="columnheader">
              {title}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" ref={body} className="urls-body" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const url = urls[item.index];
          if (url === undefined) return null;
          return (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              role="row"
              aria-rowindex={item.index + 2}
              className="url"
              style={{ transform: `translateY(${item.start - virtual.options.scrollMargin}px)` }}
            >
              <UrlCells root={root} url={url} />
            </div>
          );
        })}
      </div>
    </div>
  );
};

const UrlCells = ({ root, url }: { readonly root: string; readonly url: UrlFacts }) => (
  <>
    <span role="cell" className="code url-route">
      /<Route route={url.route} />
    </span>
    <span role="cell" className="code truncate" title={url.full_name ?? undefined}>
      {url.full_name ?? <span className="faint">–</span>}
    </span>
    <span role="cell" className="code truncate soft" title={url.view ?? undefined}>
      {url.view ?? <span title="Not known from source">?</span>}
    </span>
    <span role="cell">
      {url.methods === null ? <span className="faint">any</span> : <span className="url-methods">{url.methods.join(" ")}</span>}
    </span>
    <span role="cell">
      {url.requires === null ? (
        <span title="Not known from source">?</span>
      ) : url.requires.length === 0 ? (
        <span className="faint">nothing</span>
      ) : (
        url.requires.map((demand) => (
          <span key={demand} className="tag">
            {demand}
          </span>
        ))
      )}
    </span>
    <span role="cell" className="url-source">
      {url.file === null ? null : <SourceLink root={root} file={url.file} line={url.line} />}
    </span>
  </>
);

/** A route with its parameters (`<int:pk>`, `(?P<pk>…)`) lit. */
const Route = ({ route }: { readonly route: string }) =>
  route.split(/(<[^<>]+>|\(\?P<\w+>[^()]*\))/).map((part, index) => (
    <span key={`${index} ${part}`} className={index % 2 === 1 ? "url-parameter" : undefined}>
      {part}
    </span>
  ));

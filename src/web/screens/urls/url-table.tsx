import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useRef } from "react";
import type { UrlFacts } from "../../../contract/shapes/facts.ts";
import { SourceLink } from "../../pieces/source-link.tsx";
import { RouteText } from "./route-text.tsx";
import { UrlDetail } from "./url-detail.tsx";
import type { UrlRow } from "./to-url-rows.ts";

interface Props {
  readonly root: string;
  readonly rows: readonly UrlRow[];
  readonly shadowed: ReadonlyMap<UrlFacts, UrlFacts>;
  /** Route whose detail is open. */
  readonly opened: string | undefined;
  readonly onOpen: (route: string | undefined) => void;
  readonly onToggle: (prefix: string) => void;
}

/** Thousands of routes, of which only those in sight are drawn. */
export const UrlTable = (props: Props) => {
  const { rows } = props;
  const body = useRef<HTMLDivElement>(null);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => 36,
    overscan: 15,
    scrollMargin: body.current?.offsetTop ?? 0,
  });
  return (
    <div role="table" aria-label="Routes" aria-rowcount={rows.length + 1} className="urls">
      <div role="rowgroup">
        <div role="row" className="url url-head" aria-rowindex={1}>
          {["Route", "Name", "View", "Methods", "Requires", "Source"].map((title) => (
            <span key={title} role="columnheader">
              {title}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" ref={body} className="urls-body" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              role="row"
              aria-rowindex={item.index + 2}
              className="url-slot"
              style={{ transform: `translateY(${item.start - virtual.options.scrollMargin}px)` }}
            >
              {row.kind === "prefix" ? <PrefixRow row={row} onToggle={props.onToggle} /> : <UrlCells {...props} row={row} />}
            </div>
          );
        })}
      </div>
    </div>
  );
};

const indentOf = (depth: number): string => `url-depth-${Math.min(depth, 6)}`;

interface PrefixProps {
  readonly row: Extract<UrlRow, { kind: "prefix" }>;
  readonly onToggle: (prefix: string) => void;
}

const PrefixRow = ({ row, onToggle }: PrefixProps) => (
  <div className="url url-prefix" role="cell">
    <button
      type="button"
      className={`code url-toggle ${indentOf(row.depth)}`}
      aria-expanded={row.open}
      onClick={() => onToggle(row.prefix)}
    >
      {row.open ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}
      <span>
        /<RouteText route={row.prefix} />
      </span>
      <span className="faint num">{row.count}</span>
    </button>
  </div>
);

interface UrlProps extends Pick<Props, "root" | "shadowed" | "opened" | "onOpen"> {
  readonly row: Extract<UrlRow, { kind: "url" }>;
}

const UrlCells = ({ root, shadowed, opened, onOpen, row: { url, depth } }: UrlProps) => {
  const winner = shadowed.get(url);
  const key = `${url.route} ${url.full_name ?? ""}`.trim();
  const isOpen = opened === key;
  return (
    <>
      <div className="url" data-open={isOpen}>
        <span role="cell" className="code url-route">
          <button
            type="button"
            className={`url-toggle ${indentOf(depth)}`}
            aria-expanded={isOpen}
            onClick={() => onOpen(isOpen ? undefined : key)}
          >
            <span>
              /<RouteText route={url.route} />
            </span>
          </button>
          {winner === undefined ? null : (
            <span className="tag tone-warning" title={`/${winner.route} takes every path of this route`}>
              shadowed
            </span>
          )}
        </span>
        <span role="cell" className="code truncate" title={url.full_name ?? undefined}>
          {url.full_name ?? <span className="faint">–</span>}
        </span>
        <span role="cell" className="code truncate soft url-view" title={url.view ?? undefined}>
          {url.view === null ? <span title="Not known from source">?</span> : <bdi>{url.view}</bdi>}
        </span>
        <span role="cell">
          {url.methods === null ? <span className="faint">any</span> : <span className="url-methods">{url.methods.join(" ")}</span>}
        </span>
        <span role="cell">
          <Requires url={url} />
        </span>
        <span role="cell" className="url-source">
          {url.file === null ? null : <SourceLink root={root} file={url.file} line={url.line} />}
        </span>
      </div>
      {isOpen ? <UrlDetail url={url} winner={winner} /> : null}
    </>
  );
};

const Requires = ({ url: { requires } }: { readonly url: UrlFacts }) => {
  if (requires === null) return <span title="Not known from source">?</span>;
  if (requires.length === 0) {
    return (
      <span className="faint" title="No login or permission of Django's own is asked for; the project's own code may still ask.">
        none found
      </span>
    );
  }
  return requires.map((demand) => (
    <span key={demand} className="tag">
      {demand}
    </span>
  ));
};

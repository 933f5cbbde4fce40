import { useQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDownToLine, Pause, X } from "lucide-react";
import { useEffect, useRef, useState, type RefObject } from "react";
import type { ProjectLogLine } from "../../../contract/shapes/project-log.ts";
import { call } from "../../data/client.ts";
import { toList } from "../../data/view-state.ts";
import { AnsiText } from "../../pieces/ansi-text.tsx";
import { SearchField } from "../../pieces/search-field.tsx";
import { CopyButton } from "../../pieces/source-link.tsx";
import { Failure, Skeleton } from "../../pieces/states.tsx";
import { useLogHead, useLogLines, type LogSearch } from "./use-log-pages.ts";

interface Props {
  readonly search: LogSearch;
  /** Line that the address names. */
  readonly line: number | undefined;
  readonly onChange: (next: { q?: string | undefined; levels?: string | undefined; line?: string | undefined }) => void;
}

const rowHeight = 17;
const number = new Intl.NumberFormat();

/**
 * A log file: a million lines of which those in sight are fetched and drawn. Search and levels narrow it in the desk;
 * the end is followed until somebody scrolls up.
 */
export const LogViewer = ({ search, line, onChange }: Props) => {
  const scroller = useRef<HTMLDivElement>(null);
  const [follow, setFollow] = useState(line === undefined);
  const { data: head, error, refetch } = useLogHead(search, follow);
  const count = head?.matches ?? 0;
  const virtual = useVirtualizer({ count, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 30 });
  const items = virtual.getVirtualItems();
  const lines = useLogLines(search, head, { first: items[0]?.index ?? 0, last: items.at(-1)?.index ?? 0 });
  const wanted = useWantedPlace(search, line);

  useEffect(() => {
    if (follow && count > 0) virtual.scrollToIndex(count - 1, { align: "end" });
  }, [follow, count, virtual]);
  useLeaveEnd(scroller, setFollow);
  /** Its place may be known before there are lines to scroll to. */
  const hasLines = count > 0;
  useEffect(() => {
    if (wanted !== undefined && hasLines) virtual.scrollToIndex(wanted, { align: "center" });
  }, [wanted, hasLines, virtual]);

  if (head === undefined) {
    return error === null ? <Skeleton rows={14} label="Reading the file" /> : <Failure error={error} onRetry={() => void refetch()} />;
  }
  return (
    <section className="log log-file" aria-label={search.file}>
      <div className="log-bar">
        <SearchField label="Search the file" value={search.q} onChange={(q) => onChange({ q: q === "" ? undefined : q })} />
        <Levels counts={head.counts} levels={search.levels} onChange={(levels) => onChange({ levels })} />
        <span className="log-count faint num" aria-live="polite">
          {count === head.total ? `${number.format(head.total)} lines` : `${number.format(count)} of ${number.format(head.total)} lines`}
        </span>
        <button type="button" className="button button-quiet" aria-pressed={follow} onClick={() => setFollow(!follow)}>
          {follow ? <Pause size={14} aria-hidden /> : <ArrowDownToLine size={14} aria-hidden />}
          {follow ? "Pause" : "Follow"}
        </button>
      </div>
      {head.skipped_bytes === 0 ? null : (
        <p className="log-skipped">
          The file is very large: its first {number.format(Math.round(head.skipped_bytes / 1e6))} MB are left out.
        </p>
      )}
      <div ref={scroller} className="log-lines code" tabIndex={0} role="log" aria-label="Lines of the file" aria-live="off">
        {count === 0 ? <p className="log-empty">{head.total === 0 ? "The file is empty." : "No line fits the filters above."}</p> : null}
        <div className="log-space" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => (
            <div key={item.key} className="log-slot" style={{ height: rowHeight, transform: `translateY(${item.start}px)` }}>
              <Row entry={lines.get(item.index)} picked={line} onPick={(picked) => onChange({ line: picked })} />
            </div>
          ))}
        </div>
      </div>
      {line === undefined ? null : <PickedLine search={search} line={line} onClose={() => onChange({ line: undefined })} />}
    </section>
  );
};

/** Whoever scrolls up wants to read: the end is no longer followed. */
const useLeaveEnd = (scroller: RefObject<HTMLElement | null>, setFollow: (follow: boolean) => void): void => {
  useEffect(() => {
    const stop = new AbortController();
    const leave = (): void => setFollow(false);
    const { current } = scroller;
    const options = { signal: stop.signal, passive: true };
    current?.addEventListener("wheel", ({ deltaY }) => (deltaY < 0 ? leave() : undefined), options);
    current?.addEventListener("touchmove", leave, options);
    current?.addEventListener("keydown", ({ key }) => (["ArrowUp", "PageUp", "Home"].includes(key) ? leave() : undefined), options);
    return () => stop.abort();
  });
};

/** Where a line stands among those that fit; the desk knows. */
const useWantedPlace = (search: LogSearch, line: number | undefined): number | undefined => {
  const { data } = useQuery({
    queryKey: ["log-place", search, line],
    queryFn: ({ signal }) => call("readLogFile", { ...search, around: line ?? 1, limit: 1 }, signal),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: line !== undefined && search.file !== "",
  });
  return line === undefined ? undefined : data?.from;
};

const levelOrder = ["critical", "error", "warning", "info", "debug"] as const;

interface LevelsProps {
  readonly counts: Readonly<Record<string, number>>;
  readonly levels: string;
  readonly onChange: (levels: string | undefined) => void;
}

const Levels = ({ counts, levels, onChange }: LevelsProps) => {
  const on = new Set(toList(levels));
  const toggle = (level: string): void => {
    const next = new Set(on);
    if (!next.delete(level)) next.add(level);
    onChange(next.size === 0 ? undefined : levelOrder.filter((each) => next.has(each)).join(","));
  };
  return levelOrder
    .filter((level) => (counts[level] ?? 0) > 0 || on.has(level))
    .map((level) => (
      <button
        key={level}
        type="button"
        className={`level-toggle level-${level}`}
        aria-pressed={on.has(level)}
        onClick={() => toggle(level)}
      >
        {level} <span className="num">{number.format(counts[level] ?? 0)}</span>
      </button>
    ));
};

interface RowProps {
  readonly entry: ProjectLogLine | undefined;
  readonly picked: number | undefined;
  readonly onPick: (line: string | undefined) => void;
}

const Row = ({ entry, picked, onPick }: RowProps) => {
  if (entry === undefined) return <div className="log-line log-wait" aria-hidden />;
  return (
    <div className={`log-line log-${entry.level}`} data-lit={entry.line === picked}>
      <button
        type="button"
        className="log-seq num"
        tabIndex={-1}
        aria-label={`Line ${entry.line} in full`}
        onClick={() => onPick(entry.line === picked ? undefined : String(entry.line))}
      >
        {entry.line}
      </button>
      <span className="log-text">
        <AnsiText text={entry.text} />
      </span>
    </div>
  );
};

/** The picked line in full with what follows it, past all filters: a traceback is read whole. */
const PickedLine = ({ search, line, onClose }: { readonly search: LogSearch; readonly line: number; readonly onClose: () => void }) => {
  const { slug, file } = search;
  const { data } = useQuery({
    queryKey: ["log-around", slug, file, line],
    queryFn: ({ signal }) => call("readLogFile", { slug, file, from: Math.max(0, line - 3), limit: 30 }, signal),
  });
  const text = (data?.lines ?? []).map((each) => each.text).join("\n");
  return (
    <div className="log-picked" role="region" aria-label={`Line ${line} with those around it`}>
      <header>
        <strong className="num">Line {number.format(line)}</strong>
        <CopyButton text={text} what="these lines" />
        <button type="button" className="icon-button" aria-label="Close" onClick={onClose}>
          <X size={14} aria-hidden />
        </button>
      </header>
      <pre tabIndex={0}>
        {data?.lines.map((each) => (
          <span key={each.line} data-lit={each.line === line}>
            <AnsiText text={each.text} />
            {"\n"}
          </span>
        ))}
      </pre>
    </div>
  );
};

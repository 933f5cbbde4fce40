import { useNavigate, useSearch } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDownToLine, Pause } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import type { LogLine } from "../../../contract/shapes/task-run.ts";
import { SearchField } from "../../pieces/search-field.tsx";
import { AnsiText } from "../../pieces/ansi-text.tsx";
import { frameOf, judgeLine, plainText, type Level } from "./judge-line.ts";
import { LineSlots } from "./line-slots.tsx";
import "../../style/log.css";
import { toEditorAddress } from "../../pieces/to-editor-address.ts";
import { useEditor } from "../../shell/editor.ts";

interface Props {
  readonly root: string;
  readonly lines: readonly LogLine[];
  readonly ended: boolean;
}

interface Judged {
  readonly line: LogLine;
  readonly level: Level;
}

/**
 * Output as it comes: tens of thousands of lines of which only those in sight are drawn; search, errors first, a tail
 * that can be paused, and an address for each line. Filters stand in the address and are always visible.
 */
export const RunLog = ({ root, lines, ended }: Props) => {
  const search = useSearch({ from: "/w/$slug/tasks/$id" });
  const navigate = useNavigate({ from: "/w/$slug/tasks/$id" });
  const { q, errors } = search;
  const scroller = useRef<HTMLDivElement>(null);
  const [follow, setFollow] = useState(search.line === undefined);
  const judged = useMemo(() => lines.map((line) => ({ line, level: judgeLine(line) })), [lines]);
  const shown = useMemo(() => filterLines(judged, { q, errors }), [judged, q, errors]);
  const virtual = useVirtualizer({ count: shown.length, getScrollElement: () => scroller.current, estimateSize: () => 20, overscan: 20 });
  const set = (next: Partial<typeof search>): void => void navigate({ search: (before) => ({ ...before, ...next }), replace: true });
  const counts = useMemo(
    () => ({
      error: judged.filter(({ level }) => level === "error").length,
      warning: judged.filter(({ level }) => level === "warning").length,
    }),
    [judged],
  );

  useEffect(() => {
    if (follow && !ended && shown.length > 0) virtual.scrollToIndex(shown.length - 1, { align: "end" });
  }, [shown.length, follow, ended, virtual]);

  const wanted = Number(search.line ?? 0);
  const wantedIndex = wanted === 0 ? -1 : shown.findIndex(({ line }) => line.seq === wanted);
  useEffect(() => {
    if (wantedIndex >= 0) virtual.scrollToIndex(wantedIndex, { align: "center" });
  }, [wantedIndex, virtual]);

  return (
    <section className="log" aria-label="Output">
      <div className="log-bar">
        <SearchField label="Search the output" value={search.q ?? ""} onChange={(q) => set({ q: q === "" ? undefined : q })} />
        <LevelToggle level="error" label="Errors" count={counts.error} errors={search.errors} onChange={set} />
        <LevelToggle level="warning" label="Warnings" count={counts.warning} errors={search.errors} onChange={set} />
        <span className="log-count faint num" aria-live="off">
          {shown.length === lines.length ? `${lines.length} lines` : `${shown.length} of ${lines.length} lines`}
        </span>
        {ended ? null : (
          <button type="button" className="button button-quiet" aria-pressed={follow} onClick={() => setFollow(!follow)}>
            {follow ? <Pause size={14} aria-hidden /> : <ArrowDownToLine size={14} aria-hidden />}
            {follow ? "Pause" : "Follow"}
          </button>
        )}
      </div>
      <div ref={scroller} className="log-lines code" tabIndex={0} role="log" aria-label="Lines of output" aria-live="off">
        {shown.length === 0 ? <p className="log-empty">{emptyWords(lines.length, ended)}</p> : null}
        <LineSlots virtual={virtual}>
          {(index) => {
            const entry = shown[index];
            if (entry === undefined) return null;
            return <Line entry={entry} root={root} lit={entry.line.seq === wanted} onPick={() => set({ line: String(entry.line.seq) })} />;
          }}
        </LineSlots>
      </div>
    </section>
  );
};

const emptyWords = (total: number, ended: boolean): string => {
  if (total > 0) return "No line matches the filters above.";
  return ended ? "The command printed nothing." : "Waiting for the first line…";
};

const filterLines = (
  judged: readonly Judged[],
  { q, errors }: { readonly q?: string | undefined; readonly errors?: string | undefined },
): readonly Judged[] => {
  const wanted = (q ?? "").toLowerCase();
  if (wanted === "" && errors === undefined) return judged;
  return judged.filter(
    ({ line, level }) =>
      (errors === undefined || errors.split(",").includes(level)) && (wanted === "" || plainText(line.text).toLowerCase().includes(wanted)),
  );
};

interface ToggleProps {
  readonly level: Level;
  readonly label: string;
  readonly count: number;
  readonly errors: string | undefined;
  readonly onChange: (next: { errors: string | undefined }) => void;
}

const LevelToggle = ({ level, label, count, errors, onChange }: ToggleProps) => {
  const levels = new Set(errors === undefined ? [] : errors.split(","));
  const on = levels.has(level);
  const toggle = (): void => {
    const next = new Set(levels);
    if (on) next.delete(level);
    else next.add(level);
    onChange({ errors: next.size === 0 ? undefined : [...next].sort().join(",") });
  };
  return (
    <button type="button" className={`level-toggle level-${level}`} aria-pressed={on} disabled={count === 0 && !on} onClick={toggle}>
      {label} <span className="num">{count}</span>
    </button>
  );
};

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium", hour12: false });

interface LineProps {
  readonly entry: Judged;
  readonly root: string;
  readonly lit: boolean;
  readonly onPick: () => void;
}

const Line = ({ entry: { line, level }, root, lit, onPick }: LineProps) => {
  const editor = useEditor();
  const frame = frameOf(line.text);
  const own = frame !== null && frame.file.startsWith(root) && !/\/(site-packages|\.?venv)\//.test(frame.file);
  const address = frame === null ? null : toEditorAddress(editor, { root, file: frame.file, line: frame.line });
  return (
    <div
      className={`log-line log-${level} log-from-${line.stream}`}
      data-lit={lit}
      data-frame={frame === null ? undefined : own ? "own" : "other"}
    >
      <button
        type="button"
        className="log-seq num"
        onClick={onPick}
        aria-label={`Link to line ${line.seq}`}
        title={clock.format(new Date(line.timestamp))}
        tabIndex={-1}
      >
        {line.seq}
      </button>
      <span className="log-text">
        {address !== null && own ? (
          <a href={address} className="log-frame">
            {line.text}
          </a>
        ) : (
          <AnsiText text={line.text} />
        )}
      </span>
    </div>
  );
};

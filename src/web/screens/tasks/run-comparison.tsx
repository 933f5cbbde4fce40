import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import type { LogLine, TaskRun } from "../../../contract/shapes/task-run.ts";
import { runQuery, runsQuery } from "../../data/queries.ts";
import { Empty, Failure, Skeleton } from "../../pieces/states.tsx";
import { compareLines, type LineRow, type SkippedRow } from "./compare-lines.ts";
import { plainText } from "./judge-line.ts";
import { LineSlots } from "./line-slots.tsx";
import { useRunLog, type RunLog } from "./use-run-log.ts";
import "../../style/log.css";

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

type Named = Pick<TaskRun, "id" | "completed_at">;

const nameOf = ({ id, completed_at }: Named): string => `#${id}, ${completed_at === null ? "" : moment.format(new Date(completed_at))}`;

interface ChoiceProps {
  readonly slug: string;
  readonly run: TaskRun;
  readonly against: string | undefined;
  readonly onChoose: (id: string | undefined) => void;
}

/** Which other run of the same command the output is set against; nothing where there is no other. */
export const ComparisonChoice = ({ slug, run, against, onChoose }: ChoiceProps) => {
  const { data } = useQuery(runsQuery(slug));
  const others =
    data?.task_runs.filter(({ id, preset, completed_at }) => preset === run.preset && completed_at !== null && id !== run.id) ?? [];
  if (others.length === 0 && against === undefined) return null;
  return (
    <label className="select select-line">
      <span className="faint">Compare with</span>
      <select value={against ?? ""} onChange={({ target }) => onChoose(target.value === "" ? undefined : target.value)}>
        <option value="">no other run</option>
        {against === undefined || others.some(({ id }) => String(id) === against) ? null : <option value={against}>#{against}</option>}
        {others.map((other) => (
          <option key={other.id} value={String(other.id)}>
            {nameOf(other)}: {other.metadata.command.raw.replace("python manage.py ", "")}, {other.status}
          </option>
        ))}
      </select>
    </label>
  );
};

/** What the command printed; what the desk said about the run has its time and differs always. */
const printed = (lines: readonly LogLine[]): readonly string[] =>
  lines.filter(({ stream }) => stream !== "desk").map(({ text }) => plainText(text));

interface Props {
  readonly slug: string;
  readonly run: TaskRun;
  readonly log: RunLog;
  readonly against: number;
}

/** The output of two runs, the earlier one first, where they differ. */
export const RunComparison = ({ slug, run, log, against }: Props) => {
  const { data: other, error } = useQuery(runQuery(against));
  const otherLog = useRunLog(slug, against);
  const failure = error ?? otherLog.error;
  const both = useMemo(() => {
    if (!log.ended || !otherLog.ended) return undefined;
    const [before, after] = against < run.id ? [otherLog, log] : [log, otherLog];
    return compareLines(printed(before.lines), printed(after.lines));
  }, [log, otherLog, against, run.id]);
  if (failure !== null) return <Failure error={failure} />;
  if (both === undefined || other === undefined) return <Skeleton rows={6} label="Loading the other run" />;
  const [earlier, later] = against < run.id ? [other, run] : [run, other];
  return (
    <section className="log" aria-label="Comparison">
      <div className="log-bar comparison-bar">
        <p role="status">{both === null ? "Too different to compare" : inWords(both)}</p>
        <p className="faint num">
          <RunLink slug={slug} run={earlier} /> → <RunLink slug={slug} run={later} />
        </p>
      </div>
      {both === null ? (
        <Empty title="These two have too little in common">Look at each by itself.</Empty>
      ) : (
        <Rows rows={both.rows} isSame={both.added + both.removed === 0} />
      )}
    </section>
  );
};

const RunLink = ({ slug, run }: { readonly slug: string; readonly run: Named }) => (
  <Link to="/w/$slug/tasks/$id" params={{ slug, id: String(run.id) }} className="link">
    {nameOf(run)}
  </Link>
);

const counted = (count: number, word: string): string => `${count} ${count === 1 ? "line" : "lines"} ${word}`;

const inWords = ({ added, removed }: { readonly added: number; readonly removed: number }): string =>
  added + removed === 0 ? "Both printed the same" : [counted(added, "added"), counted(removed, "removed")].join(", ");

const Rows = ({ rows, isSame }: { readonly rows: readonly (LineRow | SkippedRow)[]; readonly isSame: boolean }) => {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => 20, overscan: 20 });
  return (
    <div ref={scroller} className="log-lines code" tabIndex={0} role="region" aria-label="Lines that differ">
      {isSame && rows.length === 0 ? <p className="log-empty">Neither printed anything.</p> : null}
      <LineSlots virtual={virtual}>
        {(index) => {
          const row = rows[index];
          return row === undefined ? null : row.kind === "skipped" ? <Skipped count={row.count} /> : <Row row={row} />;
        }}
      </LineSlots>
    </div>
  );
};

const Skipped = ({ count }: { readonly count: number }) => <p className="comparison-skipped faint">{counted(count, "the same")}</p>;

const marks = { same: " ", added: "+", removed: "−" } as const;
const spoken = { same: "", added: "added: ", removed: "removed: " } as const;

const Row = ({ row: { kind, text, before, after } }: { readonly row: LineRow }) => (
  <div className={`comparison-line comparison-${kind}`}>
    <span className="log-seq num">{before}</span>
    <span className="log-seq num">{after}</span>
    <span aria-hidden>{marks[kind]}</span>
    <span className="log-text">
      <span className="sr-only">{spoken[kind]}</span>
      {text}
    </span>
  </div>
);

import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import type { Status } from "../../../contract/shapes/status.ts";
import { Panel } from "../../pieces/panel.tsx";

interface Props {
  readonly slug: string;
  readonly lines: Status["log_excerpt"];
}

/** Time and level stand in columns of their own; the line's own copy of them is left out. */
const ownStamp =
  /^\[?\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\]?\s*(?:(?:DEBUG|INFO|WARNING|WARN|ERROR|CRITICAL|FATAL)\b:?\s*)?/;

/** The last lines of what happened in this workspace, newest at the foot as in a terminal. */
export const LogPanel = ({ slug, lines }: Props) => {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (lines.length > 0) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [lines]);
  return (
    <Panel
      title="Log"
      note={lines.length === 0 ? undefined : `last ${lines.length} lines`}
      className="log-panel"
      action={
        <Link to="/w/$slug/logs" params={{ slug }} className="link">
          Log files
        </Link>
      }
    >
      {lines.length === 0 ? (
        <p className="panel-empty">Nothing was logged yet.</p>
      ) : (
        <ol className="excerpt code" aria-label="Log excerpt" tabIndex={0} ref={list}>
          {lines.map((line, index) => (
            <li key={`${index} ${line.timestamp}`} className={`excerpt-line level-${line.level}`} title={line.message}>
              <span className="faint num">{line.timestamp}</span>
              <span className="excerpt-level">{line.level}</span>
              <span className="excerpt-text">{line.message.replace(ownStamp, "")}</span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
};

import type { Status } from "../../../contract/shapes/status.ts";
import { Panel } from "../../pieces/panel.tsx";

/** The last lines of what happened in this workspace, newest at the foot as in a terminal. */
export const LogPanel = ({ lines }: { readonly lines: Status["log_excerpt"] }) => (
  <Panel title="Log" note={lines.length === 0 ? undefined : `last ${lines.length} lines`} className="log-panel">
    {lines.length === 0 ? (
      <p className="panel-empty">Nothing was logged yet.</p>
    ) : (
      <ol className="excerpt code" aria-label="Log excerpt" tabIndex={0}>
        {lines.map((line, index) => (
          <li key={`${index} ${line.timestamp}`} className={`excerpt-line level-${line.level}`}>
            <span className="faint num">{line.timestamp}</span>
            <span className="excerpt-level">{line.level}</span>
            <span className="excerpt-text">{line.message}</span>
          </li>
        ))}
      </ol>
    )}
  </Panel>
);

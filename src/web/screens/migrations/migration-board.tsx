import { Link } from "@tanstack/react-router";
import { SeverityMark } from "../../pieces/severity.tsx";
import type { BoardApp } from "./to-board.ts";
import { Ticks } from "./ticks.tsx";

interface Props {
  readonly slug: string;
  readonly apps: readonly BoardApp[];
  readonly open: string | undefined;
}

/** One row an app: a tick for every migration, and what is wrong in words. */
export const MigrationBoard = ({ slug, apps, open }: Props) => (
  <>
    <ul className="legend" aria-label="Legend">
      <li>
        <Ticks label="" ticks={["applied"]} /> applied
      </li>
      <li>
        <Ticks label="" ticks={["pending"]} /> pending
      </li>
      <li>
        <Ticks label="" ticks={["conflict"]} /> conflicting leaf
      </li>
      <li>
        <Ticks label="" ticks={["phantom"]} /> applied, no file
      </li>
      <li>
        <Ticks label="" ticks={["unknown"]} /> unknown
      </li>
    </ul>
    <ul className="board">
      {apps.map((app) => (
        <li key={app.label} className="board-row" data-open={app.label === open}>
          <Link
            to="/w/$slug/migrations"
            params={{ slug }}
            search={(before) => ({ show: before.show, app: app.label })}
            className="board-app"
          >
            {app.label}
          </Link>
          <span className="board-count num faint">{app.migrations.length}</span>
          <Ticks label={ticksLabel(app)} ticks={toTicks(app)} />
          <span className="board-state">
            <States app={app} />
          </span>
        </li>
      ))}
    </ul>
  </>
);

const toTicks = (app: BoardApp) => [
  ...app.migrations.map(({ state, conflicting }) => (conflicting ? "conflict" : state)),
  ...app.phantom.map(() => "phantom" as const),
];

const ticksLabel = (app: BoardApp): string => {
  const pending = app.pending === null ? "applied state unknown" : `${app.pending} pending`;
  return `${app.migrations.length} migrations, ${pending}${app.conflicts.length === 0 ? "" : `, ${app.conflicts.length} conflicting leaves`}`;
};

const States = ({ app }: { readonly app: BoardApp }) => {
  const marks = [
    app.conflicts.length > 0 ? <SeverityMark key="conflict" severity="danger" word={`${app.conflicts.length} leaves`} /> : null,
    app.phantom.length > 0 ? <SeverityMark key="phantom" severity="danger" word={`${app.phantom.length} without file`} /> : null,
    (app.pending ?? 0) > 0 ? <SeverityMark key="pending" severity="warning" word={`${app.pending} pending`} /> : null,
    (app.drift?.length ?? 0) > 0 ? <SeverityMark key="drift" severity="warning" word={`${app.drift?.length} unmigrated`} /> : null,
  ].filter((mark) => mark !== null);
  if (marks.length > 0) return marks;
  if (app.migrations.length === 0) return <span className="faint">no migrations</span>;
  return app.pending === null ? <span className="faint">applied unknown</span> : <SeverityMark severity="success" word="up to date" />;
};

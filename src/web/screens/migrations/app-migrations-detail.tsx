import { Link } from "@tanstack/react-router";
import { ArrowLeft, X } from "lucide-react";
import { CopyButton, SourceLink } from "../../pieces/source-link.tsx";
import type { BoardApp, BoardMigration } from "./to-board.ts";

interface Props {
  readonly slug: string;
  readonly root: string;
  readonly app: BoardApp;
  readonly open: string | undefined;
}

/** The migrations of one app, newest first; one of them open with its operations and what it depends on. */
export const AppMigrationsDetail = ({ slug, root, app, open }: Props) => (
  <section className="app-migrations" aria-labelledby="app-migrations-title">
    <Link to="/w/$slug/migrations" params={{ slug }} search={(before) => ({ show: before.show })} className="migrations-back link">
      <ArrowLeft size={14} aria-hidden /> All apps
    </Link>
    <header className="app-migrations-head">
      <h2 id="app-migrations-title" className="bar-title">
        {app.label}
      </h2>
      <Link
        to="/w/$slug/migrations"
        params={{ slug }}
        search={(before) => ({ show: before.show })}
        className="icon-button"
        aria-label={`Close ${app.label}`}
      >
        <X size={16} aria-hidden />
      </Link>
    </header>
    {app.conflicts.length === 0 ? null : (
      <p className="callout callout-danger">
        <strong>Conflict.</strong> {app.conflicts.join(" and ")} are both last. <code>makemigrations --merge</code> joins them.
      </p>
    )}
    {app.phantom.length === 0 ? null : (
      <p className="callout callout-danger">
        <strong>Applied, but not on disk:</strong> {app.phantom.join(", ")}. The file is likely on another branch.
      </p>
    )}
    {app.drift === null || app.drift.length === 0 ? null : (
      <div className="callout callout-warning">
        <strong>Not in any migration:</strong>
        <ul>
          {app.drift.map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      </div>
    )}
    <ol className="migration-list">
      {[...app.migrations].reverse().map((entry) => (
        <Entry key={entry.migration.name} slug={slug} root={root} app={app.label} entry={entry} open={entry.migration.name === open} />
      ))}
    </ol>
  </section>
);

const stateWords = { applied: "applied", pending: "pending", unknown: "unknown" } as const;
const stateTones = { applied: "success", pending: "warning", unknown: "faint" } as const;

interface EntryProps {
  readonly slug: string;
  readonly root: string;
  readonly app: string;
  readonly entry: BoardMigration;
  readonly open: boolean;
}

const Entry = ({ slug, root, app, entry, open }: EntryProps) => {
  const { migration, state } = entry;
  const replaced = migration.replaces?.length ?? 0;
  return (
    <li className="migration" data-open={open}>
      <Link
        to="/w/$slug/migrations"
        params={{ slug }}
        search={(before) => ({ ...before, migration: open ? undefined : migration.name })}
        className="migration-row"
        aria-expanded={open}
        resetScroll={false}
      >
        <code className="truncate" title={migration.name}>
          {migration.name}
        </code>
        {replaced === 0 ? null : <span className="tag">squash of {replaced}</span>}
        {entry.conflicting ? <span className="mark tone-danger">conflict</span> : null}
        <span className="migration-ops faint num">
          {migration.operations === null ? "? ops" : migration.operations.length === 1 ? "1 op" : `${migration.operations.length} ops`}
        </span>
        <span className={`mark tone-${stateTones[state]}`}>{stateWords[state]}</span>
      </Link>
      {open ? <Opened slug={slug} root={root} app={app} entry={entry} /> : null}
    </li>
  );
};

const Opened = ({ slug, root, app, entry: { migration } }: Omit<EntryProps, "open">) => (
  <div className="migration-open">
    <SourceLink root={root} file={migration.file} line={null} />
    <ol className="operations">
      {migration.operations?.map((operation, index) => (
        <li key={`${index} ${operation.op}`}>
          <span className="code">{operation.op}</span> <span className="code soft">{describe(operation.args)}</span>
        </li>
      ))}
      {migration.operations === null ? <li className="faint">The operations could not be read from source.</li> : null}
    </ol>
    {migration.dependencies === null || migration.dependencies.length === 0 ? null : (
      <p className="migration-needs faint">
        After <code>{migration.dependencies.join(", ")}</code>
      </p>
    )}
    <p className="migration-actions">
      <Link to="/w/$slug/tasks" params={{ slug }} search={{ preset: "sqlmigrate" }} className="link">
        Show its SQL
      </Link>
      <CopyButton text={`python manage.py sqlmigrate ${app} ${migration.name}`} what="the sqlmigrate command" />
    </p>
  </div>
);

/** `model_name.name`, or the first plain argument: enough to know what an operation is about. */
const describe = (args: Readonly<Record<string, unknown>>): string => {
  const { model_name: model, name } = args;
  if (typeof model === "string" && typeof name === "string") return `${model}.${name}`;
  if (typeof name === "string") return name;
  const plain = Object.values(args).find((value) => typeof value === "string");
  return typeof plain === "string" ? plain.slice(0, 120) : "";
};

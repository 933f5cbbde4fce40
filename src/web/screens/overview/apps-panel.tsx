import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import type { Status, StatusApp } from "../../../contract/shapes/status.ts";
import { appColour } from "../../pieces/app-colour.ts";
import { Panel } from "../../pieces/panel.tsx";
import { SeverityMark } from "../../pieces/severity.tsx";
import { CouplingArcs } from "./coupling-arcs.tsx";
import { toCoupling } from "./coupling.ts";

interface Props {
  readonly slug: string;
  readonly apps: Status["apps"];
  readonly schema: Status["schema"];
}

/** Apps as rows: models, pending migrations, and arcs for what depends on what. The project's own come first. */
export const AppsPanel = ({ slug, apps, schema }: Props) => {
  const [all, setAll] = useState(false);
  const [lit, setLit] = useState<string | null>(null);
  const coupling = useMemo(() => toCoupling(schema.nodes, schema.connections), [schema]);
  const own = apps.filter((app) => app.first_party);
  const shown = all || own.length === 0 ? apps : own;
  const hidden = apps.length - own.length;
  return (
    <Panel title="Apps" note={`${own.length} own, ${hidden} installed`} className="apps">
      <div className="apps-body">
        <table className="table apps-table">
          <thead>
            <tr>
              <th scope="col">App</th>
              <th scope="col" className="end">
                Models
              </th>
              <th scope="col" className="end apps-links" title="Relations to models of other apps">
                Needs
              </th>
              <th scope="col" className="end apps-links" title="Relations from models of other apps">
                Used by
              </th>
              <th scope="col">Migrations</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((app) => (
              <tr
                key={app.label}
                data-lit={lit === app.app_label}
                onMouseEnter={() => setLit(app.app_label)}
                onMouseLeave={() => setLit(null)}
              >
                <th scope="row">
                  <Link
                    to="/w/$slug/models"
                    params={{ slug }}
                    search={{ app: app.app_label, all: app.first_party ? undefined : "1" }}
                    className="app-name"
                  >
                    <svg width="8" height="8" aria-hidden>
                      <rect width="8" height="8" rx="2" fill={appColour(app.app_label)} />
                    </svg>
                    <span className="truncate" title={app.app_label}>
                      {app.app_label}
                    </span>
                    {app.label === app.app_label ? null : <span className="faint code truncate apps-dotted">{app.label}</span>}
                  </Link>
                </th>
                <td className="end num">{app.models}</td>
                <td className="end num apps-links">{countOf(coupling.links, "source", app.app_label)}</td>
                <td className="end num apps-links">{countOf(coupling.links, "target", app.app_label)}</td>
                <td>
                  <MigrationState app={app} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <CouplingArcs order={shown.map((app) => app.app_label)} links={coupling.links} lit={lit} />
      </div>
      {own.length === 0 || hidden === 0 ? null : (
        <button type="button" className="more" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? "Only the project's own apps" : `Show ${hidden} installed apps`}
        </button>
      )}
    </Panel>
  );
};

const countOf = (links: ReturnType<typeof toCoupling>["links"], end: "source" | "target", label: string) => {
  const sum = links.reduce((total, link) => (link[end] === label ? total + link.count : total), 0);
  return sum === 0 ? <span className="faint">–</span> : sum;
};

const MigrationState = ({ app }: { readonly app: StatusApp }) => {
  const { status, pending_migrations: pending } = app;
  if (status === "conflict") return <SeverityMark severity="danger" word="conflict" />;
  if (pending !== null && pending > 0) return <SeverityMark severity="warning" word={`${pending} pending`} />;
  if (status === "unmigrated") return <span className="faint">no migrations</span>;
  if (status === "unknown" || pending === null) return <span className="faint">applied unknown</span>;
  return app.models === 0 ? <span className="faint">–</span> : <SeverityMark severity="success" word="up to date" />;
};

import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Download, NotebookText, Scissors } from "lucide-react";
import { notebookKeys, type NotebookKey } from "./notebook-keys.ts";
import { call } from "../../data/client.ts";
import { useFacts, useWorkspace } from "../../data/queries.ts";
import { Button } from "../../pieces/button.tsx";
import { saveFile } from "../../pieces/save-file.ts";
import { Empty, Failure, Skeleton } from "../../pieces/states.tsx";
import { usePageTitle } from "../../shell/use-page-title.ts";
import { FixtureForm } from "./fixture-form.tsx";
import { NotebookView } from "./notebook-view.tsx";
import "./lab.css";

const toKey = (text: string | undefined): NotebookKey => notebookKeys.find((key) => key === text) ?? "schema-audit";

/** Notebooks made of this project's facts, and slices of its data as fixtures: choose one, look at it, take it along. */
export const LabScreen = () => {
  const { slug } = useParams({ from: "/w/$slug/lab" });
  const { notebook, app = "", view } = useSearch({ from: "/w/$slug/lab" });
  const navigate = useNavigate({ from: "/w/$slug/lab" });
  const workspace = useWorkspace(slug);
  const key = toKey(notebook);
  const isSlice = view === "fixture";
  const list = useQuery({ queryKey: ["notebooks", slug], queryFn: ({ signal }) => call("listNotebooks", { slug }, signal) });
  const apps = useFacts(slug, "apps").data?.apps?.filter((each) => each.first_party) ?? [];
  const { data, error, refetch } = useQuery({
    queryKey: ["notebook", slug, key, app, workspace?.last_scan_at],
    queryFn: ({ signal }) => call("readNotebook", { slug, key, app }, signal),
    enabled: workspace?.last_scan_at != null && !isSlice,
  });
  usePageTitle("Data Lab", workspace?.name);
  if (workspace === undefined || workspace === null) return null;
  return (
    <div className="screen lab">
      <header className="bar">
        <h2 className="bar-title">Data Lab</h2>
        {isSlice ? null : (
          <label className="select">
            <span className="sr-only">App</span>
            <select
              value={app}
              onChange={(event) => void navigate({ search: (before) => ({ ...before, app: event.target.value || undefined }) })}
            >
              <option value="">All apps of the project</option>
              {apps.map(({ label }) => (
                <option key={label} value={label}>
                  {label}
                </option>
              ))}
            </select>
          </label>
        )}
      </header>
      <div className="lab-grid">
        <nav aria-label="Notebooks">
          <ul className="lab-list">
            {list.data?.notebooks.map((each) => (
              <li key={each.key}>
                <Link
                  to="/w/$slug/lab"
                  params={{ slug }}
                  search={(before) => ({ app: before.app, notebook: each.key })}
                  className="lab-choice"
                  data-open={!isSlice && each.key === key}
                  aria-current={!isSlice && each.key === key ? "page" : undefined}
                >
                  <NotebookText size={16} aria-hidden />
                  <span>
                    <strong>{each.title}</strong>
                    <span className="soft">{each.description}</span>
                  </span>
                </Link>
              </li>
            ))}
            <li>
              <Link
                to="/w/$slug/lab"
                params={{ slug }}
                search={{ view: "fixture" }}
                className="lab-choice"
                data-open={isSlice}
                aria-current={isSlice ? "page" : undefined}
              >
                <Scissors size={16} aria-hidden />
                <span>
                  <strong>Fixture slice</strong>
                  <span className="soft">Some rows with all that they need, anonymised, as a file for loaddata.</span>
                </span>
              </Link>
            </li>
          </ul>
          <p className="faint lab-how">
            Open the file with <code>jupyter lab</code> or an editor, in the project’s environment. Its first cells find the project and
            open its databases so that nothing can be written.
          </p>
        </nav>
        {isSlice ? (
          <FixtureForm />
        ) : (
          <section className="lab-book" aria-label="Preview">
            {workspace.last_scan_at === null ? (
              <Empty title="Not read yet">The notebooks are made of what the first scan finds.</Empty>
            ) : null}
            {data === undefined && error === null && workspace.last_scan_at !== null ? (
              <Skeleton rows={14} label="Making the notebook" />
            ) : null}
            {data === undefined && error !== null ? <Failure error={error} onRetry={() => void refetch()} /> : null}
            {data === undefined ? null : (
              <>
                <div className="lab-file">
                  <code className="truncate">{data.filename}</code>
                  <span className="faint num">{data.notebook.cells.length} cells</span>
                  <Button
                    look="primary"
                    onClick={() =>
                      saveFile(
                        data.filename,
                        new Blob([`${JSON.stringify(data.notebook, null, 1)}\n`], { type: "application/x-ipynb+json" }),
                      )
                    }
                  >
                    <Download size={14} aria-hidden />
                    Download
                  </Button>
                </div>
                <NotebookView cells={data.notebook.cells} />
              </>
            )}
          </section>
        )}
      </div>
    </div>
  );
};

import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { useFacts, useLive, useWorkspace } from "../../data/queries.ts";
import { Empty, Failure, Skeleton } from "../../pieces/states.tsx";
import { usePageTitle } from "../../shell/use-page-title.ts";
import { AppMigrationsDetail } from "./app-migrations-detail.tsx";
import { AppliedNote } from "./applied-note.tsx";
import { MigrationBoard } from "./migration-board.tsx";
import { toBoard } from "./to-board.ts";
import "./migrations.css";

/** A board of all apps' migrations, and one app's in detail. */
export const MigrationsScreen = () => {
  const { slug } = useParams({ from: "/w/$slug/migrations" });
  const search = useSearch({ from: "/w/$slug/migrations" });
  const navigate = useNavigate({ from: "/w/$slug/migrations" });
  const workspace = useWorkspace(slug);
  const { data, error, refetch } = useFacts(slug, "migrations");
  const apps = useFacts(slug, "apps").data?.apps;
  const live = useLive(slug);
  const board = useMemo(
    () => (data?.migrations === undefined || apps === undefined ? [] : toBoard(data.migrations, apps, live?.figures)),
    [data, apps, live],
  );
  const all = search.show === "all" || !board.some(({ firstParty }) => firstParty);
  const shown = all ? board : board.filter(({ firstParty, label }) => firstParty || label === search.app);
  const open = board.find(({ label }) => label === search.app);
  usePageTitle(open === undefined ? "Migrations" : `${open.label} migrations`, workspace?.name);
  if (workspace === undefined || workspace === null) return null;
  if (data?.migrations === undefined || apps === undefined) {
    return (
      <div className="screen">
        {error === null ? <Skeleton rows={12} label="Loading migrations" /> : <Failure error={error} onRetry={() => void refetch()} />}
      </div>
    );
  }
  return (
    <div className="screen board-screen" data-open={open !== undefined}>
      <div>
        <header className="bar">
          <h2 className="bar-title">Migrations</h2>
          <label className="check board-all">
            <input
              type="checkbox"
              checked={search.show === "all"}
              onChange={(event) =>
                void navigate({ search: (before) => ({ ...before, show: event.target.checked ? "all" : undefined }), replace: true })
              }
            />
            Installed apps
          </label>
          <span className="faint num bar-count">
            {shown.reduce((sum, app) => sum + app.migrations.length, 0)} migrations in {shown.length} apps
          </span>
        </header>
        <AppliedNote facts={data.migrations} />
        {board.length === 0 ? (
          <Empty title="No migrations">No app of this project has a migrations package.</Empty>
        ) : (
          <MigrationBoard slug={slug} apps={shown} open={search.app} />
        )}
      </div>
      {open === undefined ? null : <AppMigrationsDetail slug={slug} root={workspace.project_path} app={open} open={search.migration} />}
    </div>
  );
};

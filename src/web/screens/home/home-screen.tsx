import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { workspacesQuery } from "../../data/queries.ts";
import { Failure, Skeleton } from "../../pieces/states.tsx";
import { AddFolder } from "./add-folder.tsx";
import { FirstRun } from "./first-run.tsx";
import { SampleButtons } from "./sample-buttons.tsx";
import { WorkspaceList } from "./workspace-list.tsx";
import "./home.css";

/** All workspaces and the way to add one; on an empty desk, what DJDesk is and the first step. */
export const HomeScreen = () => {
  const { data, error, refetch } = useQuery(workspacesQuery);
  useEffect(() => {
    document.title = "DJDesk";
  }, []);
  if (data === undefined) {
    return (
      <div className="screen home">
        <h1>Workspaces</h1>
        {error === null ? <Skeleton rows={5} /> : <Failure error={error} onRetry={() => void refetch()} />}
      </div>
    );
  }
  if (data.workspaces.length === 0) return <FirstRun />;
  return (
    <div className="screen home">
      <header className="home-head">
        <h1>Workspaces</h1>
        <p className="soft">Django projects on this machine that the desk reads. Reading runs nothing of them.</p>
      </header>
      <WorkspaceList workspaces={data.workspaces} />
      <section id="add" className="home-add" aria-labelledby="add-title">
        <h2 id="add-title">Add a folder</h2>
        <AddFolder />
        {data.workspaces.some(({ bundled }) => bundled) ? null : <SampleButtons />}
      </section>
    </div>
  );
};

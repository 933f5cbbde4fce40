/** Keeps every workspace watched, and tells the watcher after each scan which databases and logs the settings name. */
import type { Clock } from "../../kit/clock.ts";
import type { Store } from "../../store/open-store.ts";
import type { ScanQueue } from "../scans/scan-queue.ts";
import { createWatcher, type WatchedWorkspace, type Watcher } from "../scans/watcher.ts";
import type { StatusBoard } from "../status/status-board.ts";
import { identityOf } from "../workspaces/folder-identity.ts";
import { gitHeadFileOf } from "../workspaces/git-branch.ts";

export interface WatchTools {
  readonly store: Store;
  readonly clock: Clock;
  readonly statuses: StatusBoard;
  readonly scans: ScanQueue;
  readonly onError: (error: unknown) => void;
}

export const watchWorkspaces = async (tools: WatchTools): Promise<Watcher> => {
  const { store, clock, statuses, scans, onError } = tools;
  const watcher = createWatcher({
    onChange: (workspace, kinds) => void scans.request(workspace, kinds).catch(onError),
    onBranch: (workspace) => statuses.touch(workspace.slug),
    onProblem: (workspace, message) => {
      const text = `Changes of files are not noticed (${message}); start scans by hand.`;
      void store.activity
        .add(workspace.id, { at: clock.now(), level: "warning", kind: "workspace", message: text })
        .then(() => statuses.touch(workspace.slug))
        .catch(onError);
    },
  });
  const setFurtherFiles = async (workspace: WatchedWorkspace): Promise<void> => {
    const known = await statuses.digestOf(workspace);
    watcher.setFurtherFiles(workspace.id, {
      databases: known?.digest.watchedFiles ?? [],
      logs: known?.digest.logFiles ?? [],
      branch: gitHeadFileOf(workspace.projectPath),
    });
  };
  scans.onScanned((workspaceId) => {
    void store.workspaces
      .byId(workspaceId)
      .then((workspace) => (workspace === null ? undefined : setFurtherFiles(workspace)))
      .catch(onError);
  });
  for (const workspace of await store.workspaces.list()) {
    void watcher.watch(workspace).catch(onError);
    await setFurtherFiles(workspace);
    // While no server ran, anything may have changed.
    if (identityOf(workspace.projectPath) !== null) await scans.request(workspace, ["schema", "migrations", "logs", "fixtures"]);
  }
  return watcher;
};

/**
 * Watches the folders of workspaces and asks for a scan after a save. Changes are gathered for a moment; a database or
 * a log that is written all the time costs a scan every few seconds at most. Where the system has no watch left to
 * give, the workspace says so and is scanned on demand only.
 */
import { watch as watchPaths, type FSWatcher } from "chokidar";
import type { ScanKind } from "../../contract/shapes/status.ts";
import { isWatchedFile, isWatchedFolder } from "./watched-names.ts";

export interface WatchedWorkspace {
  readonly id: number;
  readonly slug: string;
  readonly projectPath: string;
}

export interface Watcher {
  watch(workspace: WatchedWorkspace): void;
  /** Files outside the source whose change matters: databases, logs, the checked-out branch. */
  setFurtherFiles(workspaceId: number, files: FurtherFiles): void;
  unwatch(workspaceId: number): void;
  close(): Promise<void>;
}

export interface FurtherFiles {
  readonly databases: readonly string[];
  readonly logs: readonly string[];
  /** A change of it is shown, not scanned. */
  readonly branch: string | null;
}

export interface WatcherOptions {
  readonly onChange: (workspace: WatchedWorkspace, kinds: readonly ScanKind[]) => void;
  readonly onBranch: (workspace: WatchedWorkspace) => void;
  readonly onProblem: (workspace: WatchedWorkspace, message: string) => void;
  /** How long saves are gathered. */
  readonly gatherMs?: number;
}

interface Watched {
  readonly workspace: WatchedWorkspace;
  readonly source: FSWatcher;
  further: FSWatcher | null;
  furtherKey: string;
  readonly timers: Map<string, NodeJS.Timeout>;
  hadProblem: boolean;
}

const busyFileGatherMs = 3000;

export const createWatcher = (options: WatcherOptions): Watcher => {
  const watched = new Map<number, Watched>();

  /** One call for all changes of a sort within `ms` of the first. */
  const gather = (entry: Watched, sort: string, ms: number, deed: () => void): void => {
    if (entry.timers.has(sort)) return;
    const timer = setTimeout(() => {
      entry.timers.delete(sort);
      deed();
    }, ms);
    timer.unref();
    entry.timers.set(sort, timer);
  };
  const stop = (entry: Watched): Promise<unknown> => {
    for (const timer of entry.timers.values()) clearTimeout(timer);
    return Promise.all([entry.source.close(), entry.further?.close()]);
  };
  const complain = (entry: Watched, error: unknown): void => {
    if (entry.hadProblem) return;
    entry.hadProblem = true;
    options.onProblem(entry.workspace, error instanceof Error ? error.message : String(error));
  };

  return {
    watch(workspace) {
      if (watched.has(workspace.id)) return;
      const source = watchPaths(workspace.projectPath, {
        ignoreInitial: true,
        followSymlinks: false,
        ignorePermissionErrors: true,
        ignored: (path, stats) => {
          if (path === workspace.projectPath || stats === undefined) return false;
          return stats.isDirectory() ? !isWatchedFolder(path) : !isWatchedFile(path);
        },
      });
      const entry: Watched = { workspace, source, further: null, furtherKey: "", timers: new Map(), hadProblem: false };
      watched.set(workspace.id, entry);
      source.on("all", () => gather(entry, "source", options.gatherMs ?? 200, () => options.onChange(workspace, ["schema", "migrations"])));
      source.on("error", (error) => complain(entry, error));
    },
    setFurtherFiles(workspaceId, { databases, logs, branch }) {
      const entry = watched.get(workspaceId);
      const key = JSON.stringify([databases, logs, branch]);
      if (entry === undefined || entry.furtherKey === key) return;
      entry.furtherKey = key;
      void entry.further?.close();
      const files = [...databases, ...logs, ...(branch === null ? [] : [branch])];
      entry.further = files.length === 0 ? null : watchPaths(files, { ignoreInitial: true, followSymlinks: false });
      entry.further?.on("all", (_event, path) => {
        if (path === branch) gather(entry, "branch", 200, () => options.onBranch(entry.workspace));
        else if (logs.includes(path)) gather(entry, "logs", busyFileGatherMs, () => options.onChange(entry.workspace, ["logs"]));
        else gather(entry, "databases", busyFileGatherMs, () => options.onChange(entry.workspace, ["schema", "migrations"]));
      });
      entry.further?.on("error", (error) => complain(entry, error));
    },
    unwatch(workspaceId) {
      const entry = watched.get(workspaceId);
      watched.delete(workspaceId);
      if (entry !== undefined) void stop(entry);
    },
    async close() {
      const entries = [...watched.values()];
      watched.clear();
      await Promise.all(entries.map(stop));
    },
  };
};

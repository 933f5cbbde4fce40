/**
 * Watches the folders of workspaces and asks for a scan after a save. Changes are gathered for a moment; a database or
 * a log that is written all the time costs a scan every few seconds at most. Where the system has no watch left to
 * give, the workspace says so and is scanned on demand only.
 */
import { watch as watchFolder, type FSWatcher } from "node:fs";
import { basename, dirname } from "node:path";
import type { ScanKind } from "../../contract/shapes/status.ts";
import { isWatchedFile, isWatchedFolder } from "./watched-names.ts";
import { watchFolders, type FolderWatch } from "./watch-folders.ts";

export interface WatchedWorkspace {
  readonly id: number;
  readonly slug: string;
  readonly projectPath: string;
}

export interface Watcher {
  /** Resolves when the folders that are there are watched. */
  watch(workspace: WatchedWorkspace): Promise<void>;
  /** Files outside the source whose change matters: databases, logs, the checked-out branch. */
  setFurtherFiles(workspaceId: number, files: FurtherFiles): void;
  unwatch(workspaceId: number): void;
  close(): void;
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
  source: FolderWatch | null;
  further: readonly FSWatcher[];
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
  const stop = (entry: Watched): void => {
    for (const timer of entry.timers.values()) clearTimeout(timer);
    entry.source?.close();
    for (const watcher of entry.further) watcher.close();
  };
  const complain = (entry: Watched, error: unknown): void => {
    if (entry.hadProblem) return;
    entry.hadProblem = true;
    options.onProblem(entry.workspace, error instanceof Error ? error.message : String(error));
  };

  return {
    async watch(workspace) {
      if (watched.has(workspace.id)) return;
      const entry: Watched = { workspace, source: null, further: [], furtherKey: "", timers: new Map(), hadProblem: false };
      watched.set(workspace.id, entry);
      const rescan = (): void => options.onChange(workspace, ["schema", "migrations"]);
      entry.source = watchFolders({
        root: workspace.projectPath,
        isWatched: isWatchedFolder,
        onChange: (path, kind) => {
          if (kind === "folder" ? isWatchedFolder(path) : isWatchedFile(path)) gather(entry, "source", options.gatherMs ?? 200, rescan);
        },
        onProblem: (error) => complain(entry, error),
      });
      await entry.source.ready;
    },
    setFurtherFiles(workspaceId, { databases, logs, branch }) {
      const entry = watched.get(workspaceId);
      const key = JSON.stringify([databases, logs, branch]);
      if (entry === undefined || entry.furtherKey === key) return;
      entry.furtherKey = key;
      for (const watcher of entry.further) watcher.close();
      const noticed = (path: string): void => {
        if (path === branch) gather(entry, "branch", 200, () => options.onBranch(entry.workspace));
        else if (logs.includes(path)) gather(entry, "logs", busyFileGatherMs, () => options.onChange(entry.workspace, ["logs"]));
        else gather(entry, "databases", busyFileGatherMs, () => options.onChange(entry.workspace, ["schema", "migrations"]));
      };
      entry.further = watchFiles([...databases, ...logs, ...(branch === null ? [] : [branch])], noticed);
    },
    unwatch(workspaceId) {
      const entry = watched.get(workspaceId);
      watched.delete(workspaceId);
      if (entry !== undefined) stop(entry);
    },
    close() {
      for (const entry of watched.values()) stop(entry);
      watched.clear();
    },
  };
};

/** Watches files through their folders, so that one that is replaced, or is not there yet, is noticed as well. */
const watchFiles = (files: readonly string[], noticed: (path: string) => void): readonly FSWatcher[] =>
  [...Map.groupBy(files, dirname)].flatMap(([folder, here]) => {
    const names = new Map(here.map((path) => [basename(path), path]));
    try {
      const watcher = watchFolder(folder, { persistent: false }, (_event, name) => {
        const path = name === null ? undefined : names.get(name);
        if (path !== undefined) noticed(path);
      });
      watcher.on("error", () => watcher.close());
      return [watcher];
    } catch {
      return [];
    }
  });

/** What the shell remembers of itself between starts: the window's place, the workspaces visited last. Chromium remembers the zoom. */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { makeFolder } from "../../src/kit/make-folder.ts";

const recentWorkspace = z.object({ slug: z.string().max(100), name: z.string().max(200), path: z.string().max(4096) });
export type RecentWorkspace = z.infer<typeof recentWorkspace>;

const shellState = z.object({
  window: z
    .object({ x: z.int(), y: z.int(), width: z.int().min(300), height: z.int().min(200), maximized: z.boolean(), fullScreen: z.boolean() })
    .nullable()
    .catch(null),
  /** Last first. */
  recent: z.array(recentWorkspace).max(20).catch([]),
});
export type ShellState = z.infer<typeof shellState>;

const mostRecent = 10;

export interface StateFile {
  read(): ShellState;
  change(change: Partial<ShellState>): void;
}

/** A file that is missing or not understood is a first start. */
export const openStateFile = (path: string): StateFile => {
  let state = load(path);
  return {
    read: () => state,
    change(change) {
      state = { ...state, ...change };
      makeFolder(dirname(path));
      const temporary = `${path}.${process.pid}`;
      writeFileSync(temporary, `${JSON.stringify(state)}\n`, { mode: 0o600 });
      renameSync(temporary, path);
    },
  };
};

const load = (path: string): ShellState => {
  try {
    return shellState.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return { window: null, recent: [] };
  }
};

export const withRecent = (recent: readonly RecentWorkspace[], visited: RecentWorkspace): RecentWorkspace[] =>
  [visited, ...recent.filter(({ slug }) => slug !== visited.slug)].slice(0, mostRecent);

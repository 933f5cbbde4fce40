/** Which runs have ended since the list was looked at last. */
import type { DeskRun } from "../desk/desk-client.ts";

export interface SeenRuns {
  /** Highest id so far. */
  readonly newest: number;
  readonly underWay: ReadonlySet<number>;
}

const hasEnded = ({ status }: DeskRun): boolean => status === "succeeded" || status === "failed" || status === "cancelled";

/** `runs`: the newest of all workspaces. The first look (`before` null) only takes note. */
export const noteRuns = (
  before: SeenRuns | null,
  runs: readonly DeskRun[],
): { readonly seen: SeenRuns; readonly ended: readonly DeskRun[] } => {
  const seen = {
    newest: Math.max(before?.newest ?? 0, ...runs.map(({ id }) => id)),
    underWay: new Set(runs.filter((run) => !hasEnded(run)).map(({ id }) => id)),
  };
  const isNews = ({ id }: DeskRun): boolean => before !== null && (before.underWay.has(id) || id > before.newest);
  return { seen, ended: runs.filter((run) => hasEnded(run) && isNews(run)) };
};

/** Which runs have ended since a list of the newest was looked at last: what the page and the desktop shell tell of. */
import type { RunStatus } from "./shapes/task-run.ts";

interface SeenRun {
  readonly id: number;
  readonly status: RunStatus;
}

export interface SeenRuns {
  /** Highest id so far. */
  readonly newest: number;
  readonly underWay: ReadonlySet<number>;
}

/** How a run's name goes on once its status is this one. */
export const statusWords: Readonly<Record<RunStatus, string>> = {
  requested: "waits",
  running: "runs",
  succeeded: "succeeded",
  failed: "failed",
  cancelled: "was cancelled",
};

const hasEnded = ({ status }: SeenRun): boolean => status !== "requested" && status !== "running";

/**
 * The first look (`before` null) only takes note. An old run that comes into the list, as when a workspace with newer ones
 * was forgotten, is no news.
 */
export const noteRuns = <Run extends SeenRun>(
  before: SeenRuns | null,
  runs: readonly Run[],
): { readonly seen: SeenRuns; readonly ended: readonly Run[] } => {
  const seen = {
    newest: Math.max(before?.newest ?? 0, ...runs.map(({ id }) => id)),
    underWay: new Set(runs.filter((run) => !hasEnded(run)).map(({ id }) => id)),
  };
  const isNews = ({ id }: SeenRun): boolean => before !== null && (before.underWay.has(id) || id > before.newest);
  return { seen, ended: runs.filter((run) => hasEnded(run) && isNews(run)) };
};

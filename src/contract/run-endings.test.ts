import { expect, it } from "vitest";
import { noteRuns } from "./run-endings.ts";
import type { RunStatus } from "./shapes/task-run.ts";

const aRun = (id: number, status: RunStatus): { readonly id: number; readonly status: RunStatus } => ({ id, status });
const idsOf = (runs: readonly { readonly id: number }[]): readonly number[] => runs.map(({ id }) => id);

it("tells of runs that were under way, and of runs that came and went between two looks", () => {
  const first = noteRuns(null, [aRun(2, "running"), aRun(1, "failed")]);
  expect(first.ended).toEqual([]);
  const second = noteRuns(first.seen, [aRun(4, "requested"), aRun(3, "succeeded"), aRun(2, "cancelled"), aRun(1, "failed")]);
  expect(idsOf(second.ended)).toEqual([3, 2]);
  expect(noteRuns(second.seen, [aRun(4, "running"), aRun(3, "succeeded"), aRun(2, "cancelled")]).ended).toEqual([]);
});

it("tells nothing of old runs that come into the list when newer ones have left it", () => {
  const { seen } = noteRuns(null, [aRun(9, "succeeded"), aRun(8, "failed")]);
  expect(noteRuns(seen, [aRun(3, "succeeded"), aRun(2, "failed")]).ended).toEqual([]);
});

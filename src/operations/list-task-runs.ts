import type { Handler } from "./handler.ts";
import { toTaskRunSummary } from "./runs/to-task-run.ts";
import { findWorkspace } from "./workspaces/find-workspace.ts";

export const listTaskRuns: Handler<"listTaskRuns"> = async (desk, { workspace: slug, before, limit }) => {
  const workspace = slug === undefined ? null : await findWorkspace(desk, slug);
  const runs = await desk.store.taskRuns.page({
    limit: limit + 1,
    ...(workspace === null ? {} : { workspaceId: workspace.id }),
    ...(before === undefined ? {} : { before }),
  });
  const slugs = new Map((await desk.store.workspaces.list()).map(({ id, slug: known }) => [id, known]));
  const shown = runs.slice(0, limit);
  return {
    task_runs: shown.flatMap((run) => {
      const known = slugs.get(run.workspaceId);
      return known === undefined ? [] : [toTaskRunSummary(run, known)];
    }),
    next: runs.length > limit ? (shown.at(-1)?.id ?? null) : null,
  };
};

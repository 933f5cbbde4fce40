import { Refusal } from "../../contract/errors.ts";
import type { TaskRunRecord } from "../../store/task-runs.ts";
import type { WorkspaceRecord } from "../../store/workspaces.ts";
import type { Desk } from "../desk/desk.ts";

/** The run of this number and its workspace, or the refusal that there is none. */
export const findRun = async (
  desk: Pick<Desk, "store">,
  id: number,
): Promise<{ readonly run: TaskRunRecord; readonly workspace: WorkspaceRecord }> => {
  const run = await desk.store.taskRuns.byId(id);
  const workspace = run === null ? null : await desk.store.workspaces.byId(run.workspaceId);
  if (run === null || workspace === null) throw new Refusal("task-run-not-found", `There is no run ${id}.`);
  return { run, workspace };
};

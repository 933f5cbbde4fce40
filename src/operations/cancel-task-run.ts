import { Refusal } from "../contract/errors.ts";
import { reapOrphans } from "../runner/reap-orphans.ts";
import type { Desk } from "./desk/desk.ts";
import type { Handler } from "./handler.ts";
import { findRun } from "./runs/find-run.ts";
import { toIdentity } from "./runs/process-identity.ts";
import { toTaskRun } from "./runs/to-task-run.ts";

export const cancelTaskRun: Handler<"cancelTaskRun"> = async (desk, { id }) => {
  const { run, workspace } = await findRun(desk, id);
  if (run.status !== "requested" && run.status !== "running") {
    throw new Refusal("run-already-ended", `Run ${id} has ended already: it ${run.status === "cancelled" ? "was cancelled" : run.status}.`);
  }
  if (!(await desk.runs.cancel(id))) await endElsewhere(desk, id);
  const ended = await findRun(desk, id);
  return toTaskRun(desk.store, ended.run, workspace.slug);
};

/** A run that another DJDesk process carries: the store is told first, so that its own end comes too late. */
const endElsewhere = async (desk: Desk, id: number): Promise<void> => {
  const { run, workspace } = await findRun(desk, id);
  const message = "Command was cancelled.";
  await desk.store.logLines.append(id, [{ at: desk.clock.now(), stream: "desk", text: message }]);
  await desk.store.taskRuns.end(id, { status: "cancelled", completedAt: desk.clock.now(), command: { ...run.command, error: message } });
  await reapOrphans([toIdentity(run.token, null)]);
  desk.statuses.touch(workspace.slug);
};

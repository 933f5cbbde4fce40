import type { Handler } from "./handler.ts";
import { findRun } from "./runs/find-run.ts";
import { toTaskRun } from "./runs/to-task-run.ts";

export const readTaskRun: Handler<"readTaskRun"> = async (desk, { id }) => {
  const { run, workspace } = await findRun(desk, id);
  return toTaskRun(desk.store, run, workspace.slug);
};

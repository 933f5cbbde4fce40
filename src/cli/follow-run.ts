import type { Desk } from "../operations/desk/desk.ts";
import type { TaskRun } from "../contract/shapes/task-run.ts";
import type { Door } from "./door.ts";

/** Waits for a run, tells how far it is, and cancels it when this process is told to end. */
export const followRun = async (desk: Desk, id: number, { terminal }: Pick<Door, "terminal">): Promise<TaskRun> => {
  const [{ perform }, { delay }] = await Promise.all([import("../operations/perform.ts"), import("../kit/delay.ts")]);
  const cancel = (): void => void perform(desk, "cancelTaskRun", { id }).catch(() => {});
  process.on("SIGINT", cancel);
  process.on("SIGTERM", cancel);
  let run = await perform(desk, "readTaskRun", { id });
  while (run.completed_at === null) {
    terminal.progress(`${run.status} ${run.progress} %`);
    await Promise.race([desk.runs.ended(id), delay(250)]);
    run = await perform(desk, "readTaskRun", { id });
  }
  terminal.progress("");
  process.off("SIGINT", cancel);
  process.off("SIGTERM", cancel);
  return run;
};

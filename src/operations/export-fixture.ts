import { Refusal } from "../contract/errors.ts";
import type { Handler } from "./handler.ts";
import { queueTaskRun } from "./queue-task-run.ts";
import { findWorkspace } from "./workspaces/find-workspace.ts";

/** A run like any other: trust, consent, protection, log and cancelling are the same. */
export const exportFixture: Handler<"exportFixture"> = async (desk, { slug, confirm_safe, ...options }) => {
  await findWorkspace(desk, slug);
  const clash = ["workspace", "preset", "notes"].find((name) => Object.hasOwn(options, name));
  if (clash !== undefined)
    throw new Refusal("invalid-input", "This field is not known.", { errors: { [clash]: ["This field is not known."] } });
  const { task_run } = await queueTaskRun(desk, { ...options, workspace: slug, preset: "fixture-slice", confirm_safe, notes: "" });
  return { task_run };
};

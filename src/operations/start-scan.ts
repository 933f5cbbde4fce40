import type { Handler } from "./handler.ts";
import { livePreset } from "./live/live-scans.ts";
import { queueTaskRun } from "./queue-task-run.ts";
import { toScan } from "./status/status-parts.ts";
import { findWorkspace } from "./workspaces/find-workspace.ts";

/** A live scan runs code of the project: trust, consent and protection are those of a run. Only one at a time. */
export const startScan: Handler<"startScan"> = async (desk, { slug, kind }) => {
  const workspace = await findWorkspace(desk, slug);
  if (kind === "live") {
    const running = desk.live.unfinished({ workspace: workspace.id });
    if (running !== null) return toScan(running);
    const { task_run } = await queueTaskRun(desk, { workspace: slug, preset: livePreset, confirm_safe: true, notes: "" });
    const started = desk.live.unfinished({ run: task_run.id });
    if (started === null) throw new Error("The live scan ended before it was told of.");
    return toScan(started);
  }
  const [scan] = await desk.scans.request(workspace, [kind]);
  if (scan === undefined) throw new Error("The scan queue answered without a scan.");
  return toScan(scan);
};

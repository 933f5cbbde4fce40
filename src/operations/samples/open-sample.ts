import type { Desk } from "../desk/desk.ts";
import type { WorkspaceRecord } from "../../store/workspaces.ts";
import { messageOf } from "../../kit/message-of.ts";
import { findOrRegisterFolder } from "../workspaces/register-folder.ts";
import { updateWorkspace } from "../update-workspace.ts";
import { placeSample } from "./place-sample.ts";
import { type Sample, samples } from "./samples.ts";

/**
 * The workspace of a bundled sample: placed in the data folder and registered, trusted, on first use. Its Python
 * environment is made meanwhile, and the workspace's activity says how that goes.
 */
export const openSample = async (desk: Desk, sample: Sample = samples[0]): Promise<WorkspaceRecord> => {
  const workspace = await findOrRegisterFolder(desk, { path: placeSample(sample, desk.dataFolder), name: sample.name, bundled: true });
  if (workspace.settings.python === null) void equip(desk, workspace);
  return workspace;
};

const equip = async (desk: Desk, workspace: WorkspaceRecord): Promise<void> => {
  const note = async (level: "info" | "warning", message: string): Promise<void> => {
    await desk.store.activity.add(workspace.id, { at: desk.clock.now(), level, kind: "workspace", message });
    desk.statuses.touch(workspace.slug);
  };
  try {
    await note("info", "Making a Python environment with Django for this sample …");
    const python = await desk.samplePython.interpreter(() => {});
    await updateWorkspace(desk, { slug: workspace.slug, python });
    await note("info", "The sample's Python environment is ready.");
  } catch (error) {
    // The desk may have been closed meanwhile; a run that needs the environment asks for it again.
    await note("warning", messageOf(error)).catch(() => {});
  }
};

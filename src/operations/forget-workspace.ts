import type { Handler } from "./handler.ts";
import { findWorkspace } from "./workspaces/find-workspace.ts";

/** Its runs are cancelled first; the project's files are not touched. */
export const forgetWorkspace: Handler<"forgetWorkspace"> = async (desk, { slug }) => {
  const workspace = await findWorkspace(desk, slug);
  desk.unwatch(workspace.id);
  await desk.runs.cancelAll(workspace.id);
  await desk.store.workspaces.remove(workspace.id);
  desk.statuses.forget(slug);
  return { forgotten: slug };
};

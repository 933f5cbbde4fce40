import type { Handler } from "./handler.ts";
import { keptFixtures, removeFixture } from "./fixtures/fixture-folder.ts";
import { findWorkspace } from "./workspaces/find-workspace.ts";

/** Its runs are cancelled first, its exports removed; the project's files are not touched. */
export const forgetWorkspace: Handler<"forgetWorkspace"> = async (desk, { slug }) => {
  const workspace = await findWorkspace(desk, slug);
  desk.unwatch(workspace.id);
  await desk.runs.cancelAll(workspace.id);
  for (const id of keptFixtures(desk.dataFolder)) {
    if ((await desk.store.taskRuns.byId(id))?.workspaceId === workspace.id) removeFixture(desk.dataFolder, id);
  }
  await desk.store.workspaces.remove(workspace.id);
  desk.statuses.forget(slug);
  return { forgotten: slug };
};

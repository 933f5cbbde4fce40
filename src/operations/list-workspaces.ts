import type { Handler } from "./handler.ts";
import { toWorkspace } from "./workspaces/to-workspace.ts";

export const listWorkspaces: Handler<"listWorkspaces"> = async (desk) => {
  const records = await desk.store.workspaces.list();
  return { workspaces: await Promise.all(records.map((record) => toWorkspace(desk, record))) };
};

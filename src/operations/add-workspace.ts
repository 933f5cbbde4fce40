import type { Handler } from "./handler.ts";
import { registerFolder } from "./workspaces/register-folder.ts";
import { toWorkspace } from "./workspaces/to-workspace.ts";

export const addWorkspace: Handler<"addWorkspace"> = async (desk, { project_path: path, name, ...settings }) =>
  toWorkspace(desk, await registerFolder(desk, { path, name, bundled: false, settings }));

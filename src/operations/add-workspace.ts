import type { Handler } from "./handler.ts";
import { registerFolder } from "./workspaces/register-folder.ts";
import { toWorkspace } from "./workspaces/to-workspace.ts";

export const addWorkspace: Handler<"addWorkspace"> = async (desk, input) =>
  toWorkspace(desk, await registerFolder(desk, { path: input.project_path, name: input.name, bundled: false }));

import { masked } from "../inspector/link/settings/is-secret.ts";
import type { Handler } from "./handler.ts";
import { checkImportPath } from "./workspaces/check-import-path.ts";
import { checkInterpreter } from "./workspaces/check-interpreter.ts";
import { findWorkspace } from "./workspaces/find-workspace.ts";
import { toWorkspace } from "./workspaces/to-workspace.ts";

/** A value that comes back as it was shown, masked, stays what it was. */
const keepMasked = (given: Readonly<Record<string, string>>, before: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value.includes(masked) ? (before[name] ?? value) : value]));

/** Only what is given changes; settings are replaced key by key, then the project is read again. */
export const updateWorkspace: Handler<"updateWorkspace"> = async (desk, { slug, name, ...changes }) => {
  const workspace = await findWorkspace(desk, slug);
  if (changes.python !== undefined && changes.python !== null) checkInterpreter(changes.python);
  checkImportPath(changes.pythonpath ?? []);
  const settings = {
    python: changes.python === undefined ? workspace.settings.python : changes.python,
    settings_module: changes.settings_module === undefined ? workspace.settings.settings_module : changes.settings_module,
    pythonpath: changes.pythonpath ?? workspace.settings.pythonpath,
    env: changes.env === undefined ? workspace.settings.env : keepMasked(changes.env, workspace.settings.env),
  };
  await desk.store.workspaces.update(workspace.id, { name: name ?? workspace.name, settings });
  desk.statuses.touch(slug);
  await desk.scans.request(workspace, ["schema", "migrations"]);
  return toWorkspace(desk, { ...workspace, name: name ?? workspace.name, settings });
};

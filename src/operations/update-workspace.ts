import { accessSync, constants, statSync } from "node:fs";
import { isAbsolute } from "node:path";
import { Refusal } from "../contract/errors.ts";
import { shownText } from "../kit/shown-text.ts";
import type { Handler } from "./handler.ts";
import { findWorkspace } from "./workspaces/find-workspace.ts";
import { toWorkspace } from "./workspaces/to-workspace.ts";

/** Only what is given changes; settings are replaced key by key, then the project is read again. */
export const updateWorkspace: Handler<"updateWorkspace"> = async (desk, { slug, name, ...changes }) => {
  const workspace = await findWorkspace(desk, slug);
  if (changes.python !== undefined && changes.python !== null) checkInterpreter(changes.python);
  const settings = {
    python: changes.python === undefined ? workspace.settings.python : changes.python,
    settings_module: changes.settings_module === undefined ? workspace.settings.settings_module : changes.settings_module,
    pythonpath: changes.pythonpath ?? workspace.settings.pythonpath,
    env: changes.env ?? workspace.settings.env,
  };
  await desk.store.workspaces.update(workspace.id, { name: name ?? workspace.name, settings });
  desk.statuses.touch(slug);
  await desk.scans.request(workspace, ["schema", "migrations"]);
  return toWorkspace(desk, { ...workspace, name: name ?? workspace.name, settings });
};

const checkInterpreter = (path: string): void => {
  const refuse = (message: string): Refusal => new Refusal("interpreter-missing", message, { errors: { python: [message] } });
  if (!isAbsolute(path) || path.includes("\0")) throw refuse("Give the absolute path of an interpreter.");
  try {
    accessSync(path, constants.X_OK);
    if (statSync(path).isFile()) return;
  } catch (error) {
    throw new Refusal("interpreter-missing", `There is no interpreter at ${shownText(path)}.`, {
      cause: error,
      errors: { python: [`There is no interpreter at ${shownText(path)}.`] },
    });
  }
  throw refuse(`${shownText(path)} is not an interpreter.`);
};

/** Makes a folder a workspace: checked, named, stored, its first scans queued. */
import { basename, dirname } from "node:path";
import { Refusal } from "../../contract/errors.ts";
import type { ToldSettings } from "../../contract/shapes/workspace.ts";
import { shownText } from "../../kit/shown-text.ts";
import type { WorkspaceRecord } from "../../store/workspaces.ts";
import type { Desk } from "../desk/desk.ts";
import { checkFolder } from "./check-folder.ts";
import { checkImportPath } from "./check-import-path.ts";
import { checkInterpreter } from "./check-interpreter.ts";
import { chooseSlug, toSlug } from "./choose-slug.ts";

export interface FolderToRegister {
  readonly path: string;
  /** Empty: the folder's own name. */
  readonly name: string;
  /** A sample that comes with DJDesk: trusted from the start. */
  readonly bundled: boolean;
  /** What the user says of it; what is absent is found. */
  readonly settings?: ToldSettings;
}

/** Folders that only say that code lies in them: the one above tells which project it is. */
const sayNothing: ReadonlySet<string> = new Set(["src", "source", "code"]);

const nameAfter = (path: string): string => {
  const above = basename(dirname(path));
  return sayNothing.has(basename(path)) && above !== "" ? above : basename(path);
};

/** Refuses a folder that is registered already; the refusal's hint names its workspace. */
export const registerFolder = async (desk: Desk, folder: FolderToRegister): Promise<WorkspaceRecord> => {
  const { python = null, settings_module = null, pythonpath = [], env = {} } = folder.settings ?? {};
  const settings = { python, settings_module, pythonpath, env };
  checkImportPath(pythonpath);
  const checked = checkFolder(folder.path, desk.dataFolder, settings);
  if (python !== null) checkInterpreter(python);
  const known = await desk.store.workspaces.byIdentity(checked.identity);
  if (known !== null) throw existing(known);
  const name = folder.name.trim() === "" ? nameAfter(checked.path) : folder.name.trim();
  const workspace = await desk.store.workspaces.insert({
    slug: chooseSlug(name, await desk.store.workspaces.slugsLike(toSlug(name))),
    name,
    projectPath: checked.path,
    identity: checked.identity,
    trusted: folder.bundled,
    acceptsNoSandbox: folder.bundled,
    bundled: folder.bundled,
    managePy: checked.managePy,
    settings,
    createdAt: desk.clock.now(),
  });
  await desk.store.activity.add(workspace.id, {
    at: desk.clock.now(),
    level: "info",
    kind: "workspace",
    message: `Registered ${shownText(checked.path)}`,
  });
  await desk.scans.request(workspace, ["schema", "migrations", "logs", "fixtures"]);
  desk.watch(workspace);
  return workspace;
};

/** The workspace of this folder, registered now when it was not; one that was registered keeps its settings. */
export const findOrRegisterFolder = async (desk: Desk, folder: FolderToRegister): Promise<WorkspaceRecord> => {
  const { identity } = checkFolder(folder.path, desk.dataFolder, folder.settings);
  return (await desk.store.workspaces.byIdentity(identity)) ?? registerFolder(desk, folder);
};

const existing = (workspace: WorkspaceRecord): Refusal => {
  const message = `${shownText(workspace.projectPath)} is registered already, as workspace \`${workspace.slug}\`.`;
  return new Refusal("workspace-exists", message, { errors: { project_path: [message] } });
};

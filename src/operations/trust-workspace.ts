import { Refusal } from "../contract/errors.ts";
import { shownText } from "../kit/shown-text.ts";
import type { Handler } from "./handler.ts";
import { findWorkspace } from "./workspaces/find-workspace.ts";
import { identityOf, isSameFolder } from "./workspaces/folder-identity.ts";
import { protectedAs } from "./workspaces/protected-paths.ts";
import { toWorkspace } from "./workspaces/to-workspace.ts";

/** Trust is given to the folder that stands there now: real path, device and inode. */
export const trustWorkspace: Handler<"trustWorkspace"> = async (desk, { slug, protection }) => {
  const workspace = await findWorkspace(desk, slug);
  const identity = identityOf(workspace.projectPath);
  const path = shownText(workspace.projectPath);
  if (identity === null) throw new Refusal("path-not-found", `The folder ${path} is not there any more.`);
  const because = protectedAs(identity, desk.dataFolder);
  if (because !== null) throw new Refusal("path-not-found", `${path} leads to a protected folder. ${because}`);
  // What was agreed to for another folder says nothing about this one.
  const agreed = protection === "none" || (workspace.acceptsNoSandbox && isSameFolder(identity, workspace.identity));
  await desk.store.durably(() => desk.store.workspaces.trust(workspace.id, identity, agreed));
  const message = `Trusted ${path}${protection === "none" ? ", also to run without a sandbox" : ""}`;
  await desk.store.activity.add(workspace.id, { at: desk.clock.now(), level: "info", kind: "workspace", message });
  desk.statuses.touch(slug);
  return toWorkspace(desk, await findWorkspace(desk, slug));
};

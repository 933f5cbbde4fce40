import { Refusal } from "../contract/errors.ts";
import { messageOf } from "../kit/message-of.ts";
import { shownText } from "../kit/shown-text.ts";
import { redactText } from "../runner/redaction/redactor.ts";
import type { Handler } from "./handler.ts";
import { toInvalidInput } from "./invalid-input.ts";
import { fromSections } from "./scans/facts-sections.ts";
import { identityOf } from "./workspaces/folder-identity.ts";
import { findWorkspace } from "./workspaces/find-workspace.ts";

/** Reads the source and runs nothing, like every scan; in a thread of its own, and nothing of it is stored. */
export const readSettings: Handler<"readSettings"> = async (desk, { slug, module }) => {
  const workspace = await findWorkspace(desk, slug);
  const scan = await desk.store.scans.newestCompleted(workspace.id, "schema");
  if (scan === null) throw new Refusal("no-facts-yet", `No scan of \`${slug}\` has ended yet.`);
  const { project } = fromSections(await desk.store.scans.sectionsOf(scan.id, "project"));
  const candidates = project?.settings_candidates ?? [];
  if (!candidates.includes(module)) {
    const others = candidates.length === 0 ? "It has none." : `They are ${candidates.join(", ")}.`;
    throw toInvalidInput({ module: [`\`${shownText(module, 100)}\` is no settings module that the last scan found. ${others}`] });
  }
  if (identityOf(workspace.projectPath) === null) throw new Refusal("path-not-found", `${workspace.projectPath} is not there any more.`);
  try {
    return { settings_module: module, settings: await desk.scans.lookAtSettings(workspace, module) };
  } catch (error) {
    throw new Refusal("settings-not-found", redactText(messageOf(error)), { cause: error });
  }
};

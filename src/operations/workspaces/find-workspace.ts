import { Refusal } from "../../contract/errors.ts";
import { shownText } from "../../kit/shown-text.ts";
import type { WorkspaceRecord } from "../../store/workspaces.ts";
import type { Desk } from "../desk/desk.ts";

/** The workspace of this slug, or the refusal that there is none. */
export const findWorkspace = async (desk: Pick<Desk, "store">, slug: string): Promise<WorkspaceRecord> => {
  const workspace = await desk.store.workspaces.bySlug(slug);
  if (workspace === null) throw new Refusal("workspace-not-found", `There is no workspace \`${shownText(slug, 100)}\`.`);
  return workspace;
};

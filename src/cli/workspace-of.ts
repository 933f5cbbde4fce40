import { resolve } from "node:path";
import type { Desk } from "../operations/desk/desk.ts";

/** A word on the line names a workspace by its slug, or a folder, which is registered when it is new. */
export const workspaceOf = async (desk: Desk, word: string): Promise<string> => {
  const [{ findOrRegisterFolder }, known] = await Promise.all([
    import("../operations/workspaces/register-folder.ts"),
    /^[a-z0-9-]+$/.test(word) ? desk.store.workspaces.bySlug(word) : null,
  ]);
  if (known !== null) return known.slug;
  const workspace = await findOrRegisterFolder(desk, { path: resolve(word), name: "", bundled: false });
  await desk.scans.settled(workspace.id);
  return workspace.slug;
};

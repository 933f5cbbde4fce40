import { resolve } from "node:path";
import { Refusal } from "../contract/errors.ts";
import type { ToldSettings } from "../contract/shapes/workspace.ts";
import type { Desk } from "../operations/desk/desk.ts";

/** The workspace of a folder, registered when it is new; what is told of its settings holds from then on. */
export const openFolder = async (
  desk: Desk,
  path: string,
  told: ToldSettings = {},
): Promise<{ readonly slug: string; readonly id: number }> => {
  const [{ findOrRegisterFolder }, { perform }] = await Promise.all([
    import("../operations/workspaces/register-folder.ts"),
    import("../operations/perform.ts"),
  ]);
  const workspace = await findOrRegisterFolder(desk, { path: resolve(path), name: "", bundled: false, settings: told });
  const isNew = Object.entries(told).some(
    ([name, value]) => JSON.stringify(Reflect.get(workspace.settings, name)) !== JSON.stringify(value),
  );
  if (isNew) await perform(desk, "updateWorkspace", { slug: workspace.slug, ...told });
  return workspace;
};

/** A word on the line names a workspace by its slug, or a folder, which is registered when it is new. */
export const workspaceOf = async (desk: Desk, word: string, told: ToldSettings = {}): Promise<string> => {
  if (word === "")
    throw new Refusal("invalid-usage", "No project is named.", { hint: "Give the slug of a workspace or the folder of a project." });
  const known = /^[a-z0-9-]+$/.test(word) ? await desk.store.workspaces.bySlug(word) : null;
  if (known !== null) {
    if (Object.keys(told).length > 0) {
      const { perform } = await import("../operations/perform.ts");
      await perform(desk, "updateWorkspace", { slug: known.slug, ...told });
    }
    return known.slug;
  }
  const workspace = await openFolder(desk, word, told);
  await desk.scans.settled(workspace.id);
  return workspace.slug;
};

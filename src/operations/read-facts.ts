import { Refusal } from "../contract/errors.ts";
import type { Handler } from "./handler.ts";
import { fromSections } from "./scans/facts-sections.ts";
import { findWorkspace } from "./workspaces/find-workspace.ts";

export const readFacts: Handler<"readFacts"> = async (desk, { slug, section }) => {
  const workspace = await findWorkspace(desk, slug);
  const scan = await desk.store.scans.newestCompleted(workspace.id, "schema");
  if (scan === null) throw new Refusal("no-facts-yet", `No scan of \`${slug}\` has ended yet.`);
  return fromSections(await desk.store.scans.sectionsOf(scan.id, section));
};

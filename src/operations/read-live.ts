import { Refusal } from "../contract/errors.ts";
import type { Handler } from "./handler.ts";
import { readKeptLive } from "./live/kept-live.ts";
import { findWorkspace } from "./workspaces/find-workspace.ts";

export const readLive: Handler<"readLive"> = async (desk, { slug }) => {
  const workspace = await findWorkspace(desk, slug);
  const kept = await readKeptLive(desk.store, workspace.id);
  if (kept !== null) return kept.report;
  throw new Refusal("no-facts-yet", `The project of \`${slug}\` has not been asked yet.`, {
    hint: "Ask it: the button on its page, `djdesk live`, or POST /api/workspaces/<slug>/scans/ with kind=live.",
  });
};

/**
 * Trusts a workspace whose folder the user typed. Where this machine has no sandbox the same word is the consent to run
 * without one: it is given by name, for this folder, and the help of `--trust` and of `djdesk trust` says so.
 */
import type { Workspace } from "../contract/shapes/workspace.ts";
import type { Desk } from "../operations/desk/desk.ts";
import { perform } from "../operations/perform.ts";

export const trustByName = (desk: Desk, slug: string): Promise<Workspace> =>
  perform(desk, "trustWorkspace", { slug, ...(desk.protection.report.tier === "none" ? { protection: "none" as const } : {}) });

import type { Workspace } from "../../contract/shapes/workspace.ts";

/** Commands may run: the folder is trusted, and where there is no sandbox its user agreed to do without. */
export const mayRun = ({ trusted, protection, accepts_no_sandbox: agreed }: Workspace): boolean =>
  trusted && (protection !== "none" || agreed);

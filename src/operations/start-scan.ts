import { Refusal } from "../contract/errors.ts";
import type { Handler } from "./handler.ts";
import { toScan } from "./status/status-parts.ts";
import { findWorkspace } from "./workspaces/find-workspace.ts";

export const startScan: Handler<"startScan"> = async (desk, { slug, kind }) => {
  const workspace = await findWorkspace(desk, slug);
  if (kind === "live") {
    const message = "Live scans are not there yet; schema, migrations, logs and fixtures read the project without running it.";
    throw new Refusal("invalid-input", message, { errors: { kind: [message] } });
  }
  const [scan] = await desk.scans.request(workspace, [kind]);
  if (scan === undefined) throw new Error("The scan queue answered without a scan.");
  return toScan(scan);
};

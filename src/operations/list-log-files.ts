import { lstatSync, type Stats } from "node:fs";
import type { LogFile } from "../contract/shapes/project-log.ts";
import type { Handler } from "./handler.ts";
import { findWorkspace } from "./workspaces/find-workspace.ts";

/** The files that the newest facts name, whether they are there or not. */
export const listLogFiles: Handler<"listLogFiles"> = async (desk, { slug }) => {
  const workspace = await findWorkspace(desk, slug);
  const known = await desk.statuses.digestOf(workspace);
  return { files: (known?.digest.logFiles ?? []).map(toLogFile) };
};

/** Null where nothing is, or nothing may be seen. */
const lookAt = (file: string): Stats | null => {
  try {
    return lstatSync(file);
  } catch {
    return null;
  }
};

const toLogFile = (file: string): LogFile => {
  const stat = lookAt(file);
  if (stat?.isFile() !== true) return { file, size: 0, modified_at: null, available: false };
  return { file, size: stat.size, modified_at: stat.mtime.toISOString(), available: true };
};

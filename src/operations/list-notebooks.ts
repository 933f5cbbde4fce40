import { notebookKey } from "../contract/shapes/notebook.ts";
import type { Handler } from "./handler.ts";
import { templates } from "./notebooks/templates.ts";
import { findWorkspace } from "./workspaces/find-workspace.ts";

export const listNotebooks: Handler<"listNotebooks"> = async (desk, { slug }) => {
  const workspace = await findWorkspace(desk, slug);
  return { notebooks: notebookKey.options.map((key) => ({ key, ...templates[key], filename: `${workspace.slug}-${key}.ipynb` })) };
};

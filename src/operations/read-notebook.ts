import { Refusal } from "../contract/errors.ts";
import type { Handler } from "./handler.ts";
import { templates } from "./notebooks/templates.ts";
import { toNotebook } from "./notebooks/to-notebook.ts";
import { fromSections } from "./scans/facts-sections.ts";
import { findWorkspace } from "./workspaces/find-workspace.ts";

export const readNotebook: Handler<"readNotebook"> = async (desk, { slug, key, app }) => {
  const workspace = await findWorkspace(desk, slug);
  const scan = await desk.store.scans.newestCompleted(workspace.id, "schema");
  if (scan === null) throw new Refusal("no-facts-yet", `No scan of \`${slug}\` has ended yet.`);
  const { project, apps, models, migrations } = fromSections(await desk.store.scans.sectionsOf(scan.id));
  if (project === undefined || apps === undefined || models === undefined || migrations === undefined)
    throw new Refusal("no-facts-yet", `The facts of \`${slug}\` are no longer kept.`);
  if (app !== "" && !apps.some(({ label }) => label === app)) {
    throw new Refusal("invalid-input", "There is no such app.", { errors: { app: ["No app of the project has this label."] } });
  }
  const pythonPath = workspace.settings.pythonpath;
  const readAt = scan.completedAt ?? scan.requestedAt;
  return {
    key,
    ...templates[key],
    filename: `${workspace.slug}-${app === "" ? "" : `${app}-`}${key}.ipynb`,
    notebook: toNotebook(key, { name: workspace.name, project, pythonPath, apps, models, migrations, readAt }, app),
  };
};

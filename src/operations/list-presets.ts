import type { Preset } from "../contract/shapes/preset.ts";
import { systemCheckTags } from "../contract/shapes/system-check-tags.ts";
import { listPresets as listCatalogue } from "../runner/catalogue/list-presets.ts";
import type { Handler } from "./handler.ts";
import type { Suggestions } from "./scans/digest.ts";
import { findWorkspace } from "./workspaces/find-workspace.ts";

/** With a workspace: options that name something of the project carry what there is to choose from, by its last scan. */
export const listPresets: Handler<"listPresets"> = async (desk, { workspace: slug }) => {
  const presets = listCatalogue(desk.timeoutMs);
  if (slug === undefined) return { presets: [...presets] };
  const known = await desk.statuses.digestOf(await findWorkspace(desk, slug));
  return { presets: known === null ? [...presets] : presets.map((preset) => withChoices(preset, known.digest.suggestions)) };
};

const withChoices = (preset: Preset, suggestions: Suggestions): Preset => ({
  ...preset,
  options: preset.options.map((option) =>
    option.suggests === null || option.choices.length > 0 ? option : { ...option, choices: [...choicesOf(option.suggests, suggestions)] },
  ),
});

const choicesOf = (what: NonNullable<Preset["options"][number]["suggests"]>, suggestions: Suggestions): readonly string[] => {
  const { apps, migrations, models, databases } = suggestions;
  return { apps, models, databases, tags: systemCheckTags, migrations: [...new Set(Object.values(migrations).flat())].sort() }[what];
};

/** The catalogue as a client sees it: forms, sentences, and how each option stands on the command line. */
import type { Preset, PresetOption } from "../../contract/shapes/preset.ts";
import type { CommandDefinition, CommandOption } from "./command.ts";
import { commands } from "./registry.ts";

const toPresetOption = (option: CommandOption): PresetOption => ({
  name: option.name,
  label: option.label,
  help: option.help,
  spelling: option.spelling,
  kind: option.kind,
  required: option.required ?? false,
  choices: [...(option.choices ?? [])],
  suggests: option.suggests ?? null,
});

/** What a person would type before any option: `python manage.py check --deploy`. */
export const toSafePrefix = (definition: CommandDefinition): string => ["python manage.py", ...definition.command].join(" ");

/** All presets in the order to show them. `timeoutMs` replaces the time limit of each. */
export const listPresets = (timeoutMs: number | null = null): readonly Preset[] =>
  commands.map((definition) => ({
    key: definition.key,
    label: definition.label,
    description: definition.description,
    command: toSafePrefix(definition),
    options: definition.options.map(toPresetOption),
    timeout_seconds: (timeoutMs ?? definition.timeoutMs) / 1000,
  }));

/**
 * The policy: a preset and options in, an allowed command or the reasons against it out. Pure.
 *
 * The argv of a command is built here and nowhere else, from the catalogue's tables. All faults of a request are
 * named at once, under the field they belong to. A refused request never becomes a run.
 */
import type { FieldErrors } from "../contract/errors.ts";
import type { CommandDefinition, CommandOption, GivenOptions } from "./catalogue/command.ts";
import { whyForbidden } from "./catalogue/forbidden.ts";
import { toSafePrefix } from "./catalogue/list-presets.ts";
import { readValues } from "./catalogue/read-values.ts";
import { commands, findCommand } from "./catalogue/registry.ts";
import type { Decision } from "./task.ts";

/** Longest preset or option name that is repeated in a sentence. */
const clip = (name: string): string => {
  const plain = name.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, "?");
  return plain.length > 40 ? `${plain.slice(0, 40)}…` : plain;
};

const spell = (option: CommandOption, values: readonly string[]): readonly string[] => {
  const { spelling } = option;
  if (spelling.as === "flag") return [spelling.flag];
  if (spelling.as === "option") return values.map((value) => `${spelling.flag}=${value}`);
  if (spelling.as === "joined") return [`${spelling.flag}=${values.join(",")}`];
  return values;
};

const unknownOption = (definition: CommandDefinition, name: string): string => {
  const because = whyForbidden(name);
  if (because !== null) return `\`${clip(name)}\` is never allowed: ${because}.`;
  const names = definition.options.map((option) => option.name).join(", ");
  return `\`${clip(name)}\` is not an option of ${definition.key}; its options are ${names}.`;
};

interface Reading {
  readonly given: GivenOptions;
  readonly errors: FieldErrors;
}

const readOptions = (definition: CommandDefinition, options: Readonly<Record<string, unknown>>): Reading => {
  const given = new Map<string, readonly string[]>();
  const errors = new Map<string, readonly string[]>();
  const table = new Map(definition.options.map((option) => [option.name, option]));
  for (const name of Object.keys(options)) {
    if (!table.has(name)) errors.set(name, [unknownOption(definition, name)]);
  }
  for (const option of definition.options) {
    const read = readValues(option, Object.hasOwn(options, option.name) ? options[option.name] : undefined);
    if ("faults" in read) errors.set(option.name, read.faults);
    else if (read.values.length > 0) given.set(option.name, read.values);
    else if (option.required === true) errors.set(option.name, [`This field is required: ${option.help}`]);
  }
  return { given, errors: Object.fromEntries(errors) };
};

const unknownPreset = (key: string): Decision => ({
  kind: "refused",
  errors: {
    preset: [`\`${clip(key)}\` is not a preset; the presets are ${commands.map((command) => command.key).join(", ")}.`],
  },
});

/** Settles a request. `timeoutMs` replaces the preset's own time limit. */
export const decide = (presetKey: string, options: Readonly<Record<string, unknown>>, timeoutMs: number | null = null): Decision => {
  const definition = findCommand(presetKey);
  if (definition === undefined) return unknownPreset(presetKey);
  const { given, errors } = readOptions(definition, options);
  const together = definition.faults?.(given) ?? {};
  const faults = { ...together, ...errors };
  if (Object.keys(faults).length > 0) return { kind: "refused", errors: faults };
  const spelled = definition.options.flatMap((option) => {
    const values = given.get(option.name);
    return values === undefined ? [] : spell(option, values);
  });
  const args = [...definition.command, ...spelled];
  return {
    kind: "allowed",
    command: {
      preset: definition.key,
      label: definition.label,
      raw: ["python manage.py", ...args].join(" "),
      safePrefix: toSafePrefix(definition),
      args,
      timeoutMs: timeoutMs ?? definition.timeoutMs,
      exitMeanings: definition.exitMeanings ?? {},
    },
  };
};

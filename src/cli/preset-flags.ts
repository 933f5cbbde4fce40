/**
 * A preset's option table as flags of the line: `app_label` is `--app-label`; lists may be repeated. What manage.py takes
 * without a flag may stand without one here too: `sqlmigrate orders 0003`.
 */
import { parseArgs, type ParseArgsConfig } from "node:util";
import { Refusal } from "../contract/errors.ts";
import type { Preset } from "../contract/shapes/preset.ts";
import type { Terminal } from "./output/terminal.ts";

type Flags = NonNullable<ParseArgsConfig["options"]>;

const ownFlags = {
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  trust: { type: "boolean" },
  debug: { type: "boolean" },
  notes: { type: "string" },
  data: { type: "string" },
  python: { type: "string" },
} as const satisfies Flags;

export interface RunLine {
  readonly json: boolean;
  readonly help: boolean;
  readonly trust: boolean;
  readonly notes: string;
  readonly python: string | undefined;
  /** Options of the preset by the names of its table. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** The words that stand alone, in the order of the table; a list takes all that are left. */
const withoutFlags = (options: Preset["options"], words: readonly string[]): Record<string, unknown> => {
  const left = [...words];
  const taken: Record<string, unknown> = {};
  for (const { name, kind } of options) {
    if (left.length === 0) break;
    taken[name] = kind === "list" ? left.splice(0) : left.shift();
  }
  if (left.length > 0) throw new Error(`Unexpected argument '${left[0]}'`);
  return taken;
};

const toFlag = (name: string): string => name.replaceAll("_", "-");

const howToGoOn = (preset: Preset): string => `\`djdesk run WORKSPACE ${preset.key} --help\` shows the options of ${preset.key}.`;

export const readRunLine = (preset: Preset, words: readonly string[]): RunLine => {
  const flags: Flags = Object.fromEntries(
    preset.options.map(({ name, kind }) => [
      toFlag(name),
      { type: kind === "flag" ? ("boolean" as const) : ("string" as const), multiple: kind === "list" },
    ]),
  );
  try {
    const { values, positionals } = parseArgs({ args: [...words], options: { ...flags, ...ownFlags }, allowPositionals: true });
    return {
      json: values.json === true,
      help: values.help === true,
      trust: values.trust === true,
      notes: values.notes ?? "",
      python: values.python,
      options: {
        ...Object.fromEntries(
          preset.options.flatMap(({ name }) => (toFlag(name) in values ? [[name, Reflect.get(values, toFlag(name))]] : [])),
        ),
        ...withoutFlags(
          preset.options.filter(({ name, spelling }) => spelling.as === "positional" && !(toFlag(name) in values)),
          positionals,
        ),
      },
    };
  } catch (error) {
    // parseArgs adds advice about `--` in a second sentence, which does not apply here.
    const [message] = (error instanceof Error ? error.message : String(error)).split(". ");
    throw new Refusal("invalid-usage", `${message}.`, { hint: howToGoOn(preset), cause: error });
  }
};

/** The same refusal in the words of the line: fields are flags, and help is a command away. */
export const inFlags = (refusal: Refusal, preset: Preset): Refusal =>
  refusal.code !== "invalid-input" || refusal.errors === undefined
    ? refusal
    : new Refusal("invalid-input", `${preset.key} cannot run like this.`, {
        errors: Object.fromEntries(Object.entries(refusal.errors).map(([field, messages]) => [`--${toFlag(field)}`, messages])),
        hint: howToGoOn(preset),
        cause: refusal,
      });

/** `--data` must be known before the presets are. */
export const dataFolderIn = (words: readonly string[]): string | undefined => {
  const at = words.findIndex((word) => word === "--data" || word.startsWith("--data="));
  return at < 0 ? undefined : (/^--data=(.*)$/s.exec(words[at] ?? "")?.[1] ?? words[at + 1]);
};

export const describePreset = (preset: Preset, paint: Terminal["paint"]): string => {
  const flags = preset.options.map(({ name, kind, help, required, spelling }) => ({
    flag: `--${toFlag(name)}${kind === "flag" ? "" : kind === "list" ? " <text> …" : ` <${kind}>`}`,
    help: `${help}${required ? " Required." : ""}${spelling.as === "positional" ? " May stand without its flag." : ""}`,
  }));
  const width = Math.max(0, ...flags.map(({ flag }) => flag.length));
  return [
    `${paint("bold", preset.key)}  ${preset.description}`,
    `  ${paint("dim", preset.command)}`,
    ...flags.map(({ flag, help }) => `  ${flag.padEnd(width)}  ${help}`),
  ].join("\n");
};

/** What a line of `djdesk` may go on with: commands, options, workspaces, presets and their options, or folders. */
import type { Argument, Command, Option } from "commander";
import type { Preset } from "../../contract/shapes/preset.ts";

/** A word and what it means. */
export type Offer = readonly [word: string, meaning: string];

export interface Offers {
  readonly offers: readonly Offer[];
  /** What the shell itself may offer, where nothing else is. */
  readonly else: "nothing" | "folders" | "files";
}

export interface Known {
  readonly slugs: readonly string[];
  readonly presets: readonly Preset[];
}

const nothing: Offers = { offers: [], else: "nothing" };
const folders: Offers = { offers: [], else: "folders" };
const files: Offers = { offers: [], else: "files" };
const words = (offers: readonly Offer[]): Offers => ({ offers, else: "nothing" });

const valuesOf: Readonly<Record<string, Offers>> = { data: folders, pythonpath: folders, python: files };

const commandsOf = (program: Command): readonly Offer[] =>
  program
    .createHelp()
    .visibleCommands(program)
    .map((command): Offer => [command.name(), command.summary()]);

const optionNamed = (command: Command, word: string): Option | undefined =>
  command.options.find(({ long, short }) => long === word || short === word);

/** The words that are neither options nor their values. */
const positionalsIn = (command: Command, line: readonly string[]): readonly string[] =>
  line.filter((word, index) => !word.startsWith("-") && optionNamed(command, line[index - 1] ?? "")?.required !== true);

const flagOf = (name: string): string => `--${name.replaceAll("_", "-")}`;

const optionsOfRun: readonly Offer[] = [
  ["--trust", "trust the folder first"],
  ["--python", "interpreter to use for this workspace from now on"],
  ["--notes", "a note kept with the run"],
  ["--json", "print the finished run"],
  ["--data", "folder of DJDesk's own data"],
  ["--help", "the preset's own options"],
];

const forPreset = (preset: Preset, before: string, word: string): Offers => {
  const option = preset.options.find(({ name, kind }) => flagOf(name) === before && kind !== "flag");
  if (option !== undefined) return words(option.choices.map((choice): Offer => [choice, ""]));
  const given = valuesOf[before.slice(2)];
  if (given !== undefined) return given;
  if (!word.startsWith("-")) return nothing;
  return words([...preset.options.map(({ name, help }): Offer => [flagOf(name), help]), ...optionsOfRun]);
};

const argumentAt = (command: Command, place: number): Argument | undefined =>
  command.registeredArguments[place] ?? command.registeredArguments.findLast(({ variadic }) => variadic);

const forArgument = (program: Command, argument: Argument | undefined, { slugs, presets }: Known): Offers => {
  const projects = slugs.map((slug): Offer => [slug, "workspace"]);
  switch (argument?.name()) {
    case "path":
    case "paths":
      return folders;
    case "project":
      return { offers: projects, else: "folders" };
    case "workspace":
      return words(projects);
    case "preset":
      return words(presets.map(({ key, description }): Offer => [key, description]));
    case "command":
      return words(commandsOf(program));
    case undefined:
    default:
      return words((argument?.argChoices ?? []).map((choice): Offer => [choice, ""]));
  }
};

const isPath = (word: string): boolean => /^[.~]|\//.test(word);

const offersFor = (program: Command, line: readonly string[], word: string, known: Known): Offers => {
  const [name, ...before] = line;
  const command = program.commands.find((one) => one.name() === name);
  if (name === undefined && !word.startsWith("-")) return { offers: commandsOf(program), else: "folders" };
  const at = command ?? program;
  const given = positionalsIn(at, command === undefined ? line : before);
  const preset = command?.name() === "run" ? known.presets.find(({ key }) => key === given[1]) : undefined;
  if (preset !== undefined) return forPreset(preset, before.at(-1) ?? "", word);
  const last = optionNamed(at, line.at(-1) ?? "");
  if (last?.required === true) return valuesOf[last.name()] ?? nothing;
  if (word.startsWith("-"))
    return words(
      at
        .createHelp()
        .visibleOptions(at)
        .map((option): Offer => [option.long ?? option.flags, option.description]),
    );
  return command === undefined ? nothing : forArgument(program, argumentAt(command, given.length), known);
};

/** `line` as far as the cursor, without `djdesk`: its last word is the one to be completed. */
export const completeLine = (program: Command, line: readonly string[], known: Known): Offers => {
  const word = line.at(-1) ?? "";
  const all = offersFor(program, line.slice(0, -1), word, known);
  const fitting = isPath(word) && all.else !== "nothing" ? [] : all.offers.filter(([offer]) => offer.startsWith(word));
  return { offers: fitting, else: fitting.length > 0 ? "nothing" : all.else };
};

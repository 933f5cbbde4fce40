/** What the form holds for each option; empty text and `false` mean "not given". */
import type { Preset } from "../../../contract/shapes/preset.ts";

export type Given = Readonly<Record<string, string | boolean>>;

const words = (text: string): readonly string[] => text.split(/[\s,]+/).filter((word) => word !== "");

/** The command line that these answers will run, letter for letter: the desk spells it from the same table. */
export const spellCommand = (preset: Preset, given: Given): string => {
  const parts = preset.options.flatMap(({ name, kind, spelling }) => {
    const value = given[name];
    if (value === undefined || value === false || value === "") return [];
    if (spelling.as === "flag") return [spelling.flag];
    const values = kind === "list" ? words(String(value)) : [String(value)];
    if (spelling.as === "option") return values.map((each) => `${spelling.flag}=${each}`);
    if (spelling.as === "joined") return [`${spelling.flag}=${values.join(",")}`];
    return values;
  });
  return [preset.command, ...parts].join(" ");
};

/** The answers as the desk takes them: lists as lists, nothing for what was left empty. */
export const toOptions = (preset: Preset, given: Given): Record<string, string | boolean | string[]> => {
  const options: Record<string, string | boolean | string[]> = {};
  for (const { name, kind } of preset.options) {
    const value = given[name];
    if (value === undefined || value === false || value === "") continue;
    options[name] = kind === "list" ? [...words(String(value))] : value;
  }
  return options;
};

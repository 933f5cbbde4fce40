/**
 * Turns what a client sent for one option into checked strings, or says what is wrong with it.
 * A value is never trimmed, unescaped or otherwise mended: it fits or it is refused.
 */
import type { CommandOption } from "./command.ts";

/** `values` is empty when the option was left empty, as forms do. */
export type ReadValues = { readonly values: readonly string[] } | { readonly faults: readonly string[] };

const longestValue = 1000;
const longestList = 50;
// Control characters, and the separators that some terminals and pages take for line ends.
const control = /[\p{Cc}\p{Zl}\p{Zp}]/u;

const fault = (message: string): ReadValues => ({ faults: [message] });

const show = (value: string): string => (value.length > 40 ? `${value.slice(0, 40)}…` : value);

const toText = (value: unknown): string | null => {
  if (typeof value === "string") return value;
  return typeof value === "number" && Number.isSafeInteger(value) ? String(value) : null;
};

/** Faults of a text whatever the option is. */
const textFault = (label: string, text: string): string | null => {
  if (text.length > longestValue) return `${label} has ${text.length} characters; at most ${longestValue} are taken.`;
  if (control.test(text)) return `${label} holds a line break or another control character.`;
  return null;
};

const readFlag = (option: CommandOption, given: unknown): ReadValues => {
  const word = typeof given === "string" ? given.toLowerCase() : given;
  if (word === true || word === "on" || word === "true") return { values: ["on"] };
  if (word === false || word === "off" || word === "false" || word === "") return { values: [] };
  return fault(`${option.label} is on or off: send on, true or false.`);
};

const valueFault = (option: CommandOption, value: string): string | null => {
  const choices = option.choices ?? [];
  if (choices.length > 0) {
    return choices.includes(value) ? null : `\`${show(value)}\` is not one of ${choices.join(", ")}.`;
  }
  if (value.startsWith("-")) return `\`${show(value)}\` begins with a dash: every option has a field of its own.`;
  return option.rule.pattern.test(value) ? null : `\`${show(value)}\` must be ${option.rule.description}.`;
};

const splitList = (option: CommandOption, given: unknown): ReadValues => {
  const parts = Array.isArray(given) ? given : [given];
  const values: string[] = [];
  for (const part of parts) {
    const text = toText(part);
    if (text === null) return fault(`${option.label} must be a list of names.`);
    const problem = textFault(option.label, text);
    if (problem !== null) return fault(problem);
    values.push(...text.split(/[ ,]+/).filter((word) => word !== ""));
    if (values.length > longestList) return fault(`${option.label} takes at most ${longestList} names.`);
  }
  return { values: [...new Set(values)] };
};

const readOne = (option: CommandOption, given: unknown): ReadValues => {
  if (Array.isArray(given) && given.length > 1) return fault(`${option.label} was given ${given.length} times; give it once.`);
  const text = toText(Array.isArray(given) ? (given[0] ?? "") : given);
  if (text === null) return fault(`${option.label} must be ${option.kind === "number" ? "a number" : "text"}.`);
  const problem = textFault(option.label, text);
  if (problem !== null) return fault(problem);
  return { values: text === "" ? [] : [text] };
};

/** Checks `given`, anything that JSON or a form can hold, against the option's own rule. */
export const readValues = (option: CommandOption, given: unknown): ReadValues => {
  if (given === undefined || given === null) return { values: [] };
  if (option.kind === "flag") return readFlag(option, given);
  const read = option.kind === "list" ? splitList(option, given) : readOne(option, given);
  if ("faults" in read) return read;
  const faults = read.values.map((value) => valueFault(option, value)).filter((problem) => problem !== null);
  return faults.length > 0 ? { faults: faults.slice(0, 5) } : read;
};

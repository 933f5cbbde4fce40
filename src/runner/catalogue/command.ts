/**
 * How a command of the catalogue is described: what the form asks, how each answer is spelled in argv, and what a
 * value must look like. The argv of a run is built from these tables alone; nothing else reaches the command line.
 */
import type { FieldErrors } from "../../contract/errors.ts";
import type { PresetOption } from "../../contract/shapes/preset.ts";

/** How an option's values reach argv. Valued options are written `--flag=value`, so no value is ever an argument of its own. */
export type Spelling =
  | { readonly as: "flag"; readonly flag: string }
  /** `--flag=value`, repeated for a list. */
  | { readonly as: "option"; readonly flag: string }
  /** `--flag=a,b,c`. */
  | { readonly as: "joined"; readonly flag: string }
  | { readonly as: "positional" };

/** What a value must match, and how a sentence names it: "… must be {description}". */
export interface ValueRule {
  readonly pattern: RegExp;
  readonly description: string;
}

export interface CommandOption {
  /** Field name of the request. */
  readonly name: string;
  readonly label: string;
  readonly help: string;
  readonly kind: PresetOption["kind"];
  readonly spelling: Spelling;
  readonly rule: ValueRule;
  readonly required?: boolean;
  readonly choices?: readonly string[];
  readonly suggests?: NonNullable<PresetOption["suggests"]>;
}

/** Given options by field name, each with at least one checked value; a flag that is on has the value `on`. */
export type GivenOptions = ReadonlyMap<string, readonly string[]>;

export interface CommandDefinition {
  /** Preset key of the REST page. */
  readonly key: string;
  readonly label: string;
  readonly description: string;
  /** What follows `manage.py` in every run of this preset. */
  readonly command: readonly string[];
  /** The launcher brings the command; Django does not know it. */
  readonly isOwn?: true;
  /** In the order of argv: positional options last. */
  readonly options: readonly CommandOption[];
  /** What the command does to the project; all presets of the catalogue only read. */
  readonly effects: "reads-source" | "reads-database";
  readonly timeoutMs: number;
  /** Faults that only show when several options are seen together. */
  readonly faults?: (given: GivenOptions) => FieldErrors;
  /** What a non-zero exit code means when the command printed no error of its own. */
  readonly exitMeanings?: Readonly<Record<number, string>>;
}

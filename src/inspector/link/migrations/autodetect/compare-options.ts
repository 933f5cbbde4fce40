/** Options of a model that is in the migrations and in the code: `Meta`, table, order, `unique_together`. */
import type { Value } from "../../../evaluate/value.ts";
import type { Known, Model } from "../../models/model.ts";
import { toText } from "../../models/values.ts";
import { compareCanons, type Canon, type Likeness } from "../deconstruct/canon.ts";
import type { Scope } from "../deconstruct/scope.ts";
import { toCanon } from "../deconstruct/to-canon.ts";
import type { ModelState, Together } from "../state/project-state.ts";
import { addChange, doubtful, type Findings } from "./change.ts";

export interface Pair {
  readonly scope: Scope;
  readonly model: Model;
  readonly state: ModelState;
  readonly findings: Findings;
}

const ABSENT: Canon = { text: "-", doubt: null };

const canonOf = (scope: Scope, value: Value | undefined): Canon => (value === undefined ? ABSENT : toCanon(scope, value));

/** A difference in a model that is not wholly known is a doubt. */
export const note = (pair: Pair, likeness: Likeness, change: () => readonly [string, string]): void => {
  if (likeness === "same") return;
  if (likeness !== "different") doubtful(pair.findings, likeness.because);
  else if (pair.model.because !== null) doubtful(pair.findings, pair.model.because);
  else if (pair.model.class === null) doubtful(pair.findings, `${pair.model.label} is made by a package`);
  else addChange(pair.findings, ...change());
};

export const compareMetaOptions = (pair: Pair): void => {
  const { scope, model, state } = pair;
  const found: Likeness[] = [];
  for (const key of scope.optionKeys)
    found.push(compareCanons(canonOf(scope, state.options.get(key)), canonOf(scope, model.options.written.get(key))));
  const likeness = found.includes("different") ? "different" : (found.find((one) => one !== "same") ?? "same");
  note(pair, likeness, () => ["AlterModelOptions", `Change Meta options on ${model.name.toLowerCase()}`]);
};

/** An option that is as good as absent when it is `None`. */
const compareOption = (pair: Pair, option: string): Likeness => {
  const of = (value: Value | undefined): Canon => {
    const canon = canonOf(pair.scope, value);
    return canon.text === "None" ? ABSENT : canon;
  };
  return compareCanons(of(pair.state.options.get(option)), of(pair.model.options.written.get(option)));
};

const written = ({ scope, model }: Pair, option: string): string | null => {
  const value = model.options.written.get(option);
  return value === undefined ? null : (toText(scope.evaluator, value) ?? null);
};

export const compareTable = (pair: Pair): void => {
  const name = pair.model.name.toLowerCase();
  note(pair, compareOption(pair, "db_table"), () => [
    "AlterModelTable",
    `Rename table for ${name} to ${written(pair, "db_table") ?? "(default)"}`,
  ]);
  if (!pair.scope.isDjango(4, 2)) return;
  note(pair, compareOption(pair, "db_table_comment"), () => ["AlterModelTableComment", `Alter ${name} table comment`]);
};

export const compareOrder = (pair: Pair): void => {
  const option = "order_with_respect_to";
  const own = written(pair, option);
  if (own !== null && pair.model.privateFields.some((field) => field.name === own)) return;
  note(pair, compareOption(pair, option), () => [
    "AlterOrderWithRespectTo",
    `Set order_with_respect_to on ${pair.model.name.toLowerCase()} to ${own ?? "None"}`,
  ]);
};

const groupSet = (groups: Together): ReadonlySet<string> => new Set(groups.map((group) => group.join(",")));

/** One operation takes away what is gone, a second adds what is new; Django's optimizer leaves the second. */
const compareTogether = (pair: Pair, option: string, before: Known<Together>, after: Known<Together>): void => {
  if (before === undefined || after === undefined) return doubtful(pair.findings, `${option} of ${pair.model.label} is computed`);
  const old = groupSet(before);
  const current = groupSet(after);
  const isSame = old.size === current.size && [...old].every((group) => current.has(group));
  const op = option === "unique_together" ? "AlterUniqueTogether" : "AlterIndexTogether";
  note(pair, isSame ? "same" : "different", () => [
    op,
    `Alter ${option} for ${pair.model.name.toLowerCase()} (${String(current.size)} constraint(s))`,
  ]);
};

const isListed = (value: Value): value is Extract<Value, { kind: "sequence" }> => value.kind === "sequence";

const indexTogether = ({ scope, model }: Pair): Known<Together> => {
  const value = model.options.written.get("index_together");
  if (value === undefined) return [];
  const { evaluator } = scope;
  const plain = evaluator.toPlain(value);
  if (!isListed(evaluator.force(value)) || !Array.isArray(plain)) return undefined;
  const groups = plain.some((item) => typeof item === "string") ? [plain] : plain;
  return groups.map((group) => (Array.isArray(group) ? group.map(String) : []));
};

export const compareTogethers = (pair: Pair): void => {
  const { model, state, scope } = pair;
  const own = model.options.written.has("unique_together") ? model.options.uniqueTogether : [];
  compareTogether(pair, "unique_together", state.uniqueTogether, own);
  if (!scope.isDjango(5, 1)) compareTogether(pair, "index_together", state.indexTogether, indexTogether(pair));
};

/** Options of a model that is in the migrations and in the code: `Meta`, table, order, `unique_together`. */
import type { Value } from "../../../evaluate/value.ts";
import type { Known, Model } from "../../models/model.ts";
import { toText } from "../../models/values.ts";
import { compareCanons, type Canon, type Likeness } from "../deconstruct/canon.ts";
import type { Scope } from "../deconstruct/scope.ts";
import { toCanon } from "../deconstruct/to-canon.ts";
import type { ModelState, Together } from "../state/project-state.ts";
import type { ProjectModels } from "../../models/link-models.ts";
import { modelKey } from "../state/project-state.ts";
import { doubtful, type Findings } from "./change.ts";
import { dependsOn, plannedField, relationDependencies, type Swappables } from "./model-references.ts";
import { operation, type Dependency, type Operation } from "./plan/operation.ts";

export interface Pair {
  readonly scope: Scope;
  readonly models: ProjectModels;
  readonly swappables: Swappables;
  readonly model: Model;
  readonly state: ModelState;
  readonly findings: Findings;
}

type Change = Pick<Operation, "op" | "step" | "describe"> & Partial<Operation>;

const ABSENT: Canon = { text: "-", doubt: null };

const canonOf = (scope: Scope, value: Value | undefined): Canon => (value === undefined ? ABSENT : toCanon(scope, value));

/** A difference in a model that is not wholly known is a doubt. */
export const note = (pair: Pair, likeness: Likeness, change: () => Change): void => {
  if (likeness === "same") return;
  if (likeness !== "different") doubtful(pair.findings, likeness.because);
  else if (pair.model.because !== null) doubtful(pair.findings, pair.model.because);
  else if (pair.model.class === null) doubtful(pair.findings, `${pair.model.label} is made by a package`);
  else pair.findings.changes.push(operation({ model: pair.model.name.toLowerCase(), ...change() }));
};

/** A difference that is known for sure. */
export const noteChange = (pair: Pair, change: Change): void => note(pair, "different", () => change);

export const compareMetaOptions = (pair: Pair): void => {
  const { scope, model, state } = pair;
  const found: Likeness[] = [];
  for (const key of scope.optionKeys)
    found.push(compareCanons(canonOf(scope, state.options.get(key)), canonOf(scope, model.options.written.get(key))));
  const likeness = found.includes("different") ? "different" : (found.find((one) => one !== "same") ?? "same");
  note(pair, likeness, () => ({
    op: "AlterModelOptions",
    step: "options",
    describe: `Change Meta options on ${model.name.toLowerCase()}`,
  }));
};

/** An option that is as good as absent when it is `None`. */
const compareOption = (pair: Pair, option: string): Likeness => {
  const of = (value: Value | undefined): Canon => {
    const canon = canonOf(pair.scope, value);
    return canon.text === "None" ? ABSENT : canon;
  };
  return compareCanons(of(pair.state.options.get(option)), of(pair.model.options.written.get(option)));
};

const written = (scope: Scope, model: Model, option: string): string | null => {
  const value = model.options.written.get(option);
  return value === undefined ? null : (toText(scope.evaluator, value) ?? null);
};

export const compareTable = (pair: Pair): void => {
  const name = pair.model.name.toLowerCase();
  note(pair, compareOption(pair, "db_table"), () => ({
    op: "AlterModelTable",
    step: "table",
    describe: `Rename table for ${name} to ${written(pair.scope, pair.model, "db_table") ?? "(default)"}`,
  }));
  if (!pair.scope.isDjango(4, 2)) return;
  note(pair, compareOption(pair, "db_table_comment"), () => ({
    op: "AlterModelTableComment",
    step: "table comment",
    describe: `Alter ${name} table comment`,
  }));
};

/** `order_with_respect_to`, unless it names a field that migrations do not hold. */
export const orderedBy = (scope: Scope, model: Model): string | null => {
  const own = written(scope, model, "order_with_respect_to");
  return own !== null && model.privateFields.some((field) => field.name === own) ? null : own;
};

export const compareOrder = (pair: Pair): void => {
  const { scope, model } = pair;
  const own = orderedBy(scope, model);
  if (own === null && written(scope, model, "order_with_respect_to") !== null) return;
  note(pair, compareOption(pair, "order_with_respect_to"), () => ({
    op: "AlterOrderWithRespectTo",
    step: "order_with_respect_to",
    describe: `Set order_with_respect_to on ${model.name.toLowerCase()} to ${own ?? "None"}`,
    names: own === null ? null : [own],
    dependencies: own === null ? [] : [dependsOn(modelKey(model.app, model.name), "create", own)],
  }));
};

const groupSet = (groups: Together): ReadonlySet<string> => new Set(groups.map((group) => group.join(",")));

export type OptionName = "unique_together" | "index_together";

/** An operation on groups of fields; without words where they are not known. */
export const describeTogether = (
  option: OptionName,
  model: Model,
  groups: Known<Together>,
): Pick<Operation, "op" | "describe" | "names"> => ({
  op: option === "unique_together" ? "AlterUniqueTogether" : "AlterIndexTogether",
  describe:
    groups === undefined ? null : `Alter ${option} for ${model.name.toLowerCase()} (${String(groupSet(groups).size)} constraint(s))`,
  names: groups === undefined || groups.length === 0 ? null : groups.flat(),
});

/** What the fields of the groups point at must be there. */
const groupDependencies = ({ models, swappables, model }: Pair, groups: Together): readonly Dependency[] => {
  const names = new Set(groups.flat());
  const fields = [...model.fields, ...model.manyToMany].filter(({ name }) => names.has(name));
  return fields.flatMap((field) => relationDependencies(swappables, plannedField(models, model, field)));
};

/** From Django 4.0 on, one operation takes away what is gone and a second adds what is new. */
const compareTogether = (pair: Pair, option: OptionName, before: Known<Together>, after: Known<Together>): void => {
  if (before === undefined || after === undefined) return doubtful(pair.findings, `${option} of ${pair.model.label} is computed`);
  const old = groupSet(before);
  const current = groupSet(after);
  if (old.size === current.size && [...old].every((group) => current.has(group))) return;
  const dependencies = groupDependencies(pair, after);
  const alter = (step: Operation["step"], groups: Together): void =>
    noteChange(pair, { ...describeTogether(option, pair.model, groups), step, dependencies });
  const kept = after.filter((group) => old.has(group.join(",")));
  const isInSteps = pair.scope.isDjango(4);
  if (isInSteps && old.size > 0) alter(`remove ${option}`, kept);
  if (!isInSteps || groupSet(kept).size < current.size) alter(option, after);
};

const isListed = (value: Value): value is Extract<Value, { kind: "sequence" }> => value.kind === "sequence";

export const uniqueTogether = (model: Model): Known<Together> =>
  model.options.written.has("unique_together") ? model.options.uniqueTogether : [];

export const indexTogether = (scope: Scope, model: Model): Known<Together> => {
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
  compareTogether(pair, "unique_together", state.uniqueTogether, uniqueTogether(model));
  if (!scope.isDjango(5, 1)) compareTogether(pair, "index_together", state.indexTogether, indexTogether(scope, model));
};

/**
 * What `makemigrations` would write for each app: the models as the migrations leave them, set against the models in
 * code, as Django's autodetector does without asking anybody (a renamed thing is one removed and one added).
 *
 * The answer for an app is complete or it is none: a part that is not known makes the whole app unknown.
 */
import { posix } from "node:path";
import { always, readBy } from "../../../evaluate/state/readings.ts";
import type { Model } from "../../models/model.ts";
import type { ProjectModels } from "../../models/link-models.ts";
import { toBoolean } from "../../models/values.ts";
import type { Scope } from "../deconstruct/scope.ts";
import { compareCanons } from "../deconstruct/canon.ts";
import { itemsOf } from "../state/read-parts.ts";
import { modelKey, type ModelState, type ProjectState } from "../state/project-state.ts";
import { mayHave, splitCreations, type SplitCreations } from "./split-creations.ts";
import { findCircle } from "./find-circle.ts";
import { addChange, createFindings, doubtful, type ChangeFacts, type Findings } from "./change.ts";
import { compareModelFields } from "./compare-fields.ts";
import { compareConstraints, compareIndexes } from "./compare-listed.ts";
import { modelManagers, stateManagers } from "./compare-managers.ts";
import { compareMetaOptions, compareOrder, compareTable, compareTogethers, note, type Pair } from "./compare-options.ts";
import { makeStep } from "../../../progress.ts";

export interface Verdict {
  /** Null when it is not known. */
  readonly changes: readonly ChangeFacts[] | null;
  readonly because: string | null;
}

type Kind = "model" | "proxy" | "unmanaged";

const kindOfModel = (model: Model): Kind | null => {
  if (model.options.managed === undefined) return null;
  if (!model.options.managed) return "unmanaged";
  return model.options.proxy ? "proxy" : "model";
};

const kindOfState = (scope: Scope, state: ModelState): Kind | null => {
  const managed = state.options.get("managed");
  const proxy = state.options.get("proxy");
  const isManaged = managed === undefined ? true : toBoolean(scope.evaluator, managed);
  const isProxy = proxy === undefined ? false : toBoolean(scope.evaluator, proxy);
  if (isManaged === undefined || isProxy === undefined) return null;
  return isManaged ? (isProxy ? "proxy" : "model") : "unmanaged";
};

const compareManagers = (pair: Pair): void => {
  const likeness = compareCanons(stateManagers(pair.scope, pair.state.managers), modelManagers(pair.scope, pair.model));
  note(pair, likeness, () => ["AlterModelManagers", `Change managers on ${pair.model.name.toLowerCase()}`]);
};

const comparePair = (pair: Pair, models: ProjectModels): void => {
  const kind = kindOfModel(pair.model);
  const before = kindOfState(pair.scope, pair.state);
  if (kind === null || before === null) return doubtful(pair.findings, `whether ${pair.model.label} is managed is not known`);
  if ((kind === "proxy") !== (before === "proxy")) return doubtful(pair.findings, `${pair.model.label} has become another kind of model`);
  compareMetaOptions(pair);
  if (kind !== before) return;
  compareTable(pair);
  if (kind !== "model") return;
  compareManagers(pair);
  compareModelFields(pair, models.relations);
  compareOrder(pair);
  compareTogethers(pair);
  compareIndexes(pair);
  compareConstraints(pair);
};

/** Before 4.2 a new model's indexes, and before 5.1 its constraints, were never taken into its creation. */
const staysApart = ({ isDjango }: Scope, { options }: Model): boolean =>
  (!isDjango(4, 2) && mayHave(options.indexes)) || (!isDjango(5, 1) && mayHave(options.constraints));

const createModel = ({ scope, findings }: Pick<Pair, "scope" | "findings">, model: Model, circle: ReadonlySet<Model>): void => {
  if (model.because !== null || model.class === null) doubtful(findings, model.because ?? `${model.label} is made by a package`);
  else if (staysApart(scope, model)) doubtful(findings, `${model.label} is new, with indexes or constraints that this Django makes apart`);
  else if (circle.has(model)) doubtful(findings, `${model.label} is new and refers to new models that refer to it`);
  else addChange(findings, "CreateModel", `Create ${model.options.proxy ? "proxy " : ""}model ${model.name}`);
};

/**
 * A model of the migrations that no code has. One with bases of a package is most likely made by that package behind
 * the class statements, where it may have been overlooked.
 */
const deleteModel = (scope: Scope, findings: Findings, state: ModelState): void => {
  const bases = state.bases === null ? [] : itemsOf(scope.evaluator, state.bases);
  const isPlain = bases?.every((base) => {
    const forced = scope.evaluator.force(base);
    return forced.kind === "constant" || /^django\.db\.models\.(base\.)?Model$/u.test(scope.evaluator.pathOf(forced) ?? "");
  });
  if (isPlain === true) addChange(findings, "DeleteModel", `Delete model ${state.name}`);
  else doubtful(findings, `${state.name} is in the migrations, with bases that may be of a package, and was not found in code`);
};

/** An index or a constraint of another model lets nothing past it. */
const whySplit = ({ changes }: Findings, reason: string | undefined): string | null => {
  if (reason !== undefined) return reason;
  const between = changes.find(({ op }) => /^(Add|Remove|Rename|Alter)(Index|Constraint)$/u.test(op));
  return between === undefined ? null : `"${between.describe}" may stand between a new model and what belongs to it`;
};

interface App {
  readonly label: string;
  readonly states: readonly ModelState[];
  readonly own: readonly Model[];
  /** New models that refer to each other: Django makes them in several steps. */
  readonly circle: ReadonlySet<Model>;
  readonly split: SplitCreations;
  /** Why its code was not read to the end; null when it was. */
  readonly unread: string | null;
}

/** What one model adds to its app's verdict, with what that was made of besides what its reader read. */
interface JudgedModel {
  readonly findings: Findings;
  readonly inputs: readonly unknown[];
}

/** A verdict, and its parts by the key of each model. */
export interface Detected {
  readonly verdict: Verdict;
  readonly models: ReadonlyMap<string, JudgedModel>;
}

/** A model as it is, and what of others its part looks at. */
const inputsOf = ({ relations }: ProjectModels, model: Model, circle: ReadonlySet<Model>): readonly unknown[] => [
  model,
  circle.has(model),
  ...[...(relations.ofField.get(model)?.values() ?? [])].flatMap((linked) => [
    linked.field,
    linked.target,
    linked.targetModel?.label,
    linked.targetModel?.pk?.name,
    linked.through,
    linked.relatedName,
    linked.queryName,
    linked.accessor,
  ]),
];

const areSame = (before: readonly unknown[], after: readonly unknown[]): boolean =>
  before.length === after.length && before.every((one, index) => one === after[index]);

const detectApp = (scope: Scope, models: ProjectModels, app: App, before: Detected["models"]): Detected => {
  const { label, states, own, circle, split, unread } = app;
  const findings = createFindings();
  if (unread !== null) doubtful(findings, unread);
  const byKey = new Map(states.map((state) => [modelKey(state.app, state.name), state]));
  const judged = new Map<string, JudgedModel>();
  for (const model of own) {
    const key = modelKey(model.app, model.name);
    const state = byKey.get(key);
    byKey.delete(key);
    makeStep();
    const inputs = inputsOf(models, model, circle);
    const known = before.get(key);
    const part = known !== undefined && areSame(known.inputs, inputs) ? known : { inputs, findings: createFindings() };
    if (part !== known)
      readBy({ kind: "drift", name: `${label} ${key}` }, () => {
        if (state === undefined) createModel({ scope, findings: part.findings }, model, circle);
        else comparePair({ scope, model, state, findings: part.findings }, models);
      });
    judged.set(key, part);
    findings.changes.push(...part.findings.changes);
    if (part.findings.because !== null) doubtful(findings, part.findings.because);
  }
  readBy(always, () => {
    for (const state of byKey.values()) deleteModel(scope, findings, state);
  });
  const splitting = own.some((model) => split.withFollowers.has(model)) ? whySplit(findings, split.reasons.get(label)) : null;
  if (splitting !== null) doubtful(findings, splitting);
  const { changes, because } = findings;
  return { models: judged, verdict: because === null ? { changes, because } : { changes: null, because } };
};

/** A file of the app that Python or the evaluator could not follow may hold models. */
const unreadCode = ({ evaluator }: Scope, { workshop }: ProjectModels, label: string): string | null => {
  if (evaluator.problems.length === 0) return null;
  const name = workshop.apps.find((app) => app.label === label)?.name;
  const module = name === undefined ? null : evaluator.importModule(name);
  if (module?.kind !== "module") return null;
  const folder = `${posix.dirname(module.file)}/`;
  const found = evaluator.problems.find(
    ({ file }) => file.startsWith(folder) && /(^|\/)(\w*_)?models?(\/|\.py$)/u.test(file.slice(folder.length)),
  );
  return found === undefined ? null : `${posix.basename(found.file)}:${String(found.line)} could not be followed: ${found.message}`;
};

const noModels: Detected["models"] = new Map();

/**
 * By app, for those asked. What was read of an app's fields is kept no longer than the app takes. Of `before`, what was made
 * of the same stays.
 */
export const detectChanges = (
  scope: Scope,
  models: ProjectModels,
  project: ProjectState,
  { apps, before }: { readonly apps: Iterable<string>; readonly before: ReadonlyMap<string, Detected["models"]> },
): ReadonlyMap<string, Detected> => {
  const own = Map.groupBy(
    models.registry.models.filter((model) => !model.options.abstract && model.options.autoCreatedBy === null),
    (model) => model.app,
  );
  const states = Map.groupBy(project.models.values(), (state) => state.app);
  const created = [...own.values()].flat().filter((model) => !project.models.has(modelKey(model.app, model.name)));
  const circle = findCircle(models, created);
  const split = splitCreations(models, created);
  const detect = (label: string): Detected => {
    const because = project.doubts.get(label);
    if (because !== undefined) return { verdict: { changes: null, because }, models: noModels };
    const apart: Scope = { ...scope, states: new WeakMap(), likenesses: new WeakMap(), sharedBy: { kind: "drift", name: label } };
    const app = {
      label,
      states: states.get(label) ?? [],
      own: own.get(label) ?? [],
      circle,
      split,
      unread: unreadCode(scope, models, label),
    };
    return detectApp(apart, models, app, before.get(label) ?? noModels);
  };
  return new Map([...apps].map((label) => [label, detect(label)]));
};

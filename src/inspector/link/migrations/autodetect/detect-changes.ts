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
import type { Scope } from "../deconstruct/scope.ts";
import { compareCanons } from "../deconstruct/canon.ts";
import { modelKey, type ModelState, type ProjectState } from "../state/project-state.ts";
import { createFindings, doubtful, type ChangeFacts, type Findings } from "./change.ts";
import { compareModelFields } from "./compare-fields.ts";
import { compareConstraints, compareIndexes } from "./compare-listed.ts";
import { modelManagers, stateManagers } from "./compare-managers.ts";
import { compareMetaOptions, compareOrder, compareTable, compareTogethers, note, type Pair } from "./compare-options.ts";
import { createModel } from "./create-model.ts";
import { deleteModel } from "./delete-model.ts";
import { kindOfModel, kindOfState } from "./kinds.ts";
import { findSwappables, type Swappables } from "./model-references.ts";
import { planChanges, type Plan, type Planning } from "./plan/plan-changes.ts";
import { readStateRelations, type StateRelations } from "./state-relations.ts";
import { makeStep } from "../../../progress.ts";

export interface Verdict {
  /** Null when it is not known. */
  readonly changes: readonly ChangeFacts[] | null;
  readonly because: string | null;
}

const compareManagers = (pair: Pair): void => {
  const likeness = compareCanons(stateManagers(pair.scope, pair.state.managers), modelManagers(pair.scope, pair.model));
  note(pair, likeness, () => ({
    op: "AlterModelManagers",
    step: "managers",
    describe: `Change managers on ${pair.model.name.toLowerCase()}`,
  }));
};

const comparePair = (pair: Pair): void => {
  const kind = kindOfModel(pair.model);
  const before = kindOfState(pair.scope, pair.state);
  if (kind === null || before === null) return doubtful(pair.findings, `whether ${pair.model.label} is managed is not known`);
  if ((kind === "proxy") !== (before === "proxy")) return doubtful(pair.findings, `${pair.model.label} has become another kind of model`);
  compareMetaOptions(pair);
  if (kind !== before) return;
  compareTable(pair);
  if (kind !== "model") return;
  compareManagers(pair);
  compareModelFields(pair);
  compareOrder(pair);
  compareTogethers(pair);
  compareIndexes(pair);
  compareConstraints(pair);
};

interface App {
  readonly label: string;
  readonly states: readonly ModelState[];
  readonly own: readonly Model[];
  /** Why its code was not read to the end; null when it was. */
  readonly unread: string | null;
}

/** What one model adds to its app's verdict, with what that was made of besides what its reader read. */
interface JudgedModel {
  readonly findings: Findings;
  readonly inputs: readonly unknown[];
}

/** What an app's comparison found, and its parts by the key of each model. */
export interface Detected {
  readonly findings: Readonly<Findings>;
  readonly models: ReadonlyMap<string, JudgedModel>;
}

/** A model as it is, and what of others its part looks at. */
const inputsOf = ({ relations }: ProjectModels, model: Model): readonly unknown[] => [
  model,
  ...model.parents.keys(),
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

/** What all apps are compared with. */
interface Project {
  readonly models: ProjectModels;
  readonly project: ProjectState;
  readonly swappables: Swappables;
  readonly relations: () => StateRelations;
}

const detectApp = (scope: Scope, all: Project, app: App, before: Detected["models"]): Detected => {
  const { label, states, own, unread } = app;
  const findings = createFindings();
  if (unread !== null) doubtful(findings, unread);
  const byKey = new Map(states.map((state) => [modelKey(state.app, state.name), state]));
  const judged = new Map<string, JudgedModel>();
  for (const model of own) {
    const key = modelKey(model.app, model.name);
    const state = byKey.get(key);
    byKey.delete(key);
    makeStep();
    const inputs = inputsOf(all.models, model);
    const known = before.get(key);
    const part = known !== undefined && areSame(known.inputs, inputs) ? known : { inputs, findings: createFindings() };
    if (part !== known)
      readBy({ kind: "drift", name: `${label} ${key}` }, () => {
        if (state === undefined) createModel({ scope, ...all, findings: part.findings }, model);
        else comparePair({ scope, ...all, model, state, findings: part.findings });
      });
    judged.set(key, part);
    findings.changes.push(...part.findings.changes);
    if (part.findings.because !== null) doubtful(findings, part.findings.because);
  }
  readBy(always, () => {
    for (const state of byKey.values()) deleteModel({ scope, findings, relations: all.relations }, state);
  });
  return { models: judged, findings };
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

const unknownApp = (because: string): Detected => ({ findings: { changes: [], because }, models: noModels });

interface Detecting {
  /** Labels of the apps that are asked for. */
  readonly apps: Iterable<string>;
  /** Labels of the apps whose migrations were read. */
  readonly migrated: ReadonlySet<string>;
  /** Labels of the apps that may have some, which are not here; all others have none. */
  readonly unread: ReadonlySet<string>;
  readonly before: ReadonlyMap<string, Detected["models"]>;
}

const detector = (
  scope: Scope,
  models: ProjectModels,
  project: ProjectState,
  { migrated, unread, before }: Detecting,
): ((label: string) => Detected) => {
  const own = Map.groupBy(
    models.registry.models.filter((model) => !model.options.abstract && model.options.autoCreatedBy === null),
    (model) => model.app,
  );
  const states = Map.groupBy(project.models.values(), (state) => state.app);
  let relations: StateRelations | null = null;
  const all = {
    models,
    project,
    swappables: findSwappables(models),
    relations: () => (relations ??= readStateRelations(scope, project)),
  };
  const detect = (label: string): Detected => {
    const because = project.doubts.get(label);
    if (because !== undefined) return unknownApp(because);
    const apart: Scope = { ...scope, states: new WeakMap(), likenesses: new WeakMap(), sharedBy: { kind: "drift", name: label } };
    const app = { label, states: states.get(label) ?? [], own: own.get(label) ?? [], unread: unreadCode(scope, models, label) };
    return detectApp(apart, all, app, before.get(label) ?? noModels);
  };
  const judge = (label: string): Detected => {
    if (unread.has(label)) return unknownApp(`the code of ${label} is not here`);
    return migrated.has(label) ? detect(label) : nothing;
  };
  const known = new Map<string, Detected>();
  return (label) => {
    const found = known.get(label) ?? judge(label);
    known.set(label, found);
    return found;
  };
};

const nothing: Detected = { findings: createFindings(), models: noModels };

/**
 * By app, for those asked. What was read of an app's fields is kept no longer than the app takes. Of `before`, what was made
 * of the same stays.
 */
export const detectChanges = (
  scope: Scope,
  models: ProjectModels,
  project: ProjectState,
  detecting: Detecting,
): ReadonlyMap<string, Detected & { readonly verdict: Verdict }> => {
  const detect = detector(scope, models, project, detecting);
  const found = new Map([...detecting.apps].map((label) => [label, detect(label)]));
  const planning: Planning = {
    isDjango: scope.isDjango,
    of: (app) => {
      const { changes, because } = detect(app).findings;
      return { operations: changes, because };
    },
    mayCreate: ({ app, model, on }) => detecting.migrated.has(app) && (on !== "create" || !project.models.has(modelKey(app, model))),
  };
  return new Map([...found].map(([label, detected]) => [label, { ...detected, verdict: verdictOf(planChanges(planning, label)) }]));
};

const verdictOf = (plan: Plan): Verdict => {
  if ("because" in plan) return { changes: null, because: plan.because };
  return { changes: plan.operations.map(({ op, describe }) => ({ op, describe: describe ?? "" })), because: null };
};

/**
 * Stage 4 for models: evaluated classes in, model facts out, by the rules of Django's own `ModelBase`, `Options` and
 * related fields. Nothing is parsed here and nothing of the project runs.
 */
import type { AppFacts, ModelFacts } from "../../../contract/shapes/facts.ts";
import { beginLateSteps } from "../../evaluate/state/deeds.ts";
import { always, readBy } from "../../evaluate/state/readings.ts";
import type { ClassValue, Evaluator, ModuleValue, InstanceValue } from "../../evaluate/value.ts";
import { collectAdditions } from "./collect/collect-additions.ts";
import { collectMetaChanges } from "./collect/collect-meta-changes.ts";
import { collectModelClasses } from "./collect/collect-model-classes.ts";
import type { Model } from "./model.ts";
import { patterns } from "./patterns/index.ts";
import { createInherited, forgetInherited, type Inherited } from "./prepare/inherited.ts";
import { asModelReader, prepareModel } from "./prepare/prepare-model.ts";
import type { ModelSettings, Workshop } from "./prepare/workshop.ts";
import { linkRelations, type LinkedRelations } from "./relations/link-relations.ts";
import { createRegistry, type Registry } from "./relations/registry.ts";
import { reverseRelations } from "./relations/reverse-relations.ts";
import type { Place } from "./to-field-facts.ts";
import { toModelFacts } from "./to-model-facts.ts";
import { makeStep } from "../../progress.ts";

export interface LinkModelsInput {
  readonly evaluator: Evaluator;
  /** In the order of INSTALLED_APPS. */
  readonly apps: readonly AppFacts[];
  readonly settings: ModelSettings;
  /** Modules that a running project imports besides its apps, such as the root URLconf. */
  readonly entryModules: readonly string[];
  readonly place: Place;
  /** The instance of each app's config, by label. */
  readonly configs?: ReadonlyMap<string, InstanceValue>;
}

interface Problem {
  readonly file: string | null;
  readonly line: number | null;
  readonly code: string;
  readonly message: string;
}

export interface ProjectModels {
  /** Made when asked for: they take as much memory as the models, and only the end of a scan needs both. */
  readonly toFacts: () => readonly ModelFacts[];
  /** The same models with their evaluated values, for comparing with migrations. Hidden ones are in `relations`. */
  readonly models: readonly Model[];
  readonly registry: Registry;
  readonly relations: LinkedRelations;
  readonly workshop: Workshop;
  /** Those of the facts among them, once they are made. */
  readonly problems: () => readonly Problem[];
  /** The same after other statements were given to classes; `stale` are those that are to be prepared anew. */
  readonly again: (stale: ReadonlySet<unknown>) => ProjectModels;
}

/** Concrete models of installed apps; abstract ones of the project itself. */
const isListed = (apps: ReadonlySet<string>, place: Place, model: Model): boolean => {
  if (!model.options.abstract) return apps.has(model.app);
  return apps.has(model.app) && model.origin !== null && place(model.origin.file).firstParty;
};

const inAppOrder = (apps: readonly AppFacts[], models: readonly Model[]): readonly Model[] => {
  const rank = new Map(apps.map((app, index) => [app.label, index]));
  return [...models].sort((left, right) => (rank.get(left.app) ?? 0) - (rank.get(right.app) ?? 0));
};

const makers = patterns.flatMap((pattern) => pattern.models ?? []);

/** A class's own model and those that packages make for it. */
const withSatellites = (workshop: Workshop, value: ClassValue): readonly Model[] =>
  asModelReader(value, () => {
    const model = workshop.models.get(value) ?? null;
    const made = makers.flatMap((make) => make(workshop, value, model));
    return model === null ? made : [model, ...made];
  });

export const linkModels = (input: LinkModelsInput): ProjectModels => {
  const { evaluator, apps, settings, place } = input;
  const isFirstParty = (module: ModuleValue): boolean => place(module.file).firstParty;
  const classes = collectModelClasses({
    evaluator,
    apps,
    isFirstParty,
    entryModules: input.entryModules,
    configs: input.configs ?? new Map(),
  });
  const workshop: Workshop = {
    evaluator,
    apps,
    settings,
    prepare: (value) => prepareModel(workshop, value),
    models: new Map(),
    inherited: createInherited(),
    additions: collectAdditions(evaluator),
    metaChanges: collectMetaChanges(evaluator),
  };
  beginLateSteps(evaluator);
  return readBy(always, () => {
    for (const value of classes) {
      makeStep();
      prepareModel(workshop, value);
    }
    return joinModels({ ...input, workshop, classes, made: new Map() });
  });
};

interface Joining extends LinkModelsInput {
  readonly workshop: Workshop;
  readonly classes: readonly ClassValue[];
  /** By class: its own model and its satellites. */
  readonly made: Map<ClassValue, readonly Model[]>;
}

const prepareAgain = (joining: Joining, stale: ReadonlySet<unknown>): ProjectModels => {
  const { workshop, made } = joining;
  const values = [...workshop.models.keys()].filter((value) => stale.has(value));
  for (const value of values) {
    workshop.models.delete(value);
    forgetInherited(workshop.inherited, value);
    made.delete(value);
  }
  return readBy(always, () => {
    for (const value of values) prepareModel(workshop, value);
    return joinModels(joining);
  });
};

const inheritanceProblems = ({ first }: Inherited): readonly Problem[] => {
  if (first === null) return [];
  const { origin, name } = first.class;
  const message = `${name} is told without what it inherits: ${first.because}. There may be others.`;
  return [{ file: origin?.file ?? null, line: origin?.line ?? null, code: "too-much-inherited", message }];
};

/** What takes all models: who is in, relations, the ways back. */
const joinModels = (joining: Joining): ProjectModels => {
  const { workshop, classes, apps, place, made } = joining;
  const labels = new Set(apps.map((app) => app.label));
  for (const value of classes) if (!made.has(value)) made.set(value, withSatellites(workshop, value));
  const listed = classes.flatMap((value) => made.get(value) ?? []).filter((model) => isListed(labels, place, model));
  const registry = createRegistry(
    workshop,
    inAppOrder(
      apps,
      listed.filter((model) => !model.options.abstract),
    ),
  );
  const relations = linkRelations(registry);
  const reverse = reverseRelations(registry, relations);
  const context = { registry, relations, reverse, place };
  const abstract = listed.filter((model) => model.options.abstract);
  const models = inAppOrder(apps, [...registry.models, ...relations.throughModels, ...abstract]);
  return {
    toFacts: () =>
      models.map((model) => {
        makeStep();
        return toModelFacts(model, context);
      }),
    models,
    registry,
    relations,
    workshop,
    problems: () => inheritanceProblems(workshop.inherited),
    again: (stale) => prepareAgain(joining, stale),
  };
};

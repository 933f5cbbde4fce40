/** All concrete models by label, as `apps.get_model` finds them: the app's label as written, the model's in any case. */
import type { Model, Target } from "../model.ts";
import { containingApp, type Workshop } from "../prepare/workshop.ts";

export interface Registry {
  readonly workshop: Workshop;
  readonly models: readonly Model[];
  readonly byLabel: ReadonlyMap<string, Model>;
}

export const keyOf = (label: string): string => {
  const dot = label.lastIndexOf(".");
  return `${label.slice(0, dot)}.${label.slice(dot + 1).toLowerCase()}`;
};

/** Django refuses a second model of one label, so a project that replaces an app's model keeps the app's own from being made. */
const outranks = (workshop: Workshop, later: Model, first: Model): boolean => {
  const isCertain = (model: Model): boolean => model.because === null;
  if (isCertain(later) !== isCertain(first)) return isCertain(later);
  const isHome = (model: Model): boolean => containingApp(workshop.apps, model.module)?.label === model.app;
  return isHome(later) && !isHome(first);
};

/** The first of two models with one label stays, unless it stands on an assumed branch or outside its app. */
export const createRegistry = (workshop: Workshop, models: readonly Model[]): Registry => {
  const byLabel = new Map<string, Model>();
  for (const model of models) {
    const key = keyOf(model.label);
    const first = byLabel.get(key);
    if (first === undefined || outranks(workshop, model, first)) byLabel.set(key, model);
  }
  return { workshop, models: [...byLabel.values()], byLabel };
};

/** Label of what a relation points at, in the spelling of the model where it is known; null when it is not. */
export const targetLabel = (registry: Registry, scope: Model, target: Target): string | null => {
  if (target.kind === "unknown") return null;
  if (target.kind === "self") return scope.label;
  if (target.kind === "model") return target.model.label;
  if (target.kind === "class") return registry.workshop.prepare(target.class)?.label ?? null;
  const label = target.label.includes(".") ? target.label : `${scope.app}.${target.label}`;
  return registry.byLabel.get(keyOf(label))?.label ?? label;
};

/** The model that a relation points at; null when it is not among the models read. */
export const targetModel = (registry: Registry, scope: Model, target: Target): Model | null => {
  const label = targetLabel(registry, scope, target);
  return label === null ? null : (registry.byLabel.get(keyOf(label)) ?? null);
};

/** `app.Model` that takes the place of a swappable model; null when it is used itself. */
export const swappedFor = (workshop: Workshop, model: Model): string | null => {
  const { swappable } = model.options;
  const value = typeof swappable === "string" ? workshop.settings.read(swappable) : undefined;
  return typeof value !== "string" || value.toLowerCase() === model.label.toLowerCase() ? null : value;
};

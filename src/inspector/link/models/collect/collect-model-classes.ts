/**
 * The classes that may be models: those that importing the installed apps defines.
 *
 * Django imports each app's package, its config's module and its `models`, then runs `ready()`; what those import is
 * imported too, and a class statement anywhere in it registers a model. Only modules of the project or of an installed
 * app are followed: a model in any other could not be registered.
 */
import type { AppFacts } from "../../../../contract/shapes/facts.ts";
import type { ClassValue, Evaluator, InstanceValue, ModuleValue, Value } from "../../../evaluate/value.ts";
import { containingApp } from "../prepare/workshop.ts";
import { importClosure } from "./import-closure.ts";

export interface CollectInput {
  readonly evaluator: Evaluator;
  readonly apps: readonly AppFacts[];
  readonly isFirstParty: (module: ModuleValue) => boolean;
  /** Modules that a running project imports besides: the root URLconf. */
  readonly entryModules: readonly string[];
  /** Configs of the apps by label: `ready()` runs on them, and what it sets is found there later. */
  readonly configs: ReadonlyMap<string, InstanceValue>;
}

const moduleOf = (dotted: string): string => dotted.slice(0, dotted.lastIndexOf("."));

/** Modules that Django imports by itself for an app. */
const appModules = (app: AppFacts): readonly string[] => [
  app.name,
  ...(app.config_class === null || app.config_class.startsWith("django.apps.") ? [] : [moduleOf(app.config_class)]),
  `${app.name}.models`,
];

const runReady = ({ evaluator, configs }: CollectInput, app: AppFacts): void => {
  if (app.config_class === null || !app.config_class.startsWith(`${app.name.split(".")[0] ?? ""}.`)) return;
  const name = app.config_class.slice(app.config_class.lastIndexOf(".") + 1);
  const module = evaluator.importModule(moduleOf(app.config_class));
  const config = module.kind === "module" ? evaluator.attribute(module, name) : module;
  if (config.kind !== "class" || config.catalogued === true) return;
  const ready = evaluator.mro(config).find((base) => base.kind === "class" && base.catalogued !== true && base.namespace.has("ready"));
  const method = ready?.kind === "class" ? ready.namespace.get("ready")?.value : undefined;
  if (method?.kind !== "function") return;
  const self: Value = configs.get(app.label) ?? { kind: "instance", class: config, args: [], kwargs: new Map(), attributes: new Map() };
  evaluator.call({ kind: "method", self, function: method }, [], new Map());
};

const classesIn = (value: Value): readonly ClassValue[] => {
  if (value.kind === "class") return [value];
  return value.kind === "alternatives" ? value.options.flatMap(classesIn) : [];
};

/** Every class of the imported modules, each once, in the order of the apps and then of import. */
export const collectModelClasses = (input: CollectInput): readonly ClassValue[] => {
  const { evaluator, apps } = input;
  const follows = (name: string): boolean => {
    if (containingApp(apps, name) !== null) return true;
    const module = evaluator.modules.get(name);
    return module !== undefined && input.isFirstParty(module);
  };
  const importable = apps.flatMap(appModules).filter((name) => evaluator.importModule(name).kind === "module");
  importClosure(evaluator, importable, follows);
  for (const app of apps) runReady(input, app);
  const evaluated = [...evaluator.modules.keys()].filter(follows);
  importClosure(evaluator, [...importable, ...input.entryModules, ...discoveredModules(evaluator, apps), ...evaluated], follows);
  const found = new Set<ClassValue>();
  for (const module of evaluator.modules.values()) {
    for (const { value } of module.namespace.values()) {
      if (value.kind === "class") found.add(value);
      else if (value.kind === "alternatives") for (const option of classesIn(value)) found.add(option);
    }
  }
  for (const effect of evaluator.effects) {
    const [made] = effect.path === "type()" ? effect.args : [];
    if (made?.kind === "class") found.add(made);
  }
  return [...found];
};

/** What an installed app imports of all apps: `admin.autodiscover()`, the translations of django-modeltranslation. */
const discovered: Readonly<Record<string, string>> = { "django.contrib.admin": "admin", modeltranslation: "translation" };

const discoveredModules = (evaluator: Evaluator, apps: readonly AppFacts[]): readonly string[] => {
  const names = apps.flatMap((app) => discovered[app.name] ?? []);
  return names.flatMap((name) => apps.map((app) => `${app.name}.${name}`)).filter((module) => evaluator.hasModule(module));
};

/**
 * Entries of INSTALLED_APPS that any project with the apps of a folder has, for a folder without settings: the apps
 * themselves, and those whose models theirs import. A model that names no `app_label` cannot be imported unless its app
 * is installed.
 */
import type { ClassValue, Evaluator } from "../../evaluate/value.ts";
import { importClosure } from "../models/collect/import-closure.ts";
import { isModelClass } from "../models/prepare/is-model.ts";
import { readMeta } from "../models/prepare/model-meta.ts";
import { configText, isAppConfig } from "./app-config.ts";
import { findConfig } from "./find-config.ts";

const MODELS = /(^|\.)models(\.|$)/u;

/** The package, or the path of a configuration that stands in the package itself, where Django does not look for one. */
const entryOf = (evaluator: Evaluator, name: string): string => {
  if (findConfig(evaluator, name).config !== null) return name;
  const module = evaluator.importModule(name);
  if (module.kind !== "module") return name;
  for (const binding of module.namespace.values()) {
    const value = binding.value;
    if (value.kind === "class" && value.module === name && isAppConfig(evaluator, value) && configText(evaluator, value, "name") === name)
      return `${name}.${value.qualname}`;
  }
  return name;
};

/** The package whose `models` hold a module; the innermost of several. */
const ownerOf = (module: string): string | null => {
  const parts = module.split(".");
  const at = parts.lastIndexOf("models");
  return at > 0 ? parts.slice(0, at).join(".") : null;
};

const needsItsApp = (evaluator: Evaluator, value: ClassValue): boolean => {
  if (isModelClass(evaluator, value) !== true) return false;
  const meta = readMeta(evaluator, value);
  return !meta.abstract && meta.get("app_label") === undefined;
};

/** Packages of the models that the apps' models import. `probe` evaluates for this alone: what it imports stays imported. */
const neededApps = (probe: Evaluator, names: readonly string[]): readonly string[] => {
  const isOwn = (module: string): boolean => names.some((name) => module === name || module.startsWith(`${name}.`));
  const seeds = names.map((name) => `${name}.models`).filter((name) => probe.hasModule(name));
  importClosure(probe, seeds, (module) => isOwn(module) || MODELS.test(module));
  const found = new Set<string>();
  for (const [name, module] of probe.modules) {
    const owner = ownerOf(name);
    if (owner === null || isOwn(name) || found.has(owner)) continue;
    const classes = [...module.namespace.values()].flatMap(({ value }) => (value.kind === "class" && value.module === name ? [value] : []));
    if (classes.some((value) => needsItsApp(probe, value))) found.add(owner);
  }
  return [...found].sort();
};

export const reusableApps = (probe: Evaluator, names: readonly string[]): readonly string[] => {
  const needed = neededApps(probe, names).filter((name) => !names.includes(name));
  return [...needed, ...names].map((name) => entryOf(probe, name));
};

/** From an entry of INSTALLED_APPS to its AppConfig class and package: what `AppConfig.create` does. */
import type { ClassValue, Evaluator, ModuleValue } from "../../evaluate/value.ts";
import { configAttribute, configDefault, configText, isAppConfig } from "./app-config.ts";

export interface FoundApp {
  /** Dotted name of the app's package. */
  readonly name: string;
  readonly config: ClassValue | null;
  /** What names the configuration when its class is not here. */
  readonly configPath: string | null;
}

const moduleNamed = (evaluator: Evaluator, name: string): ModuleValue | undefined => {
  const module = evaluator.importModule(name);
  return module.kind === "module" ? module : undefined;
};

/** Classes that `inspect.getmembers(apps, isclass)` would show: imported ones too. A lazy import is followed only when it may be a class. */
const configsIn = (evaluator: Evaluator, module: ModuleValue): ClassValue[] => {
  const found: ClassValue[] = [];
  for (const [name, binding] of module.namespace) {
    if (binding.value.kind === "lazy" && !/^_*[A-Z]/u.test(binding.value.name ?? name)) continue;
    const value = evaluator.force(binding.value);
    if (isAppConfig(evaluator, value) && !found.includes(value)) found.push(value);
  }
  return found;
};

const chooseConfig = (evaluator: Evaluator, module: ModuleValue): ClassValue | null => {
  const all = configsIn(evaluator, module);
  const candidates = all.filter((each) => configDefault(evaluator, each) !== false);
  const [only] = candidates;
  if (candidates.length === 1 && only !== undefined) return only;
  const chosen = all.filter((each) => configDefault(evaluator, each) === true);
  return chosen.length === 1 ? (chosen[0] ?? null) : null;
};

/** An app whose code is not here: a class is recognised by its name alone. */
const guessed = (entry: string): FoundApp => {
  const parts = entry.split(".");
  const last = parts.at(-1) ?? entry;
  if (!/^[A-Z]/u.test(last)) return { name: entry, config: null, configPath: null };
  const modules = parts.slice(0, -1);
  if (modules.at(-1) === "apps" || modules.at(-1) === "config") modules.pop();
  return { name: modules.join("."), config: null, configPath: entry };
};

/** The package of a configuration that this one is made of and that is not here: the name comes from there. */
const absentName = (evaluator: Evaluator, config: ClassValue): string | undefined => {
  if (configAttribute(evaluator, config, "name") !== undefined) return undefined;
  for (const base of evaluator.mro(config)) {
    const found = base.kind === "external" ? /^(.+)\.apps(?:\.\w+)*\.[A-Z]\w*$/u.exec(base.path)?.[1] : undefined;
    if (found !== undefined && found !== "django") return found;
  }
  return undefined;
};

/** The package that a configuration names, else the one that it stands in. */
const withConfig = (evaluator: Evaluator, config: ClassValue): FoundApp => {
  const stated = configText(evaluator, config, "name") ?? absentName(evaluator, config);
  const configPath = `${config.module}.${config.qualname}`;
  return { name: stated ?? config.module.replace(/\.apps(?:\..*)?$/u, ""), config, configPath };
};

export const findConfig = (evaluator: Evaluator, entry: string): FoundApp => {
  const module = moduleNamed(evaluator, entry);
  if (module !== undefined) {
    const apps = moduleNamed(evaluator, `${entry}.apps`);
    const config = apps === undefined ? null : chooseConfig(evaluator, apps);
    return config === null ? { name: entry, config: null, configPath: "django.apps.config.AppConfig" } : withConfig(evaluator, config);
  }
  const dot = entry.lastIndexOf(".");
  const parent = dot < 0 ? undefined : moduleNamed(evaluator, entry.slice(0, dot));
  const binding = parent === undefined ? undefined : evaluator.attribute(parent, entry.slice(dot + 1));
  return binding?.kind === "class" ? withConfig(evaluator, binding) : guessed(entry);
};

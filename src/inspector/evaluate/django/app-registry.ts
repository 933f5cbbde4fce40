/**
 * `django.apps.apps` once INSTALLED_APPS is known: `get_app_config`, `get_app_configs`, `is_installed`. Each app's config
 * is one instance for the whole scan, so that what `ready()` sets on it is found later. Before that nothing is decided.
 */
import type { Machine, Native } from "../machine.ts";
import type { ClassValue, InstalledApp, InstanceValue, Value } from "../value.ts";
import { textArgument, unknownResult } from "../builtins/arguments.ts";
import { unknown } from "../value.ts";
import { external, list, none, text, truthValue } from "../values/make.ts";

interface Registry {
  readonly configs: ReadonlyMap<string, InstanceValue>;
  /** Package of each app → its label. */
  readonly names: ReadonlyMap<string, string>;
  /** Label by module, as far as it was asked for: `names` does not change. */
  readonly labels: Map<string, string | undefined>;
  /** Set when more apps may be installed than are known. */
  readonly open: string | undefined;
}

const registries = new WeakMap<Machine, Registry>();
const nowhere = { file: "", line: 0 };
const configPath = "django.apps.config.AppConfig";

const plainConfig = (m: Machine): Value => {
  const module = m.importModule("django.apps.config");
  return module.kind === "module" ? m.attribute(module, "AppConfig") : external(configPath);
};

const makeConfig = (m: Machine, { label, name, config }: InstalledApp): InstanceValue | undefined => {
  const type: Value = config ?? plainConfig(m);
  const module = m.importModule(name);
  const made = m.call(type, { args: [text(name), module], kwargs: new Map(), origin: config?.origin ?? nowhere });
  if (made.kind !== "instance") return undefined;
  const attributes: readonly (readonly [string, Value])[] = [
    ["name", text(name)],
    ["label", text(label)],
    ["module", module],
  ];
  for (const [key, value] of attributes) made.attributes.set(key, { value, origins: [] });
  return made;
};

/** Makes the registry ready; `open` says why more apps may be installed. Returns each app's config by label. */
export const registerApps = (m: Machine, apps: readonly InstalledApp[], open: string | undefined): ReadonlyMap<string, InstanceValue> => {
  const configs = new Map<string, InstanceValue>();
  registries.set(m, { configs, names: new Map(apps.map((app) => [app.name, app.label])), labels: new Map(), open });
  for (const app of apps) {
    const config = makeConfig(m, app);
    if (config !== undefined) configs.set(app.label, config);
  }
  return configs;
};

/** Are the installed apps known? Before that no code of Django finds a model. */
export const isRegistryReady = (m: Machine): boolean => registries.has(m);

const notYet = "the apps are not known yet";

const getConfigs: Native = (m, call) => {
  const registry = registries.get(m);
  return registry === undefined ? unknown(notYet, call.origin) : list([...registry.configs.values()], call.origin, registry.open);
};

const getConfig: Native = (m, call) => {
  const label = textArgument(m, call, 0, "app_label");
  const registry = registries.get(m);
  if (label === undefined || registry === undefined)
    return registry === undefined ? unknown(notYet, call.origin) : unknownResult(m, call, "get_app_config()");
  const found = registry.configs.get(label);
  if (found !== undefined) return found;
  return registry.open === undefined
    ? m.raise("LookupError", `no installed app has the label ${label}`, call.origin)
    : unknown(registry.open, call.origin);
};

const isInstalled: Native = (m, call) => {
  const name = textArgument(m, call, 0, "app_name");
  const registry = registries.get(m);
  if (registry === undefined) return unknown(notYet, call.origin);
  if (name === undefined) return unknownResult(m, call, "is_installed()");
  if (registry.names.has(name)) return truthValue(true, call.origin);
  return registry.open === undefined ? truthValue(false, call.origin) : unknown(registry.open, call.origin);
};

/** Modules evaluated so far that belong to the app; Django asks once all models are imported. */
const modelsOf = (m: Machine, label: string | undefined): readonly ClassValue[] => {
  const found = new Set<ClassValue>();
  for (const module of m.state.modules.values()) {
    const app = appLabelOf(m, module.name);
    if (app === undefined || (label !== undefined && app !== label)) continue;
    for (const { value } of module.namespace.values())
      if (value.kind === "class" && value.module === module.name && isConcreteModel(m, value)) found.add(value);
  }
  return [...found];
};

const isConcreteModel = (m: Machine, value: ClassValue): boolean => {
  if (!m.mro(value).some((base) => base.kind === "class" && base.module === "django.db.models.base" && base.name === "Model")) return false;
  return !isAbstractModel(value);
};

/** Does the class's own Meta make it an abstract model? */
export const isAbstractModel = (value: ClassValue): boolean => {
  const meta = value.namespace.get("Meta")?.value;
  const abstract = meta?.kind === "class" ? meta.namespace.get("abstract")?.value : undefined;
  return abstract?.kind === "constant" && abstract.value === true;
};

const configModels: Native = (m, call, self) => {
  const label = self?.kind === "instance" ? self.attributes.get("label")?.value : undefined;
  if (label?.kind !== "constant" || typeof label.value !== "string") return unknown(notYet, call.origin);
  return list([...modelsOf(m, label.value)], call.origin);
};

/** `autodiscover_modules("plugins", …)`: each app's module of such a name is imported, where it has one. */
const autodiscover: Native = (m, call) => {
  for (const app of registries.get(m)?.names.keys() ?? [])
    for (const given of call.args) {
      const name = m.force(given);
      if (name.kind === "constant" && m.hasModule(`${app}.${String(name.value)}`)) m.importModule(`${app}.${String(name.value)}`);
    }
  return none(call.origin);
};

export const appFunctions: Readonly<Record<string, Native>> = {
  "django.apps.apps.get_app_configs": getConfigs,
  "django.apps.apps.get_app_config": getConfig,
  "django.apps.apps.get_models": (m, call) =>
    registries.has(m) ? list([...modelsOf(m, undefined)], call.origin) : unknown(notYet, call.origin),
  "django.apps.config.AppConfig.get_models": configModels,
  "django.utils.module_loading.autodiscover_modules": autodiscover,
  "django.apps.apps.is_installed": isInstalled,
};

/** Label of the app whose package holds a module: the innermost, as `get_containing_app_config` decides. */
export const appLabelOf = (m: Machine, module: string): string | undefined => {
  const registry = registries.get(m);
  if (registry === undefined) return undefined;
  const { labels, names } = registry;
  if (labels.has(module)) return labels.get(module);
  const label = findLabel(names, module);
  labels.set(module, label);
  return label;
};

/** What the config of an app says of its implicit keys; undefined when it leaves that to the settings. */
export const defaultAutoFieldOf = (m: Machine, label: string | undefined): Value | undefined => {
  const config = label === undefined ? undefined : registries.get(m)?.configs.get(label);
  const stated = config === undefined ? undefined : m.find(config, "default_auto_field");
  return stated?.kind === "constant" ? stated : undefined;
};

const findLabel = (names: ReadonlyMap<string, string>, module: string): string | undefined => {
  for (let name = module; name !== ""; name = name.slice(0, Math.max(name.lastIndexOf("."), 0))) {
    const label = names.get(name);
    if (label !== undefined) return label;
  }
  return undefined;
};

/** Every attribute of an AppConfig is known, though its code is not here: what is missing is missing. */
export const isAppConfigClass = (base: ClassValue): boolean => base.module === "django.apps.config" && base.name === "AppConfig";

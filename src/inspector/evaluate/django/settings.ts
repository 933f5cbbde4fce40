/** `django.conf.settings`: the settings module's own names, or those of its django-configurations class, then Django's defaults. */
import type { Machine } from "../machine.ts";
import type { Binding, ClassValue, ModuleValue, SettingsNamespace, Value } from "../value.ts";
import { unknown } from "../value.ts";
import { noteGlobalChange } from "../state/deeds.ts";
import { copyBinding } from "../state/copy-binding.ts";
import { isCatalogued } from "../modules/standing.ts";
import { bindMember } from "../objects/find-along.ts";
import { noKwargs } from "../machine.ts";
import { configurationValue } from "../readers/django-settings.ts";

const configurationBases = new Set(["configurations.Configuration", "configurations.base.Configuration", "configurations.Settings"]);

const isConfiguration = (m: Machine, value: Value): value is ClassValue => {
  const forced = m.force(value);
  return (
    forced.kind === "class" &&
    m
      .mro(forced)
      .some((base) =>
        configurationBases.has(base.kind === "external" ? base.path : base.kind === "class" ? `${base.module}.${base.qualname}` : ""),
      )
  );
};

/** The class that `DJANGO_CONFIGURATION` names, else `Dev`, else the only one that no other derives from. */
const chosenConfiguration = (m: Machine, module: ModuleValue): ClassValue | undefined => {
  const classes: ClassValue[] = [];
  for (const binding of module.namespace.values()) {
    if (binding.value.kind !== "class" && binding.value.kind !== "lazy") continue;
    const value = m.read(binding);
    if (isConfiguration(m, value) && value.kind === "class" && value.module === module.name) classes.push(value);
  }
  const named = m.state.env.get("DJANGO_CONFIGURATION");
  if (named !== undefined) return classes.find((each) => each.name === named);
  return classes.find((each) => /^(?:dev|development|local)$/iu.test(each.name)) ?? classes[0];
};

/** Names of a configuration class: as an instance sees them, `values.*` resolved. */
const configurationNames = (m: Machine, cls: ClassValue): Map<string, Binding> => {
  const names = new Map<string, Binding>();
  const self = { kind: "instance", class: cls, args: [], kwargs: noKwargs, attributes: new Map() } as const;
  for (const base of [...m.mro(cls)].reverse()) {
    if (base.kind !== "class") continue;
    for (const [name, binding] of base.namespace)
      if (/^[A-Z][A-Z0-9_]*$/u.test(name)) {
        const read = m.read(binding);
        const value = configurationValue(m, read, name) ?? bindMember(m, read, self, `${base.module}.${base.qualname}.${name}`);
        names.set(name, { ...copyBinding(binding), value });
      }
  }
  return names;
};

const known = new WeakMap<Machine, SettingsNamespace>();

/** The scan's settings, evaluated; undefined when they cannot be. While the module is being evaluated: as far as it got. */
export const settingsNamespace = (m: Machine): SettingsNamespace | undefined => {
  const cached = known.get(m);
  if (cached !== undefined) return cached;
  const name = m.options.settingsModule;
  const module = name === undefined ? undefined : m.importModule(name);
  if (name === undefined || module?.kind !== "module") return undefined;
  const [star] = module.openStars;
  const open = star === undefined ? {} : { open: `${star}, whose code is not here, may set more` };
  if (m.state.records.get(name)?.state !== "done") return { module, names: module.namespace, ...open };
  const configuration = chosenConfiguration(m, module);
  const made = { module, names: configuration === undefined ? module.namespace : configurationNames(m, configuration), ...open };
  known.set(m, made);
  return made;
};

/** Settings are configured once their module has been read: what it imports or calls itself sees them as they were before. */
export const isConfigured = (m: Machine): boolean => {
  const { settingsModule } = m.options;
  return settingsModule === undefined || m.state.records.get(settingsModule)?.state !== "running";
};

const provided = new WeakMap<Machine, Map<string, Value>>();

/** A package sets what the project does not: `if not hasattr(settings, name): setattr(settings, name, value)`. */
export const provideSetting = (m: Machine, name: string, value: Value): void => {
  noteGlobalChange();
  provided.set(m, (provided.get(m) ?? new Map<string, Value>()).set(name, value));
};

/** `django.conf.settings.NAME`: the scan's settings, then Django's defaults; undefined when neither has it. */
export const lookUpSetting = (m: Machine, name: string): Value | undefined => {
  const settings = settingsNamespace(m);
  if (settings === undefined) return unknown("the project's settings are not known");
  const own = settings.names.get(name);
  if (own !== undefined) {
    if (own.inferred !== undefined) m.state.taint ??= own.inferred;
    return m.read(own);
  }
  if (settings.open !== undefined) return unknown(settings.open);
  const defaults = m.importModule("django.conf.global_settings");
  if (defaults.kind !== "module")
    return /^[A-Z][A-Z0-9_]*$/u.test(name) ? unknown(`whether Django has a default for ${name} is not known`) : undefined;
  if (name === "LANGUAGES" && m.options.hasCataloguedDjango !== true && isCatalogued(m, defaults.name))
    return unknown("how many languages Django knows differs from release to release");
  const binding = defaults.namespace.get(name);
  return binding === undefined ? provided.get(m)?.get(name) : m.read(binding);
};

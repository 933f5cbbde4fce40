import type { Machine } from "../machine.ts";
import type { ModuleValue, Value } from "../value.ts";
import { unknown } from "../value.ts";

/** The scan's settings module, evaluated. */
export const settingsModule = (m: Machine): ModuleValue | undefined => {
  const name = m.options.settingsModule;
  if (name === undefined) return undefined;
  const module = m.importModule(name);
  return module.kind === "module" ? module : undefined;
};

/** `django.conf.settings.NAME`: the scan's settings, then Django's defaults; undefined when neither has it. */
export const lookUpSetting = (m: Machine, name: string): Value | undefined => {
  const module = settingsModule(m);
  const own = module?.namespace.get(name);
  if (own !== undefined) return m.read(own);
  const [star] = module?.openStars ?? [];
  if (module === undefined) return unknown("the project's settings are not known");
  if (star !== undefined) return unknown(`${name} may be set by ${star}, whose code is not here`);
  const defaults = m.importModule("django.conf.global_settings");
  if (defaults.kind !== "module")
    return /^[A-Z][A-Z0-9_]*$/u.test(name) ? unknown(`whether Django has a default for ${name} is not known`) : undefined;
  const binding = defaults.namespace.get(name);
  return binding === undefined ? undefined : m.read(binding);
};

/**
 * django-appconf: the upper-case names of an `AppConf` class are defaults of settings, under a prefix that its Meta gives or
 * the package it stands in. What a `configure_NAME()` or `configure()` makes of them is not followed.
 */
import type { Machine } from "../machine.ts";
import { unknown, type ClassValue } from "../value.ts";
import { lookUpSetting, provideSetting } from "../django/settings.ts";

const APP_CONF = /^appconf\.(?:base\.)?AppConf$/u;

/** Is it made of an `AppConf`? */
export const isAppConf = (m: Machine, made: ClassValue): boolean =>
  made.bases.length > 0 &&
  m.mro(made).some((base, index) => {
    if (index === 0 || base.kind === "unknown") return false;
    return base.kind === "external" ? APP_CONF.test(base.path) : base.module.startsWith("appconf") && base.name === "AppConf";
  });

const prefixOf = (m: Machine, made: ClassValue): string | undefined => {
  const meta = made.namespace.get("Meta")?.value;
  const stated = ["prefix", "app_label"].flatMap((name) => (meta?.kind === "class" ? (meta.namespace.get(name)?.value ?? []) : []))[0];
  if (stated === undefined) return made.module.split(".").at(-2);
  const value = m.force(stated);
  return value.kind === "constant" && typeof value.value === "string" ? value.value : undefined;
};

/** What the settings do not have of it is provided. */
export const provideDefaults = (m: Machine, made: ClassValue): void => {
  const prefix = prefixOf(m, made)?.toUpperCase();
  if (prefix === undefined) return;
  const changesAll = made.namespace.has("configure");
  for (const [name, binding] of made.namespace) {
    if (!/^[A-Z][A-Z0-9_]*$/u.test(name)) continue;
    const setting = name.startsWith(prefix) ? name : `${prefix}_${name}`;
    const isChanged = changesAll || made.namespace.has(`configure_${name.toLowerCase()}`);
    if (isChanged) provideSetting(m, setting, unknown(`${made.name} configures ${setting}`, binding.origins[0]));
    else if (lookUpSetting(m, setting) === undefined) provideSetting(m, setting, binding.value);
  }
};

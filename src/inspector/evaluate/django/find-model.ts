/**
 * The class behind `app.Model`, for code that needs it at once: a base class found with `apps.get_model`. Apps are
 * those of INSTALLED_APPS; an app's label is its config's, else the last part of its name.
 */
import type { Forced, Machine } from "../machine.ts";
import type { ClassValue, ModuleValue } from "../value.ts";
import { lookUpSetting } from "./settings.ts";

interface InstalledApp {
  readonly name: string;
  readonly label: string;
}

const textOf = (m: Machine, cls: ClassValue, name: string): string | undefined => {
  const value = m.find(cls, name);
  return value?.kind === "constant" && typeof value.value === "string" ? value.value : undefined;
};

const lastPart = (name: string): string => name.slice(name.lastIndexOf(".") + 1);

const toApp = (m: Machine, entry: string): InstalledApp => {
  const last = lastPart(entry);
  const module = entry.slice(0, Math.max(0, entry.length - last.length - 1));
  if (!/^[A-Z]/u.test(last)) return { name: entry, label: last };
  const config = m.force({ kind: "lazy", module, name: last });
  const name = config.kind === "class" ? (textOf(m, config, "name") ?? module) : module.replace(/\.(apps|config)$/u, "");
  return { name, label: (config.kind === "class" ? textOf(m, config, "label") : undefined) ?? lastPart(name) };
};

const installedApps = (m: Machine): readonly InstalledApp[] => {
  const setting = lookUpSetting(m, "INSTALLED_APPS");
  if (setting?.kind !== "sequence") return [];
  return setting.items.flatMap((item) => {
    const entry = m.force(item);
    return entry.kind === "constant" && typeof entry.value === "string" ? [toApp(m, entry.value)] : [];
  });
};

const inModule = (m: Machine, module: ModuleValue, name: string): Forced | undefined => {
  for (const [bound, binding] of module.namespace) if (bound.toLowerCase() === name.toLowerCase()) return m.read(binding);
  return undefined;
};

/** Undefined when no installed app has it, or when its module is still being read. */
export const findModel = (m: Machine, label: string): ClassValue | undefined => {
  const [app, name] = label.split(".");
  if (app === undefined || name === undefined) return undefined;
  for (const installed of installedApps(m)) {
    if (installed.label !== app) continue;
    const module = m.importModule(`${installed.name}.models`);
    const found = module.kind === "module" ? inModule(m, module, name) : undefined;
    if (found?.kind === "class") return found;
  }
  return undefined;
};

/** Imports every app's `admin` module as `admin.autodiscover()` does, so that the registrations in them take effect. */
import type { Evaluator, ModuleValue } from "../../evaluate/value.ts";
import { importWithin } from "../import-within.ts";

export interface AppWithAdmin {
  readonly label: string;
  /** `AppConfig.name`. */
  readonly name: string;
}

export interface ImportedAdmin {
  /** Admin modules that the catalogue describes: their classes are known, the calls that they make are not. */
  readonly catalogued: readonly ModuleValue[];
  /** Installed apps of whose code nothing is known: they may register models. Dotted names. */
  readonly unreadApps: readonly string[];
}

/** In the order of the apps. */
export const importAdminModules = (
  evaluator: Evaluator,
  apps: readonly AppWithAdmin[],
  isCatalogued: (module: string) => boolean,
): ImportedAdmin => {
  const catalogued: ModuleValue[] = [];
  const unreadApps: string[] = [];
  for (const app of apps) {
    const name = `${app.name}.admin`;
    if (evaluator.hasModule(name)) {
      importWithin(evaluator, name, app.name);
      continue;
    }
    const module = isCatalogued(name) ? evaluator.importModule(name) : undefined;
    if (module?.kind === "module") catalogued.push(module);
    else if (evaluator.importModule(app.name).kind === "external") unreadApps.push(app.name);
  }
  return { catalogued, unreadApps };
};

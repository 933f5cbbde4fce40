/** Imports every app's `admin` module as `admin.autodiscover()` does, so that the registrations in them take effect. */
import type { Catalogue } from "../../catalogue/catalogue.ts";
import type { StoredRegistration } from "../../catalogue/stored-facts.ts";
import type { Evaluator, ModuleValue } from "../../evaluate/value.ts";
import { importWithin } from "../import-within.ts";

export interface AppWithAdmin {
  readonly label: string;
  /** `AppConfig.name`. */
  readonly name: string;
}

/** What to look at, in order: the calls that evaluation met up to a number, then perhaps a module that makes none. */
export interface AdminStep {
  /** Count of effects by then. */
  readonly effects: number;
  /** An admin module that the catalogue describes: its classes are known, the calls that it makes are not. */
  readonly catalogued?: ModuleValue;
  /** What such a module registers, where that is described. */
  readonly registers?: readonly StoredRegistration[];
}

export interface ImportedAdmin {
  readonly steps: readonly AdminStep[];
  /** Installed apps of whose admin not all is known: they may register more models. Dotted names. */
  readonly unreadApps: readonly string[];
}

/** In the order of the apps. */
export const importAdminModules = (
  evaluator: Evaluator,
  apps: readonly AppWithAdmin[],
  catalogue: Pick<Catalogue, "has" | "registrations">,
): ImportedAdmin => {
  const steps: AdminStep[] = [];
  const unreadApps: string[] = [];
  for (const app of apps) {
    const name = `${app.name}.admin`;
    if (evaluator.hasModule(name)) {
      importWithin(evaluator, name, app.name);
      continue;
    }
    const registers = catalogue.registrations(name);
    if (registers !== undefined) {
      steps.push({ effects: evaluator.effects.length, registers });
      continue;
    }
    const module = catalogue.has(name) ? evaluator.importModule(name) : undefined;
    if (module?.kind === "module") steps.push({ effects: evaluator.effects.length, catalogued: module });
    if (module === undefined ? evaluator.importModule(app.name).kind === "external" : !app.name.startsWith("django."))
      unreadApps.push(app.name);
  }
  return { steps: [...steps, { effects: evaluator.effects.length }], unreadApps };
};

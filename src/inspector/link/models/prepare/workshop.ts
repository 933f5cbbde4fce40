/** What every step of making models needs: the evaluator, the installed apps, the settings that models depend on. */
import type { AppFacts } from "../../../../contract/shapes/facts.ts";
import type { ClassValue, Evaluator, InstanceValue, Origin, Value } from "../../../evaluate/value.ts";
import type { Model } from "../model.ts";
import type { Inherited } from "./inherited.ts";

export interface ModelSettings {
  /** False where there are none at all: what only they say is not known then. */
  readonly areHere: boolean;
  /** `DEFAULT_AUTO_FIELD`, or Django's default where the settings do not say it; null when it is not known. */
  readonly defaultAutoField: string | null;
  /** Engine of the default database: how long names may be. */
  readonly engine: string | null;
  /** `5.2.19`; null when it is not known. */
  readonly djangoVersion: string | null;
  /** Do the project's declarations allow this release of a distribution? */
  readonly allowsRelease: (distribution: string, version: string) => boolean;
  /** A setting as plain data; undefined when it is not set or not known. */
  readonly read: (setting: string) => unknown;
}

/** A field (or something else that contributes itself) put on a class by code outside its body. */
export interface Addition {
  readonly name: string;
  readonly value: InstanceValue;
  readonly because: string | null;
  /** Where that code stands. */
  readonly origin: Origin;
}

export interface Workshop {
  readonly evaluator: Evaluator;
  readonly apps: readonly AppFacts[];
  readonly settings: ModelSettings;
  /** The model that a class is, made on first use. */
  readonly prepare: (value: ClassValue) => Model | null;
  /** Every class that was asked for; null for one that is no model, or that Django would refuse. */
  readonly models: Map<ClassValue, Model | null>;
  readonly inherited: Inherited;
  readonly additions: ReadonlyMap<ClassValue, readonly Addition[]>;
  /** Options that were set on the `_meta` of a class that is made. */
  readonly metaChanges: ReadonlyMap<ClassValue, ReadonlyMap<string, Value>>;
}

/** Apps by package, the first of each: the apps of a scan do not change, and every module is asked for. */
const packages = new WeakMap<readonly AppFacts[], ReadonlyMap<string, AppFacts>>();

const byPackage = (apps: readonly AppFacts[]): ReadonlyMap<string, AppFacts> => {
  const known = packages.get(apps);
  if (known !== undefined) return known;
  const found = new Map<string, AppFacts>();
  for (const app of apps) if (!found.has(app.name)) found.set(app.name, app);
  packages.set(apps, found);
  return found;
};

/** `apps.get_containing_app_config`: the app whose package holds the module, the innermost of several. */
export const containingApp = (apps: readonly AppFacts[], module: string): AppFacts | null => {
  const named = byPackage(apps);
  for (let end = module.length; end > 0; end = module.lastIndexOf(".", end - 1)) {
    const app = named.get(module.slice(0, end));
    if (app !== undefined) return app;
  }
  return null;
};

/** Is the project's Django at least `major.minor`? Taken as new when the version is not known. */
export const isDjango = (settings: ModelSettings, major: number, minor = 0): boolean => {
  const found = /^(\d+)\.(\d+)/.exec(settings.djangoVersion ?? "");
  if (found === null) return true;
  const [, given = "0", below = "0"] = found;
  return Number(given) > major || (Number(given) === major && Number(below) >= minor);
};

const statedAutoField = ({ apps, settings }: Workshop, label: string): string | null =>
  apps.find((app) => app.label === label)?.default_auto_field ?? settings.defaultAutoField;

export const knowsAutoField = (workshop: Workshop, label: string): boolean =>
  statedAutoField(workshop, label) !== null || (workshop.settings.areHere && workshop.settings.djangoVersion !== null);

/** Dotted path of the class of an implicit primary key; where it is not known, of the one that is most likely. */
export const autoFieldPath = (workshop: Workshop, label: string): string =>
  statedAutoField(workshop, label) ?? (isDjango(workshop.settings, 6) ? "django.db.models.BigAutoField" : "django.db.models.AutoField");

/** Admin sites as linked: which models are registered where, with the class that shows them. */
import type { StoredRegistration } from "../../catalogue/stored-facts.ts";
import type { ClassValue, ExternalValue, InstanceValue, Origin } from "../../evaluate/value.ts";

export interface AdminRegistration {
  /** `app.Model`. */
  readonly label: string;
  /** Null: Django's plain ModelAdmin. `unknown`: a class that could not be read. */
  readonly admin: ClassValue | ExternalValue | null | "unknown";
  readonly origin: Origin | null;
  /** The routes that it brings, where the catalogue knows them: below the model's own, with name and view. */
  readonly routes?: StoredRegistration["routes"];
  /** Dotted name of the module that registers it. */
  readonly module: string;
}

export interface AdminSite {
  /** Null for Django's default site when its code is not here. */
  readonly instance: InstanceValue | null;
  readonly isDefault: boolean;
  /** In the order of registration. */
  readonly registrations: readonly AdminRegistration[];
  /** False where a module that is no admin module registers the first model of an app: nobody knows when that is imported. */
  readonly isOrderKnown: boolean;
}

export interface AdminProblem {
  readonly file: string;
  readonly line: number;
  readonly code: "unresolved-admin";
  readonly message: string;
}

export interface AdminSites {
  readonly sites: readonly AdminSite[];
  /** Installed apps whose code is not here: they may register more. Dotted names. */
  readonly unreadApps: readonly string[];
  readonly problems: readonly AdminProblem[];
}

/**
 * Registrations on admin sites, from the calls that evaluation met: `site.register(Model, Admin)`, lists of models,
 * `@admin.register(Model, site=…)`, `site.unregister(Model)`.
 */
import type { ClassValue, Effect, Evaluator, ExternalValue, InstanceValue, ModuleValue, Value } from "../../evaluate/value.ts";
import type { StoredRegistration } from "../../catalogue/stored-facts.ts";
import { receiverOf } from "../receiver-of.ts";
import { isModelClass } from "../models/prepare/is-model.ts";
import type { ImportedAdmin } from "./import-admin-modules.ts";
import { adminOrder } from "./import-order.ts";
import type { AdminProblem, AdminRegistration, AdminSite, AdminSites } from "./admin-site.ts";

export interface ReadAdminOptions {
  readonly evaluator: Evaluator;
  /** Dotted path of a model's class → its label; null for what is no concrete, unswapped model. */
  readonly labelOf: (path: string) => string | null;
  /** `app.model` in any case → the label as Django spells it; null when there is no such model. */
  readonly labelNamed: (label: string) => string | null;
  readonly imported: ImportedAdmin;
  /** What stands in the place of Django's default site; null for Django's own. */
  readonly defaultSite?: InstanceValue | null;
  /** Dotted names of the installed apps, in their order: that in which `autodiscover()` imports their admin modules. */
  readonly appNames: readonly string[];
  /** Their labels, in the same order. */
  readonly labels: readonly string[];
}

interface Desk {
  readonly options: ReadAdminOptions;
  /** `default` or the site's own instance → label → registration. */
  readonly sites: Map<InstanceValue | "default", Map<string, AdminRegistration>>;
  readonly problems: AdminProblem[];
  /** `unregister` follows a registration; where that one is only seen later, it is already undone. */
  readonly withdrawn: Set<string>;
}

/** Django's default site by its dotted paths: the module attribute, the lazy object behind it. */
const isDefaultPath = (path: string): boolean => /^django\.contrib\.admin\.(?:site|sites\.site|sites\.DefaultAdminSite)$/.test(path);

const siteOf = (desk: Desk, value: Value | undefined): InstanceValue | "default" | null => {
  if (value === undefined) return "default";
  const { evaluator } = desk.options;
  const site = evaluator.force(value);
  if (site.kind === "external") return isDefaultPath(site.path) ? "default" : null;
  if (site.kind !== "instance") return null;
  return site === desk.options.defaultSite || isDefaultPath(evaluator.pathOf(site.class) ?? "") ? "default" : site;
};

/** Labels of what was given as model: a class, a list of them, `get_user_model()`. Null: not known. */
const labelsOf = (desk: Desk, value: Value): readonly string[] | null => {
  const { evaluator, labelOf } = desk.options;
  const given = evaluator.force(value);
  if (given.kind === "sequence") {
    if (given.open !== undefined) return null;
    const each = given.items.map((item) => labelsOf(desk, item));
    return each.includes(null) ? null : each.flatMap((labels) => labels ?? []);
  }
  if (given.kind === "class") {
    const label = labelOf(evaluator.pathOf(given) ?? "");
    if (label !== null) return [label];
    // Django passes over a swapped model; a class that only looks like a model tells its label at run time.
    return isModelClass(evaluator, given) === true ? [] : null;
  }
  if (given.kind === "external") {
    const label = labelOf(given.path);
    return label === null ? null : [label];
  }
  if (given.kind === "constant" && typeof given.value === "string") return namedModel(desk, given.value);
  return null;
};

/** `get_user_model()` and `apps.get_model()` evaluate to a label. */
const namedModel = (desk: Desk, label: string): readonly string[] | null => {
  const known = desk.options.labelNamed(label);
  return known === null ? null : [known];
};

const adminOf = (desk: Desk, value: Value | undefined): AdminRegistration["admin"] => {
  if (value === undefined) return null;
  const given = desk.options.evaluator.force(value);
  if (given.kind === "class" || given.kind === "external") return given;
  return given.kind === "constant" && given.value === null ? null : "unknown";
};

const add = (
  desk: Desk,
  effect: Effect,
  registration: {
    readonly site: InstanceValue | "default" | null;
    readonly models: readonly Value[];
    readonly admin: AdminRegistration["admin"];
    readonly isLate?: boolean;
  },
): void => {
  const labels = registration.models.map((model) => labelsOf(desk, model));
  if (registration.site === null || labels.includes(null) || effect.because !== undefined) {
    const message = effect.because ?? "Which model is registered here is computed in a way that cannot be read.";
    desk.problems.push({ file: effect.origin.file, line: effect.origin.line, code: "unresolved-admin", message });
    return;
  }
  const registry = desk.sites.get(registration.site) ?? new Map<string, AdminRegistration>();
  desk.sites.set(registration.site, registry);
  for (const label of labels.flatMap((each) => each ?? []))
    if (registration.isLate !== true || !desk.withdrawn.has(label))
      registry.set(label, { label, admin: registration.admin, origin: effect.origin, module: effect.module });
};

const isSiteMethod = (desk: Desk, effect: Effect, name: string): boolean => {
  if (effect.path === null || !effect.path.endsWith(`.${name}`)) return false;
  if (isDefaultPath(effect.path.slice(0, -name.length - 1))) return true;
  const self = receiverOf(effect.callee);
  const site = self === undefined ? undefined : desk.options.evaluator.force(self);
  return site?.kind === "instance" && isSiteClass(desk, site.class);
};

const isSiteClass = (desk: Desk, type: ClassValue | ExternalValue): boolean => {
  const path = "django.contrib.admin.sites.AdminSite";
  if (type.kind === "external") return type.path === path || type.path === "django.contrib.admin.AdminSite";
  return desk.options.evaluator.isSubclass(type, path) === true;
};

const isDecorator = (path: string | null): boolean =>
  path === "django.contrib.admin.decorators.register()" || path === "django.contrib.admin.register()";

const take = (desk: Desk, effect: Effect): void => {
  if (isDecorator(effect.path) && effect.callee.kind === "instance") {
    const { args, kwargs } = effect.callee;
    add(desk, effect, { site: siteOf(desk, kwargs.get("site")), models: args, admin: adminOf(desk, effect.args[0]) });
    return;
  }
  if (isSiteMethod(desk, effect, "register")) {
    const models = effect.args[0] ?? effect.kwargs.get("model_or_iterable");
    const admin = effect.args[1] ?? effect.kwargs.get("admin_class");
    if (models !== undefined)
      add(desk, effect, { site: siteOf(desk, receiverOf(effect.callee)), models: [models], admin: adminOf(desk, admin) });
    return;
  }
  // `if site.is_registered(Model): site.unregister(Model)`: whatever the test gives, it is not registered after it.
  if (!isSiteMethod(desk, effect, "unregister") || effect.args[0] === undefined) return;
  const site = siteOf(desk, receiverOf(effect.callee));
  const registry = site === null ? undefined : desk.sites.get(site);
  for (const label of labelsOf(desk, effect.args[0]) ?? []) {
    registry?.delete(label);
    desk.withdrawn.add(label);
  }
};

/** A catalogued module makes no calls, but its classes still have their decorators. */
const takeDecorated = (desk: Desk, module: ModuleValue): void => {
  for (const binding of module.namespace.values()) {
    const type = binding.value;
    if (type.kind !== "class" || type.module !== module.name) continue;
    for (const decorator of type.decorators) {
      const call = desk.options.evaluator.force(decorator);
      if (call.kind !== "instance" || !isDecorator(`${desk.options.evaluator.pathOf(call.class) ?? ""}()`)) continue;
      const origin = type.origin ?? { file: module.file, line: 1 };
      const effect: Effect = { callee: call, path: null, args: [type], kwargs: new Map(), origin, module: module.name };
      add(desk, effect, { site: siteOf(desk, call.kwargs.get("site")), models: call.args, admin: type, isLate: true });
    }
  }
};

/** What an installed app is known to register, unless the project took it back. */
const takeDescribed = (desk: Desk, registers: readonly StoredRegistration[]): void => {
  const registry = desk.sites.get("default");
  for (const { label, routes } of registers) {
    const known = desk.options.labelNamed(label);
    if (known !== null && !desk.withdrawn.has(known) && registry?.has(known) === false)
      registry.set(known, { label: known, admin: "unknown", origin: null, module: "", routes });
  }
};

/** Place of the app whose package holds the registering module; a module of no app was imported by an earlier one. */
const rankOf = (order: readonly string[], { appNames, labels }: ReadAdminOptions, registration: AdminRegistration): number => {
  const { module, label, origin } = registration;
  let found: string | undefined;
  if (origin === null) found = appNames[labels.indexOf(label.split(".")[0] ?? "")];
  else for (const name of appNames) if (`${module}.`.startsWith(`${name}.`) && name.length > (found?.length ?? 0)) found = name;
  return found === undefined ? -1 : order.indexOf(found);
};

const isOrderKnown = (registrations: readonly AdminRegistration[]): boolean => {
  const seen = new Set<string>();
  const first = registrations.filter(({ label }) => {
    const app = label.split(".")[0] ?? "";
    return !seen.has(app) && seen.add(app);
  });
  return first.length < 2 || first.every(({ origin, module }) => origin === null || /(?:^|\.)admin(?:$|\.)/u.test(module));
};

/** Import the admin modules first (`importAdminModules`). The default site is always among `sites`. */
export const readAdminSites = (options: ReadAdminOptions): AdminSites => {
  const desk: Desk = { options, sites: new Map([["default", new Map()]]), problems: [], withdrawn: new Set() };
  let from = 0;
  for (const { effects, catalogued, registers } of options.imported.steps) {
    for (const effect of options.evaluator.effects.slice(from, effects)) take(desk, effect);
    if (catalogued !== undefined) takeDecorated(desk, catalogued);
    if (registers !== undefined) takeDescribed(desk, registers);
    from = effects;
  }
  const order = adminOrder(options.evaluator, options.appNames);
  const sites = [...desk.sites].map(([site, registry]): AdminSite => {
    const registrations = [...registry.values()].sort((a, b) => rankOf(order, options, a) - rankOf(order, options, b));
    return {
      instance: site === "default" ? (options.defaultSite ?? null) : site,
      isDefault: site === "default",
      registrations,
      isOrderKnown: isOrderKnown(registrations),
    };
  });
  return { sites, unreadApps: options.imported.unreadApps, problems: desk.problems };
};

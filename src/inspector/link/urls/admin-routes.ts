/** The routes of an admin site, as `AdminSite.get_urls()` and `ModelAdmin.get_urls()` make them. */
import type { ClassValue, Value } from "../../evaluate/value.ts";
import type { AdminRegistration, AdminSite } from "../admin/admin-site.ts";
import type { UrlPrefix } from "./linked-url.ts";
import { readPathConverters, readRegexConverters } from "./read-converters.ts";
import { readView } from "./read-view.ts";
import { extendPrefix, reportUrls, type UrlContext } from "./url-context.ts";

interface AdminRoute {
  readonly route: string;
  readonly name: string | null;
  readonly view: string | null;
  readonly kind?: "regex";
}

const adminSite = "django.contrib.admin.sites.AdminSite";
const modelAdmin = "django.contrib.admin.options.ModelAdmin";

/** Django before 5.2 took integers alone for the key of a content type. */
const siteRoutes = (series: string | null): readonly AdminRoute[] => [
  { route: "", name: "index", view: `${adminSite}.index` },
  { route: "login/", name: "login", view: `${adminSite}.login` },
  { route: "logout/", name: "logout", view: `${adminSite}.logout` },
  { route: "password_change/", name: "password_change", view: `${adminSite}.password_change` },
  { route: "password_change/done/", name: "password_change_done", view: `${adminSite}.password_change_done` },
  { route: "autocomplete/", name: "autocomplete", view: `${adminSite}.autocomplete_view` },
  { route: "jsi18n/", name: "jsi18n", view: `${adminSite}.i18n_javascript` },
  {
    route: `r/<${series !== null && Number.parseFloat(series) < 5.2 ? "int" : "path"}:content_type_id>/<path:object_id>/`,
    name: "view_on_site",
    view: "django.contrib.contenttypes.views.shortcut",
  },
];

const catchAll: AdminRoute = { route: "(?P<url>.*)$", name: null, view: `${adminSite}.catch_all_view`, kind: "regex" };

const modelRoutes = [
  { route: "", name: "changelist", method: "changelist_view" },
  { route: "add/", name: "add", method: "add_view" },
  { route: "<path:object_id>/history/", name: "history", method: "history_view" },
  { route: "<path:object_id>/delete/", name: "delete", method: "delete_view" },
  { route: "<path:object_id>/change/", name: "change", method: "change_view" },
] as const;

const push = (context: UrlContext, prefix: UrlPrefix, routes: readonly AdminRoute[]): void => {
  for (const { route, name, view, kind } of routes) {
    const full = extendPrefix(prefix, route, kind === "regex" ? readRegexConverters(route) : readPathConverters(route));
    context.found.push({
      route: full.route,
      name,
      namespaces: prefix.namespaces,
      view,
      methods: null,
      requires: ["staff"],
      converters: full.converters,
      origin: null,
    });
  }
};

/** Dotted path of the method that answers: of the nearest class that defines it. Null when a base is not here. */
const methodPath = (context: UrlContext, admin: AdminRegistration["admin"], method: string): string | null => {
  if (admin === null) return `${modelAdmin}.${method}`;
  if (admin === "unknown" || admin.kind === "external") return null;
  for (const base of context.evaluator.mro(admin)) {
    if (base.kind !== "class") return base.kind === "external" && base.path === modelAdmin ? `${modelAdmin}.${method}` : null;
    if (base.namespace.has(method)) return `${context.evaluator.pathOf(base)}.${method}`;
  }
  return `${modelAdmin}.${method}`;
};

const ownersOfGetUrls = (context: UrlContext, admin: ClassValue): readonly ClassValue[] =>
  context.evaluator
    .mro(admin)
    .flatMap((base) =>
      base.kind === "class" &&
      base.namespace.has("get_urls") &&
      base.adminRoutes === undefined &&
      !base.module.startsWith("django.contrib.")
        ? [base]
        : [],
    );

/** `Class.method` of a package, as the class that replaces the method last calls it. */
const nearestMethod = (context: UrlContext, admin: AdminRegistration["admin"], view: string | null): string | null => {
  const method = view?.split(".").at(-1);
  if (view === null || method === undefined || admin === null || admin === "unknown" || admin.kind !== "class") return view;
  for (const base of context.evaluator.mro(admin))
    if (base.kind === "class" && base.namespace.has(method)) return `${context.evaluator.pathOf(base)}.${method}`;
  return view;
};

/** The routes that the nearest admin class of a package brings, where the catalogue knows them. */
const describedRoutes = (context: UrlContext, admin: AdminRegistration["admin"]): ClassValue["adminRoutes"] => {
  if (admin === null || admin === "unknown" || admin.kind !== "class") return undefined;
  for (const base of context.evaluator.mro(admin)) if (base.kind === "class" && base.adminRoutes !== undefined) return base.adminRoutes;
  return undefined;
};

/** `ModelAdmin(model, site)` as Django makes it, as far as a `get_urls()` asks. */
const makeAdmin = (context: UrlContext, admin: ClassValue, { label }: AdminRegistration, site: Value): Value => {
  const made = context.evaluator.call(admin, [], new Map());
  const model = context.classOf(label);
  if (made.kind !== "instance") return made;
  const set = (name: string, value: Value): void => void made.attributes.set(name, { value, origins: [] });
  set("admin_site", site);
  if (model !== null) {
    set("model", model);
    set("opts", context.evaluator.attribute(model, "_meta"));
  }
  return made;
};

/** What a `get_urls()` of a project gives, with `standard` in the place of `super().get_urls()`. */
const walkOwn = (context: UrlContext, own: OwnGetUrls, prefix: UrlPrefix): void => {
  const { evaluator } = context;
  const patterns = evaluator.call(evaluator.attribute(own.of, "get_urls"), [], new Map());
  if (patterns.kind === "sequence" || (patterns.kind === "instance" && evaluator.pathOf(patterns.class)?.endsWith(".get_urls") === true))
    return context.walk({ ...context, inherited: own.standard }, patterns, prefix);
  reportUrls(context, own.owner, "unresolved-urls", `The routes that ${own.owner.name}.get_urls() adds to the admin cannot be read.`);
  return own.standard("", prefix);
};

interface OwnGetUrls {
  /** The ModelAdmin or AdminSite. */
  readonly of: Value;
  /** The class that defines the method. */
  readonly owner: ClassValue;
  readonly standard: (path: string, prefix: UrlPrefix) => void;
}

const ofModel = (context: UrlContext, prefix: UrlPrefix, registration: AdminRegistration, site: Value): void => {
  const [app = "", model = ""] = registration.label.split(".");
  const info = `${app}_${model.toLowerCase()}`;
  const inside = extendPrefix(prefix, `${app}/${model.toLowerCase()}/`, {});
  const { admin } = registration;
  if (registration.routes !== undefined) {
    return push(
      context,
      inside,
      registration.routes.map(([route, name, view]) => ({ route, name, view })),
    );
  }
  const described = describedRoutes(context, admin);
  const standard = (_path: string, at: UrlPrefix): void => {
    if (described !== undefined) {
      push(
        context,
        at,
        described.map(([route, name, view]) => ({
          route,
          name: name?.replace("{info}", info) ?? null,
          view: nearestMethod(context, admin, view),
        })),
      );
      return;
    }
    const routes: AdminRoute[] = modelRoutes.map(({ route, name, method }) => ({
      route,
      name: `${info}_${name}`,
      view: methodPath(context, admin, method),
    }));
    if (isUserAdmin(context, admin))
      routes.push({
        route: "<id>/password/",
        name: "auth_user_password_change",
        view: nearestMethod(context, admin, `${userAdmin}.user_change_password`),
      });
    routes.push({ route: "<path:object_id>/", name: null, view: "django.views.generic.base.RedirectView" });
    push(context, at, routes);
  };
  const owner = admin !== null && admin !== "unknown" && admin.kind === "class" ? ownersOfGetUrls(context, admin)[0] : undefined;
  if (owner === undefined || admin === null || admin === "unknown" || admin.kind !== "class") return standard("", inside);
  return walkOwn(context, { of: makeAdmin(context, admin, registration, site), owner, standard }, inside);
};

const isUserAdmin = (context: UrlContext, admin: AdminRegistration["admin"]): boolean => {
  if (admin === null || admin === "unknown") return false;
  return admin.kind === "class" ? context.evaluator.isSubclass(admin, userAdmin) === true : admin.path === userAdmin;
};

const userAdmin = "django.contrib.auth.admin.UserAdmin";

/** Whether a class attribute or method of the site differs from Django's: read from the site's own classes. */
const siteClasses = (context: UrlContext, admin: AdminSite): readonly ClassValue[] => {
  const type = admin.instance?.class;
  if (type?.kind !== "class") return [];
  return context.evaluator
    .mro(type)
    .flatMap((base) => (base.kind === "class" && !base.module.startsWith("django.contrib.admin") ? [base] : []));
};

/** What code put in the place of the site's methods: `admin.site.login = …`. */
const replacedMethods = (context: UrlContext, source: Value): ReadonlyMap<string, string | null> => {
  const site = source.kind === "external" && source.of !== undefined ? context.evaluator.force(source.of) : source;
  const replaced = new Map<string, string | null>();
  if (site.kind === "instance")
    for (const [name, { value }] of site.attributes) replaced.set(`${adminSite}.${name}`, readView(context.evaluator, value).view);
  return replaced;
};

/** Method of Django's site, as the class of this one that replaces it last calls it. */
const ownMethod = (context: UrlContext, admin: AdminSite, view: string | null): string | null => {
  const method = view?.startsWith(`${adminSite}.`) === true ? view.slice(adminSite.length + 1) : undefined;
  const owner = method === undefined ? undefined : siteClasses(context, admin).find((type) => type.namespace.has(method));
  return owner === undefined ? view : `${context.evaluator.pathOf(owner)}.${method}`;
};

const standardRoutes = (context: UrlContext, admin: AdminSite, prefix: UrlPrefix, source: Value): void => {
  const replaced = replacedMethods(context, source);
  const given = siteRoutes(context.settings.djangoSeries).map((route) => ({ ...route, view: ownMethod(context, admin, route.view) }));
  push(
    context,
    prefix,
    given.map((route) => {
      const view = route.view === null ? undefined : replaced.get(route.view);
      return view === undefined ? route : { ...route, view };
    }),
  );
  const site: Value = admin.instance ?? { kind: "external", path: "django.contrib.admin.sites.site" };
  for (const registration of admin.registrations) ofModel(context, prefix, registration, site);
  const { unreadApps, problems } = context.admin;
  if (unreadApps.length > 0) {
    reportUrls(
      context,
      source,
      "urls-not-here",
      `${unreadApps.length} installed apps are not here (${unreadApps.slice(0, 5).join(", ")}): they may register models with the admin.`,
    );
  } else if (problems.length > 0) {
    reportUrls(context, source, "urls-not-here", "A registration with the admin is not known: its model may have more routes there.");
  } else if (!admin.isOrderKnown) {
    reportUrls(
      context,
      source,
      "urls-not-here",
      "The route of the apps' pages is not known: it names them in the order of their registration.",
    );
  } else {
    const labels = [...new Set(admin.registrations.map(({ label }) => label.split(".")[0] ?? ""))];
    if (labels.length > 0)
      push(context, prefix, [
        {
          route: `^(?P<app_label>${labels.join("|")})/$`,
          name: "app_list",
          view: ownMethod(context, admin, `${adminSite}.app_index`),
          kind: "regex",
        },
      ]);
  }
  const own = siteClasses(context, admin);
  const final = own.find((type) => type.namespace.has("final_catch_all_view"))?.namespace.get("final_catch_all_view");
  if (final === undefined || context.evaluator.toPlain(final.value) !== false)
    push(context, prefix, [{ ...catchAll, view: ownMethod(context, admin, catchAll.view) }]);
};

/** `source` is the value that the urlconf named; `prefix` has the site's namespace already. */
export const adminRoutes = (context: UrlContext, admin: AdminSite, prefix: UrlPrefix, source: Value): void => {
  const standard = (_path: string, at: UrlPrefix): void => standardRoutes(context, admin, at, source);
  const owner = siteClasses(context, admin).find((type) => type.namespace.has("get_urls"));
  if (owner === undefined || admin.instance === null) return standard("", prefix);
  return walkOwn(context, { of: admin.instance, owner, standard }, prefix);
};

/** The namespace of a site: `AdminSite(name="…")`, `admin` when not given. */
export const siteName = (context: UrlContext, admin: AdminSite): string => {
  const given = admin.instance?.kwargs.get("name") ?? admin.instance?.args[0];
  const name = given === undefined ? "admin" : context.evaluator.toPlain(given);
  return typeof name === "string" ? name : "admin";
};

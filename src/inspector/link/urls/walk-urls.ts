/**
 * Walks a URLconf from its root: every pattern with all that stands before it, includes followed, routers and the
 * admin expanded. What cannot be read is reported once at the place where it stands; it never becomes a route.
 */
import type { ExternalValue, InstanceValue, ModuleValue, SequenceValue, Value } from "../../evaluate/value.ts";
import type { AdminSite } from "../admin/admin-site.ts";
import { adminRoutes, siteName } from "./admin-routes.ts";
import { commonPatterns } from "./common-patterns.ts";
import { importUrlconf } from "../import-urlconf.ts";
import type { UrlPrefix } from "./linked-url.ts";
import { readPathConverters, readRegexConverters } from "./read-converters.ts";
import { readView, type ReadView } from "./read-view.ts";
import { isRouter } from "./router/read-router.ts";
import { withSuffix } from "./router/router-routes.ts";
import { extendPrefix, mayReadOne, reportUrls, withNamespace, type UrlContext } from "./url-context.ts";
import { walkNinja, walkRouter } from "./walk-routers.ts";
import { makeStep } from "../../progress.ts";

const mostDepth = 16;

/** `django.urls.path` by any of the paths that lead to it. */
const functionPath = (context: UrlContext, call: InstanceValue): string =>
  (context.evaluator.pathOf(call.class) ?? "")
    .replace(/^django\.urls\.conf\./, "django.urls.")
    .replace("django.conf.urls.include", "django.urls.include");

const textOf = (context: UrlContext, value: Value | undefined): string | null | undefined => {
  if (value === undefined) return null;
  const plain = context.evaluator.toPlain(value);
  return typeof plain === "string" || plain === null ? plain : undefined;
};

/** The router or site behind `router.urls`, `admin.site.urls`. */
const ownerOfUrls = (
  context: UrlContext,
  value: ExternalValue,
): { readonly router: InstanceValue } | { readonly site: AdminSite } | null => {
  if (!value.path.endsWith(".urls")) return null;
  const behind = value.of === undefined ? undefined : context.evaluator.force(value.of);
  const owner = behind?.kind === "instance" ? behind : undefined;
  if (owner !== undefined && isRouter(context.evaluator, owner)) return { router: owner };
  const named = context.admin.sites.find((site) => site.instance !== null && site.instance === owner);
  if (named !== undefined) return { site: named };
  const standard = context.admin.sites.find((site) => site.isDefault);
  if (!/^django\.contrib\.admin\.(?:site|sites\.\w+)\.urls$/.test(value.path) || standard === undefined) return null;
  if (owner === undefined || context.evaluator.pathOf(owner.class)?.endsWith("DefaultAdminSite") === true) return { site: standard };
  return {
    site:
      owner.origin?.file.includes("django/contrib/admin/") === true
        ? standard
        : { instance: owner, isDefault: false, registrations: [], isOrderKnown: true },
  };
};

const walkOwner = (context: UrlContext, value: ExternalValue, prefix: UrlPrefix): boolean => {
  if (walkNinja(context, value, prefix)) return true;
  const owner = ownerOfUrls(context, value);
  if (owner === null) return false;
  if ("router" in owner) walkRouter(context, owner.router, prefix);
  else adminRoutes(context, owner.site, withNamespace(prefix, siteName(context, owner.site)), value);
  return true;
};

const walkModule = (context: UrlContext, module: ModuleValue, prefix: UrlPrefix, depth: number): void => {
  const patterns = module.namespace.get("urlpatterns");
  if (patterns === undefined) {
    context.problems.push({
      file: module.file,
      line: null,
      code: "unresolved-urls",
      message: `${module.name} sets no urlpatterns that can be read.`,
    });
    return;
  }
  walkPatterns(context, patterns.value, prefix, depth);
};

/** What `include()` was given, once its own namespace is known. */
interface Included {
  readonly target: Value;
  readonly namespace: string | null;
  readonly appName: string | null;
}

const walkIncluded = (context: UrlContext, included: Included, prefix: UrlPrefix, depth: number): void => {
  const { evaluator } = context;
  const target = evaluator.force(included.target);
  const named =
    typeof (target.kind === "constant" ? target.value : null) === "string" ? String(target.kind === "constant" ? target.value : "") : null;
  const module = named === null ? target : importUrlconf(evaluator, named);
  if (module.kind === "module" && !context.isRead(module.name))
    return reportUrls(
      context,
      included.target,
      "urls-not-here",
      `The routes of ${module.name} under ${JSON.stringify(prefix.route)} are not known: the project requires a release that is not described here.`,
    );
  if (module.kind === "module") {
    const own = module.namespace.get("app_name");
    const appName = own === undefined ? included.appName : (textOf(context, own.value) ?? null);
    return walkModule(context, module, withNamespace(prefix, included.namespace ?? appName), depth + 1);
  }
  const inside = withNamespace(prefix, included.namespace ?? included.appName);
  if (module.kind === "sequence") return walkPatterns(context, module, inside, depth + 1);
  if (module.kind === "external" && named === null && walkOwner(context, module, inside)) return undefined;
  const what = named ?? (module.kind === "external" ? module.path : "what is included here");
  const why = module.kind === "unknown" ? ` (${module.because})` : "";
  reportUrls(
    context,
    included.target,
    module.kind === "external" ? "urls-not-here" : "unresolved-urls",
    `The routes of ${what} under ${JSON.stringify(prefix.route)} are not known${why}.`,
  );
  return undefined;
};

/** `(patterns, app_name)` or `(patterns, app_name, namespace)`. */
const isPatternTuple = (context: UrlContext, value: SequenceValue): boolean => {
  const [first, second] = value.items;
  if (value.type !== "tuple" || first === undefined || second === undefined || value.items.length > 3) return false;
  const app = context.evaluator.force(second);
  return app.kind === "constant" && (app.type === "str" || app.type === "none");
};

const ofTuple = (context: UrlContext, value: SequenceValue, namespace: string | null): Included => ({
  target: value.items[0] ?? value,
  appName: textOf(context, value.items[1]) ?? null,
  namespace: namespace ?? textOf(context, value.items[2]) ?? null,
});

const toIncluded = (context: UrlContext, include: InstanceValue): Included => {
  const target = context.evaluator.force(include.args[0] ?? include.kwargs.get("arg") ?? include);
  const namespace = textOf(context, include.kwargs.get("namespace") ?? include.args[1]) ?? null;
  if (target.kind === "sequence" && isPatternTuple(context, target)) return ofTuple(context, target, namespace);
  return {
    target: target.origin === undefined && include.origin !== undefined ? { ...target, origin: include.origin } : target,
    namespace,
    appName: null,
  };
};

const walkPattern = (
  context: UrlContext,
  pattern: InstanceValue,
  isPath: boolean,
  at: { readonly prefix: UrlPrefix; readonly depth: number },
): void => {
  const { evaluator } = context;
  const route = textOf(context, pattern.args[0] ?? pattern.kwargs.get(isPath ? "route" : "regex") ?? pattern.kwargs.get("route"));
  const given = pattern.args[1] ?? pattern.kwargs.get("view");
  if (typeof route !== "string" || given === undefined)
    return reportUrls(context, pattern, "unresolved-route", "This route is computed in a way that cannot be read.");
  const prefix = extendPrefix(at.prefix, route, isPath ? readPathConverters(route) : readRegexConverters(route));
  const view = evaluator.force(given);
  if (view.kind === "instance" && functionPath(context, view) === "django.urls.include")
    return walkIncluded(context, toIncluded(context, view), prefix, at.depth);
  if (view.kind === "sequence") {
    const included = isPatternTuple(context, view) ? ofTuple(context, view, null) : { target: view, namespace: null, appName: null };
    return walkIncluded(context, included, prefix, at.depth);
  }
  if (view.kind === "external" && walkOwner(context, view, prefix)) return undefined;
  if (view.kind === "external" && view.path.endsWith(".urls"))
    return reportUrls(context, pattern, "urls-not-here", `The routes of ${view.path} under ${JSON.stringify(prefix.route)} are not known.`);
  const name = textOf(context, pattern.kwargs.get("name") ?? pattern.args[3]);
  if (name === undefined)
    return reportUrls(
      context,
      pattern,
      "unresolved-route",
      `The name of the route ${JSON.stringify(prefix.route)} is computed in a way that cannot be read.`,
    );
  // Code may put another view in the place of the first: `pattern.callback = decorator(pattern.callback)`.
  const replaced = pattern.attributes.get("callback");
  const possible = replaced === undefined ? [view] : [replaced.value, ...(replaced.because === undefined ? [] : [view])];
  const read = readOneOf(context, possible);
  if (read.view === null && name === null && view.kind === "unknown")
    return reportUrls(context, pattern, "unresolved-route", `What stands at ${JSON.stringify(prefix.route)} is not known.`);
  context.found.push({ ...leaf(pattern, prefix, name), ...read });
  return undefined;
};

/** The view that all possible values agree on: a decorator that may or may not be there changes no name. */
const readOneOf = (context: UrlContext, values: readonly Value[]): ReadView => {
  const each = values.flatMap((value) => {
    const forced = context.evaluator.force(value);
    return forced.kind === "alternatives" ? forced.options : [forced];
  });
  const [first, ...rest] = each.map((value) => readView(context.evaluator, value));
  if (first !== undefined && rest.every((other) => other.view === first.view))
    return rest.length === 0 ? first : { ...first, methods: null, requires: null };
  return { view: null, methods: null, requires: null };
};

/** `URLPattern(RegexPattern(regex), view, kwargs, name)`: what `path()` and `re_path()` make. */
const walkMadePattern = (context: UrlContext, made: InstanceValue, at: { readonly prefix: UrlPrefix; readonly depth: number }): void => {
  const inner = context.evaluator.force(made.args[0] ?? made.kwargs.get("pattern") ?? made);
  const kind = inner.kind === "instance" ? (context.evaluator.pathOf(inner.class) ?? "").split(".").at(-1) : undefined;
  const route = inner.kind === "instance" ? (inner.args[0] ?? inner.kwargs.get("route") ?? inner.kwargs.get("regex")) : undefined;
  const view = made.args[1] ?? made.kwargs.get("callback");
  if (route === undefined || view === undefined || (kind !== "RoutePattern" && kind !== "RegexPattern"))
    return reportUrls(context, made, "unresolved-route", "This route is made in a way that cannot be read.");
  const name = made.args[3] ?? made.kwargs.get("name");
  const pattern: InstanceValue = { ...made, args: [route, view], kwargs: new Map(name === undefined ? [] : [["name", name]]) };
  return walkPattern(context, pattern, kind === "RoutePattern", at);
};

const leaf = (pattern: InstanceValue, prefix: UrlPrefix, name: string | null) => ({
  route: prefix.route,
  name,
  namespaces: prefix.namespaces,
  converters: prefix.converters,
  origin: pattern.origin ?? null,
});

/** `i18n_patterns(…)`: the language in force stands before each route, unless it is the default and that goes without. */
const walkLanguage = (context: UrlContext, call: InstanceValue, at: { readonly prefix: UrlPrefix; readonly depth: number }): void => {
  const { languageCode, useI18n } = context.settings;
  const prefixDefault = call.kwargs.get("prefix_default_language");
  const hasPrefix = useI18n !== false && (prefixDefault === undefined || context.evaluator.toPlain(prefixDefault) !== false);
  if (hasPrefix && languageCode === null)
    return reportUrls(context, call, "unresolved-urls", "The language before these routes is not known.");
  const prefix = hasPrefix ? extendPrefix(at.prefix, `${languageCode}/`, {}) : at.prefix;
  for (const item of call.args) walkItem(context, item, { prefix, depth: at.depth });
  return undefined;
};

const escapeRegex = (text: string): string => text.replace(/[.*+?^${}()|[\]\\#&~\-\s]/g, "\\$&");

/** `static(prefix, …)` serves files while DEBUG is on, else nothing. */
const walkStatic = (context: UrlContext, call: InstanceValue, prefix: UrlPrefix): void => {
  const folder = textOf(context, call.args[0] ?? call.kwargs.get("prefix"));
  const given = call.kwargs.get("view") ?? call.args[1];
  const view =
    given === undefined ? { view: "django.views.static.serve", methods: null, requires: [] } : readView(context.evaluator, given);
  serveFolder(context, call, { prefix, folder: folder ?? null, view });
};

interface Served {
  readonly prefix: UrlPrefix;
  readonly folder: string | null;
  readonly view: ReadView;
}

const serveFolder = (context: UrlContext, call: InstanceValue, { prefix, folder, view }: Served): void => {
  if (context.settings.debug === false) return undefined;
  if (folder === null || context.settings.debug === null)
    return reportUrls(context, call, "unresolved-urls", "Whether and where static files are served is not known.");
  if (/^(?:[a-z]+:)?\/\//.test(folder) || folder === "") return undefined;
  const route = `^${escapeRegex(folder.replace(/^\/+/, ""))}(?P<path>.*)$`;
  const full = extendPrefix(prefix, route, { path: "regex" });
  context.found.push({
    route: full.route,
    name: null,
    namespaces: prefix.namespaces,
    converters: full.converters,
    origin: call.origin ?? null,
    ...view,
  });
  return undefined;
};

/** `debug_toolbar_urls(prefix)`: the toolbar's own URLconf while DEBUG is on. */
const walkToolbar = (context: UrlContext, call: InstanceValue, at: { readonly prefix: UrlPrefix; readonly depth: number }): void => {
  if (context.settings.debug === false) return undefined;
  const given = textOf(context, call.args[0] ?? call.kwargs.get("prefix")) ?? "__debug__";
  const target: Value = { kind: "constant", type: "str", value: "debug_toolbar.urls" };
  return walkIncluded(
    context,
    { target, namespace: null, appName: null },
    extendPrefix(at.prefix, `^${given.replaceAll("/", "")}/`, {}),
    at.depth,
  );
};

/** `format_suffix_patterns(patterns)`: each pattern, and its twin with a suffix. */
const walkSuffixed = (context: UrlContext, call: InstanceValue, at: { readonly prefix: UrlPrefix; readonly depth: number }): void => {
  const [patterns] = call.args;
  if (patterns === undefined || call.args.length > 1 || call.kwargs.size > 0)
    return reportUrls(context, call, "unresolved-urls", "The routes with format suffixes cannot be read.");
  const inner: UrlContext = { ...context, found: [] };
  walkPatterns(inner, patterns, at.prefix, at.depth);
  for (const url of inner.found) {
    if (!mayReadOne(context)) return undefined;
    const isPath = !/[\^$]|\(\?P</.test(url.route.slice(at.prefix.route.length));
    const { route, converters } = withSuffix({
      kind: isPath ? "path" : "regex",
      route: url.route,
      name: url.name ?? "",
      view: null,
      methods: null,
      converters: url.converters,
    });
    context.found.push(url, { ...url, route, converters });
  }
  return undefined;
};

/** Functions that give a list of patterns and stand in a list as one item when their code is not here. */
const walkCall = (
  context: UrlContext,
  call: InstanceValue,
  path: string,
  at: { readonly prefix: UrlPrefix; readonly depth: number },
): void => {
  switch (path) {
    case "django.urls.path":
      return walkPattern(context, call, true, at);
    case "django.urls.re_path":
    case "django.conf.urls.url":
    case "django.urls.url":
      return walkPattern(context, call, false, at);
    case "django.urls.resolvers.URLPattern":
      return walkMadePattern(context, call, at);
    case "django.conf.urls.i18n.i18n_patterns":
      return walkLanguage(context, call, at);
    case "django.conf.urls.static.static":
      return walkStatic(context, call, at.prefix);
    case "django.contrib.staticfiles.urls.staticfiles_urlpatterns": {
      const view = { view: "django.contrib.staticfiles.views.serve", methods: null, requires: [] };
      return serveFolder(context, call, { prefix: at.prefix, folder: textOf(context, call.args[0]) ?? context.settings.staticUrl, view });
    }
    case "debug_toolbar.toolbar.debug_toolbar_urls":
      return walkToolbar(context, call, at);
    case "wagtail.utils.urlpatterns.decorate_urlpatterns":
      return walkPatterns(context, call.args[0] ?? call, at.prefix, at.depth + 1);
    case "rest_framework.urlpatterns.format_suffix_patterns":
      return walkSuffixed(context, call, at);
    default:
      if (path.endsWith(".get_urls") && context.inherited !== undefined) return context.inherited(path, at.prefix);
      return reportUrls(context, call, "unresolved-urls", `The routes that ${path === "" ? "this call" : path} gives are not known.`);
  }
};

const walkItem = (context: UrlContext, value: Value, at: { readonly prefix: UrlPrefix; readonly depth: number }): void => {
  makeStep();
  if (!mayReadOne(context)) return undefined;
  const item = context.evaluator.force(value);
  if (item.kind === "instance") return walkCall(context, item, functionPath(context, item), at);
  if (item.kind === "external" && walkOwner(context, item, at.prefix)) return undefined;
  if (item.kind === "sequence") return walkPatterns(context, item, at.prefix, at.depth);
  return reportUrls(
    context,
    item,
    "unresolved-route",
    `A route under ${JSON.stringify(at.prefix.route)} is not known${item.kind === "unknown" ? `: ${item.because}` : ""}.`,
  );
};

/** A list of patterns. */
export const walkPatterns = (context: UrlContext, value: Value, prefix: UrlPrefix, depth: number): void => {
  const patterns = commonPatterns(context.evaluator, context.evaluator.force(value));
  if (depth > mostDepth) return reportUrls(context, patterns, "unresolved-urls", "These URLs include each other without end.");
  if (patterns.kind !== "sequence") {
    if (patterns.kind === "external" && walkOwner(context, patterns, prefix)) return undefined;
    if (patterns.kind === "instance") return walkCall(context, patterns, functionPath(context, patterns), { prefix, depth });
    return reportUrls(
      context,
      patterns,
      "unresolved-urls",
      `The routes under ${JSON.stringify(prefix.route)} are not known${patterns.kind === "unknown" ? `: ${patterns.because}` : ""}.`,
    );
  }
  for (const item of patterns.items) walkItem(context, item, { prefix, depth });
  if (patterns.open !== undefined || (patterns.maybe ?? []).length > 0)
    reportUrls(
      context,
      patterns,
      "unresolved-urls",
      `There may be more routes under ${JSON.stringify(prefix.route)}: ${patterns.open ?? "some stand under a condition that cannot be decided"}.`,
    );
  return undefined;
};

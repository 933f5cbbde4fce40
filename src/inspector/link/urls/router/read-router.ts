/** What was registered on a REST framework router, and how it builds its routes. */
import type { ClassValue, Evaluator, InstanceValue, Value } from "../../../evaluate/value.ts";

export interface Registration {
  readonly prefix: string;
  readonly viewset: ClassValue;
  /** Null: by the viewset's queryset. */
  readonly basename: string | null;
}

export interface RouteTemplate {
  readonly url: string;
  readonly name: string;
  readonly detail: boolean;
  /** Method → action; null for a template of extra actions. */
  readonly mapping: ReadonlyMap<string, string> | null;
}

export interface Router {
  readonly registrations: readonly Registration[];
  readonly templates: readonly RouteTemplate[];
  readonly trailingSlash: string;
  readonly usesRegex: boolean;
  readonly hasRootView: boolean;
  readonly rootViewName: string;
  readonly rootView: string;
  readonly hasFormatSuffixes: boolean;
  readonly nest: Nest | null;
  /** What of it could not be read. */
  readonly problems: readonly string[];
}

/** What drf-nested-routers hang a router below: one object of a registration of another router. */
export interface Nest {
  readonly parent: Router;
  readonly registration: Registration;
  /** Before the name of the parent's key: `oven_` in `oven_pk`. */
  readonly lookupPrefix: string;
  readonly depth: number;
}

const defaultTemplates: readonly RouteTemplate[] = [
  {
    url: "^{prefix}{trailing_slash}$",
    name: "{basename}-list",
    detail: false,
    mapping: new Map([
      ["get", "list"],
      ["post", "create"],
    ]),
  },
  { url: "^{prefix}/{url_path}{trailing_slash}$", name: "{basename}-{url_name}", detail: false, mapping: null },
  {
    url: "^{prefix}/{lookup}{trailing_slash}$",
    name: "{basename}-detail",
    detail: true,
    mapping: new Map([
      ["get", "retrieve"],
      ["put", "update"],
      ["patch", "partial_update"],
      ["delete", "destroy"],
    ]),
  },
  { url: "^{prefix}/{lookup}/{url_path}{trailing_slash}$", name: "{basename}-{url_name}", detail: true, mapping: null },
];

const isFramework = (path: string | null): boolean => path !== null && /^rest_framework(?:_nested)?\./.test(path);

/** Classes of the router that are not REST framework's own, nearest first. */
const ownClasses = (evaluator: Evaluator, router: InstanceValue): readonly ClassValue[] =>
  router.class.kind === "external"
    ? []
    : evaluator.mro(router.class).flatMap((base) => (base.kind === "class" && !isFramework(evaluator.pathOf(base)) ? [base] : []));

/** Is the value a router whose routes follow REST framework's rules? */
export const isRouter = (evaluator: Evaluator, value: InstanceValue): boolean => {
  const path = evaluator.pathOf(value.class) ?? "";
  if (/^rest_framework(?:_nested)?\.routers\.\w*Router$/.test(path)) return true;
  return value.class.kind === "class" && evaluator.isSubclass(value.class, "rest_framework.routers.BaseRouter") === true
    ? true
    : descendsFrom(evaluator, value);
};

const descendsFrom = (evaluator: Evaluator, value: InstanceValue): boolean =>
  value.class.kind === "class" &&
  evaluator.mro(value.class).some((base) => base.kind === "external" && /^rest_framework(?:_nested)?\.routers\.\w*Router$/.test(base.path));

/** Is it, or does it derive from, one of these classes of a module of routers? */
const isKindOf = (evaluator: Evaluator, router: InstanceValue, kinds: RegExp): boolean => {
  const bases = router.class.kind === "class" ? evaluator.mro(router.class) : [router.class];
  return bases.some((base) => base.kind !== "unknown" && kinds.test(evaluator.pathOf(base) ?? ""));
};

const defaultRouters = /^rest_framework(?:_nested)?\.routers\.(?:Nested)?DefaultRouter$/;
const nestedRouters = /^rest_framework_nested\.routers\.Nested\w+$/;

const toRegistration = (evaluator: Evaluator, args: readonly Value[], kwargs: ReadonlyMap<string, Value>): Registration | null => {
  const prefix = evaluator.toPlain(args[0] ?? kwargs.get("prefix") ?? missing);
  const viewset = evaluator.force(args[1] ?? kwargs.get("viewset") ?? missing);
  const given = args[2] ?? kwargs.get("basename") ?? kwargs.get("base_name");
  const basename = given === undefined || isDefaultName(evaluator, given) ? null : evaluator.toPlain(given);
  if (typeof prefix !== "string" || viewset.kind !== "class" || (typeof basename !== "string" && basename !== null)) return null;
  return { prefix, viewset, basename };
};

/** `self.get_default_basename(viewset)`, as a `register()` of the project's own asks for it. */
const isDefaultName = (evaluator: Evaluator, value: Value): boolean => {
  const given = evaluator.force(value);
  return given.kind === "instance" && evaluator.pathOf(given.class)?.endsWith(".get_default_basename") === true;
};

const missing: Value = { kind: "unknown", because: "it is not given" };

/** Entries that code put into the registry itself: `router.registry.extend(other.registry)`. */
const storedRegistrations = (evaluator: Evaluator, router: InstanceValue, problems: string[]): readonly Registration[] => {
  const stored = router.attributes.get("registry");
  const registry = stored === undefined ? undefined : evaluator.force(stored.value);
  if (registry?.kind !== "sequence") return [];
  if (registry.open !== undefined) problems.push(registry.open);
  return registry.items.flatMap((item) => {
    const entry = evaluator.force(item);
    const read = entry.kind === "sequence" ? toRegistration(evaluator, entry.items, new Map()) : null;
    if (read === null) problems.push("a registration is computed");
    return read ?? [];
  });
};

/** `router.registry.extend(other.registry)` where the list itself is not here. */
const otherRegistrations = (evaluator: Evaluator, given: Value | undefined, problems: string[]): readonly Registration[] => {
  const registry = given === undefined ? undefined : evaluator.force(given);
  const other = registry?.kind === "external" && registry.of !== undefined ? evaluator.force(registry.of) : undefined;
  if (other?.kind === "instance") return readRegistrations(evaluator, other, problems);
  problems.push("another registry is added that cannot be read");
  return [];
};

/** Calls of `register` are recorded, never run, so they are not in the registry. */
const readRegistrations = (evaluator: Evaluator, router: InstanceValue, problems: string[]): readonly Registration[] => {
  const called = (router.calls ?? []).flatMap((call) => {
    if (call.path?.endsWith(".registry.extend") === true) return otherRegistrations(evaluator, call.args[0], problems);
    const isAppended = call.path?.endsWith(".registry.append") === true;
    if (call.path === null || (!isAppended && !call.path.endsWith(".register"))) return [];
    if (call.because !== undefined) {
      problems.push(call.because);
      return [];
    }
    const entry = isAppended && call.args[0] !== undefined ? evaluator.force(call.args[0]) : undefined;
    const args = entry === undefined ? call.args : entry.kind === "sequence" ? entry.items : [];
    const read = toRegistration(evaluator, args, call.kwargs);
    if (read === null) problems.push(`the registration in line ${call.origin.line} is computed`);
    return read ?? [];
  });
  return [...storedRegistrations(evaluator, router, problems), ...called];
};

const readTemplate = (evaluator: Evaluator, value: Value): RouteTemplate | null => {
  const route = evaluator.force(value);
  if (route.kind !== "instance") return null;
  const second = route.args[1] === undefined ? undefined : evaluator.force(route.args[1]);
  const isRoute = route.kwargs.has("mapping") || second?.kind === "dict";
  const names = isRoute ? ["url", "mapping", "name", "detail", "initkwargs"] : ["url", "name", "detail", "initkwargs"];
  const part = (name: string): unknown => {
    const given = route.kwargs.get(name) ?? route.args[names.indexOf(name)];
    return given === undefined ? undefined : evaluator.toPlain(given);
  };
  const [url, name, detail] = [part("url"), part("name"), part("detail")];
  if (typeof url !== "string" || typeof name !== "string" || typeof detail !== "boolean") return null;
  if (!isRoute) return { url, name, detail, mapping: null };
  const mapping = part("mapping");
  if (!(mapping instanceof Map)) return null;
  return { url, name, detail, mapping: new Map([...mapping].map(([method, action]) => [String(method), String(action)])) };
};

/** The templates that a class of the project sets, else REST framework's. Null: set, but not readable. */
const readTemplates = (evaluator: Evaluator, router: InstanceValue, isNested: boolean): readonly RouteTemplate[] | null => {
  const own =
    (isNested ? undefined : router.attributes.get("routes")) ??
    ownClasses(evaluator, router)
      .find((type) => type.namespace.has("routes"))
      ?.namespace.get("routes");
  if (own === undefined) return defaultTemplates;
  const list = evaluator.force(own.value);
  if (list.kind !== "sequence" || list.open !== undefined) return null;
  const templates = list.items.map((item) => readTemplate(evaluator, item));
  return templates.includes(null) ? null : templates.filter((template) => template !== null);
};

const setting = (evaluator: Evaluator, router: InstanceValue, name: string): unknown => {
  const binding =
    router.attributes.get(name) ??
    ownClasses(evaluator, router)
      .find((type) => type.namespace.has(name))
      ?.namespace.get(name);
  return binding === undefined ? undefined : evaluator.toPlain(binding.value);
};

const readSlash = (evaluator: Evaluator, router: InstanceValue): string => {
  const stored = router.attributes.get("trailing_slash");
  const set = stored === undefined ? undefined : evaluator.toPlain(stored.value);
  if (typeof set === "string") return set;
  const given = router.kwargs.get("trailing_slash") ?? router.reached?.kwargs.get("trailing_slash") ?? router.args[0];
  return given !== undefined && evaluator.toPlain(given) === false ? "" : "/";
};

/** Methods by which a router makes routes: a class that replaces one is beyond these rules. */
const decisive = ["get_urls", "get_routes", "get_lookup_regex", "get_method_map", "get_default_basename", "urls"];

/** Null when the router replaces what these rules describe. */
export const readRouter = (evaluator: Evaluator, router: InstanceValue): Router | null => {
  const own = ownClasses(evaluator, router);
  if (own.some((type) => decisive.some((name) => type.namespace.has(name)))) return null;
  const isNested = isKindOf(evaluator, router, nestedRouters);
  const nest = isNested ? readNest(evaluator, router) : null;
  const templates = readTemplates(evaluator, router, isNested);
  if (templates === null || (isNested && nest === null)) return null;
  const problems: string[] = [];
  const isDefault = isKindOf(evaluator, router, defaultRouters);
  const rootViewName = setting(evaluator, router, "root_view_name");
  const rootView = ownRootView(evaluator, router, own);
  const regex = router.kwargs.get("use_regex_path");
  return {
    registrations: readRegistrations(evaluator, router, problems),
    templates,
    trailingSlash: nest !== null && !router.kwargs.has("trailing_slash") ? nest.parent.trailingSlash : readSlash(evaluator, router),
    usesRegex: regex === undefined || evaluator.toPlain(regex) !== false,
    hasRootView: isDefault && setting(evaluator, router, "include_root_view") !== false,
    rootViewName: typeof rootViewName === "string" ? rootViewName : "api-root",
    rootView,
    hasFormatSuffixes: isDefault && setting(evaluator, router, "include_format_suffixes") !== false,
    nest,
    problems,
  };
};

/** `NestedSimpleRouter(parent, "ovens", lookup="oven")`; null when it cannot be read. */
const readNest = (evaluator: Evaluator, { args, kwargs }: InstanceValue): Nest | null => {
  const above = evaluator.force(args[0] ?? kwargs.get("parent_router") ?? missing);
  const prefix = evaluator.toPlain(args[1] ?? kwargs.get("parent_prefix") ?? missing);
  const parent = above.kind === "instance" && isRouter(evaluator, above) ? readRouter(evaluator, above) : null;
  const registration = parent?.registrations.find((each) => each.prefix === prefix);
  if (parent === null || registration === undefined) return null;
  const depth = (parent.nest?.depth ?? 0) + 1;
  const given = kwargs.get("lookup");
  const lookup = given === undefined ? `nested_${depth}` : evaluator.toPlain(given);
  return typeof lookup === "string" ? { parent, registration, lookupPrefix: `${lookup}_`, depth } : null;
};

const ownRootView = (evaluator: Evaluator, router: InstanceValue, own: readonly ClassValue[]): string => {
  const binding =
    router.attributes.get("APIRootView") ?? own.find((type) => type.namespace.has("APIRootView"))?.namespace.get("APIRootView");
  return (binding === undefined ? null : evaluator.pathOf(evaluator.force(binding.value))) ?? "rest_framework.routers.APIRootView";
};

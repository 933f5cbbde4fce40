/** The routes that a REST framework router makes: its templates filled for every registration, root view, format suffixes. */
import type { Evaluator, InstanceValue } from "../../../evaluate/value.ts";
import { readPathConverters, readRegexConverters } from "../read-converters.ts";
import { readRouter, type Registration, type Router, type RouteTemplate } from "./read-router.ts";
import { extraActions, hasAction, querysetModel, textAttribute, type ExtraAction, type TextAttribute } from "./viewset.ts";

export interface RouterRoute {
  readonly kind: "path" | "regex";
  readonly route: string;
  readonly name: string;
  readonly view: string | null;
  readonly methods: readonly string[] | null;
  readonly converters: Readonly<Record<string, string>>;
}

export interface RouterRoutes {
  readonly routes: readonly RouterRoute[];
  /** Why some routes may be missing. */
  readonly problems: readonly string[];
}

interface Filling {
  readonly evaluator: Evaluator;
  readonly router: Router;
  readonly registration: Registration;
  readonly basename: string;
  readonly lookup: string;
  readonly problems: string[];
}

const lookupOf = (evaluator: Evaluator, router: Router, { viewset }: Registration, prefix = ""): string | null => {
  const attribute = (name: string) => textAttribute(evaluator, viewset, name);
  const converter: TextAttribute = router.usesRegex ? { kind: "absent" } : attribute("lookup_value_converter");
  const name = [attribute("lookup_url_kwarg"), attribute("lookup_field")];
  const value = [converter, attribute("lookup_value_regex")];
  if ([...name, ...value].some(({ kind }) => kind === "unknown")) return null;
  const first = (given: readonly TextAttribute[], fallback: string): string =>
    given.flatMap((each) => (each.kind === "text" && each.text !== "" ? [each.text] : []))[0] ?? fallback;
  const kwarg = prefix + first(name, "pk");
  return router.usesRegex ? `(?P<${kwarg}>${first(value, "[^/.]+")})` : `<${first(value, "str")}:${kwarg}>`;
};

/** What stands before the routes of a nested router: `ovens/(?P<oven_pk>[^/.]+)/`; null when it is not known. */
const nestedIn = (evaluator: Evaluator, { nest }: Router): string | null => {
  if (nest === null) return "";
  const above = nestedIn(evaluator, nest.parent);
  const lookup = lookupOf(evaluator, nest.parent, nest.registration, nest.lookupPrefix);
  if (above === null || lookup === null) return null;
  const { prefix } = nest.registration;
  return `${above}${prefix === "" ? "" : `${prefix}/`}${lookup}/`;
};

const fill = ({ router, registration, lookup }: Filling, template: string): string => {
  const plain = router.usesRegex ? template : template.replace(/^\^/, "").replace(/\$$/, "");
  const values: Readonly<Record<string, string>> = { prefix: registration.prefix, lookup, trailing_slash: router.trailingSlash };
  const url = plain.replace(/\{\{|\}\}|\{(\w+)\}/g, (whole, name: string | undefined) =>
    name === undefined ? whole.slice(1) : (values[name] ?? whole),
  );
  if (registration.prefix !== "") return url;
  return router.usesRegex ? url.replace(/^\^\//, "^") : url.replace(/^\//, "");
};

const make = (filling: Filling, url: string, name: string, methods: readonly string[]): RouterRoute => {
  const { evaluator, router, registration, basename } = filling;
  const route = fill(filling, url);
  return {
    kind: router.usesRegex ? "regex" : "path",
    route,
    name: name.replaceAll("{basename}", basename),
    view: evaluator.pathOf(registration.viewset),
    methods,
    converters: router.usesRegex ? readRegexConverters(route) : readPathConverters(route),
  };
};

const escapeBraces = (text: string): string => text.replaceAll("{", "{{").replaceAll("}", "}}");

const ofAction = (filling: Filling, template: RouteTemplate, action: ExtraAction): RouterRoute =>
  make(
    filling,
    template.url.replace("{url_path}", escapeBraces(action.urlPath)),
    template.name.replace("{url_name}", action.urlName),
    action.methods,
  );

const ofTemplate = (filling: Filling, template: RouteTemplate, actions: readonly ExtraAction[]): readonly RouterRoute[] => {
  if (template.mapping === null)
    return actions.filter((action) => action.detail === template.detail).map((action) => ofAction(filling, template, action));
  const methods: string[] = [];
  let isUnknown = false;
  for (const [method, action] of template.mapping) {
    const has = hasAction(filling.evaluator, filling.registration.viewset, action);
    if (has === true) methods.push(method.toUpperCase());
    if (has === "unknown") isUnknown = true;
  }
  if (methods.length > 0) return [make(filling, template.url, template.name, methods)];
  if (isUnknown) filling.problems.push(`the bases of ${filling.registration.viewset.name} are not here`);
  return [];
};

const ofRegistration = (evaluator: Evaluator, router: Router, registration: Registration, problems: string[]): readonly RouterRoute[] => {
  const basename = registration.basename ?? querysetModel(evaluator, registration.viewset)?.toLowerCase() ?? null;
  const lookup = lookupOf(evaluator, router, registration);
  if (basename === null || lookup === null) {
    problems.push(`the ${basename === null ? "base name" : "lookup"} of ${registration.viewset.name} is not known`);
    return [];
  }
  const filling: Filling = { evaluator, router, registration, basename, lookup, problems };
  const { actions, choosers } = extraActions(evaluator, registration.viewset);
  for (const { name } of choosers) problems.push(`${name}.get_extra_actions() decides which actions there are`);
  return router.templates.flatMap((template) => ofTemplate(filling, template, actions));
};

/** The twin with a format suffix that `format_suffix_patterns` adds. */
export const withSuffix = (route: RouterRoute): RouterRoute => {
  const stem = route.route.replace(/\$+$/, "").replace(/\/+$/, "");
  if (route.kind === "path")
    return { ...route, route: `${stem}<drf_format_suffix:format>`, converters: { ...route.converters, format: "FormatSuffixConverter" } };
  return { ...route, route: `${stem}\\.(?P<format>[a-z0-9]+)/?$`, converters: { ...route.converters, format: "regex" } };
};

const withPrefix = (router: Router, prefix: string): Router => ({
  ...router,
  templates: router.templates.map((template) => ({
    ...template,
    url: template.url.replace(/^\^?/, (start) => start + escapeBraces(prefix)),
  })),
});

/** All routes of `router.urls`. */
export const routerRoutes = (evaluator: Evaluator, value: InstanceValue): RouterRoutes => {
  const read = readRouter(evaluator, value);
  const below = read === null ? null : nestedIn(evaluator, read);
  const router = read === null || below === null ? null : withPrefix(read, below);
  if (router === null) return { routes: [], problems: ["the router makes its routes by code of its own"] };
  const problems = [...router.problems];
  const routes = router.registrations.flatMap((registration) => ofRegistration(evaluator, router, registration, problems));
  if (router.hasRootView)
    routes.push({ kind: "path", route: "", name: router.rootViewName, view: router.rootView, methods: ["GET"], converters: {} });
  return { routes: router.hasFormatSuffixes ? routes.flatMap((route) => [route, withSuffix(route)]) : routes, problems };
};

/** Objects whose `urls` are made of what was registered on them: routers of REST framework, APIs of django-ninja. */
import type { ExternalValue, InstanceValue } from "../../evaluate/value.ts";
import type { LinkedUrl, UrlPrefix } from "./linked-url.ts";
import { isNinjaApi, ninjaRoutes, type NinjaRoute } from "./ninja-routes.ts";
import { routerRoutes, type RouterRoute } from "./router/router-routes.ts";
import { extendPrefix, reportUrls, withNamespace, type UrlContext } from "./url-context.ts";

const found = (
  { route, name, view, methods, converters }: RouterRoute | NinjaRoute,
  prefix: UrlPrefix,
  origin: LinkedUrl["origin"],
): LinkedUrl => {
  const full = extendPrefix(prefix, route, converters);
  return { route: full.route, name, namespaces: prefix.namespaces, view, methods, requires: null, converters: full.converters, origin };
};

const reportProblems = (context: UrlContext, owner: InstanceValue, what: string, problems: readonly string[]): void => {
  if (problems.length === 0) return;
  const some = [...new Set(problems)].slice(0, 3).join("; ");
  reportUrls(context, owner, "unresolved-urls", `Some routes of this ${what} cannot be read: ${some}.`);
};

export const walkRouter = (context: UrlContext, router: InstanceValue, prefix: UrlPrefix): void => {
  const { routes, problems } = routerRoutes(context.evaluator, router);
  for (const route of routes) context.found.push(found(route, prefix, router.origin ?? null));
  reportProblems(context, router, "router", problems);
};

/** `NinjaAPI(…).urls`; false for anything else. */
export const walkNinja = (context: UrlContext, value: ExternalValue, prefix: UrlPrefix): boolean => {
  const api = value.of === undefined || !value.path.endsWith(".urls") ? undefined : context.evaluator.force(value.of);
  if (api === undefined || !isNinjaApi(context.evaluator, api)) return false;
  const { routes, namespace, problems } = ninjaRoutes(context.evaluator, api);
  const inside = withNamespace(prefix, namespace);
  for (const route of routes) context.found.push(found(route, inside, route.origin ?? api.origin ?? null));
  reportProblems(context, api, "API", problems);
  return true;
};

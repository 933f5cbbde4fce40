/**
 * The routes of a `NinjaAPI` of django-ninja: one for each operation of its routers, the pages of its schema, and its root.
 *
 * Source: https://django-ninja.dev/reference/api/ and the behaviour of releases 1.3 and 1.7.
 */
import type { Effect, Evaluator, InstanceValue, Origin, Value } from "../../evaluate/value.ts";
import { isNone } from "../models/values.ts";
import { receiverOf } from "../receiver-of.ts";
import { readPathConverters } from "./read-converters.ts";

export interface NinjaRoute {
  readonly route: string;
  readonly name: string;
  readonly converters: Readonly<Record<string, string>>;
  readonly methods: readonly string[] | null;
  readonly view: string | null;
  readonly origin: Origin | null;
}

export interface NinjaRoutes {
  readonly routes: readonly NinjaRoute[];
  readonly namespace: string;
  /** What of it could not be read. */
  readonly problems: readonly string[];
}

const API = /^ninja\.(?:main\.)?NinjaAPI$/u;
const ROUTER = /^ninja\.(?:router\.)?Router$/u;
const OPERATION = /^ninja\.(?:main\.)?(?:NinjaAPI|router\.Router|Router)\.(get|post|put|patch|delete|api_operation)\(\)$/u;
const MOUNT = /^ninja\.(?:main\.)?(?:NinjaAPI|router\.Router|Router)\.add_router$/u;

const mostRouters = 500;

const isOf = ({ evaluator }: Reading, value: Value, path: RegExp): value is InstanceValue => isNamed(evaluator, value, path);

const isNamed = (evaluator: Evaluator, value: Value, path: RegExp): value is InstanceValue =>
  value.kind === "instance" && path.test(evaluator.pathOf(value.class) ?? "");

export const isNinjaApi = (evaluator: Evaluator, value: Value): value is InstanceValue => isNamed(evaluator, value, API);

interface Reading {
  readonly evaluator: Evaluator;
  readonly problems: string[];
  readonly routes: NinjaRoute[];
  left: number;
}

/** The text of an argument; null when it is `None`, undefined when it is not known. */
const textOf = ({ evaluator }: Reading, value: Value | undefined, otherwise: string): string | null | undefined => {
  if (value === undefined) return otherwise;
  const plain = evaluator.toPlain(value);
  return typeof plain === "string" || plain === null ? plain : undefined;
};

const callsOn = (evaluator: Evaluator, owner: InstanceValue, path: RegExp): readonly Effect[] =>
  evaluator.effects.filter(({ path: called, callee }) => path.test(called ?? "") && isCalledOn(evaluator, callee, owner));

const isCalledOn = (evaluator: Evaluator, callee: Value, owner: InstanceValue): boolean => {
  const receiver = receiverOf(callee);
  return receiver !== undefined && evaluator.force(receiver) === owner;
};

const toRoute = (prefix: string, path: string): string =>
  [prefix, path]
    .filter((part) => part !== "")
    .join("/")
    .replaceAll("{", "<")
    .replaceAll("}", ">")
    .replaceAll(/\/{2,}/gu, "/")
    .replace(/^\//u, "");

const methodsOf = (evaluator: Evaluator, made: InstanceValue, kind: string): readonly string[] | null => {
  if (kind !== "api_operation") return [kind.toUpperCase()];
  const plain = evaluator.toPlain(made.args[0] ?? made.kwargs.get("methods") ?? made);
  return Array.isArray(plain) ? plain.map((method) => String(method).toUpperCase()) : null;
};

/** From release 1.4 on, `uuid` is a converter of ninja's own; before, it takes the place of Django's. */
const hasOwnConverter = (evaluator: Evaluator): boolean => {
  const utils = evaluator.importModule("ninja.signature.utils");
  return utils.kind !== "module" || !utils.namespace.has("NinjaUUIDConverter");
};

/** `@router.get("/loaves/{loaf_id}", url_name="loaf")` over a function. */
const readOperation = (reading: Reading, prefix: string, effect: Effect): { readonly path: string; readonly route: NinjaRoute } | null => {
  const { evaluator } = reading;
  const kind = OPERATION.exec(effect.path ?? "")?.[1] ?? "";
  const made = effect.callee.kind === "instance" ? effect.callee : null;
  const target = effect.args[0] === undefined ? null : evaluator.force(effect.args[0]);
  const path = made === null ? undefined : textOf(reading, made.args[kind === "api_operation" ? 1 : 0] ?? made.kwargs.get("path"), "");
  const given = made === null ? undefined : textOf(reading, made.kwargs.get("url_name"), "");
  if (made === null || typeof path !== "string" || given === undefined || effect.because !== undefined || target?.kind !== "function") {
    reading.problems.push("an operation is computed");
    return null;
  }
  const route = toRoute(prefix, hasOwnConverter(evaluator) ? path.replaceAll(/\{uuid:(\w+)\}/giu, "{uuidstr:$1}") : path);
  const name = given === null || given === "" ? target.name : given;
  const methods = methodsOf(evaluator, made, kind);
  return {
    path,
    route: { route, name, converters: readPathConverters(route), methods, view: null, origin: target.origin ?? effect.origin },
  };
};

/** Operations of the same path stand together, where the first of them does. */
const takeOperations = (reading: Reading, prefix: string, owner: InstanceValue): void => {
  const byPath = new Map<string, NinjaRoute[]>();
  for (const effect of callsOn(reading.evaluator, owner, OPERATION)) {
    const operation = readOperation(reading, prefix, effect);
    if (operation === null) continue;
    const known = byPath.get(operation.path);
    if (known === undefined) byPath.set(operation.path, [operation.route]);
    else known.push(operation.route);
  }
  for (const routes of byPath.values()) reading.routes.push(...routes);
};

const named = (evaluator: Evaluator, path: string): Value | null => {
  const dot = path.lastIndexOf(".");
  const module = dot < 0 ? null : evaluator.importModule(path.slice(0, dot));
  return module?.kind === "module" ? evaluator.attribute(module, path.slice(dot + 1)) : null;
};

const routerOf = ({ evaluator }: Reading, written: Value | undefined): Value | null => {
  if (written === undefined) return null;
  const value = evaluator.force(written);
  return value.kind === "constant" && typeof value.value === "string" ? named(evaluator, value.value) : value;
};

/** The routers mounted on an API or a router, each with its own below it. */
const takeMounted = (reading: Reading, prefix: string, owner: InstanceValue): void => {
  for (const effect of callsOn(reading.evaluator, owner, MOUNT)) {
    reading.left -= 1;
    const below = textOf(reading, effect.args[0] ?? effect.kwargs.get("prefix"), "");
    const router = routerOf(reading, effect.args[1] ?? effect.kwargs.get("router"));
    const isKnown = typeof below === "string" && router !== null && isOf(reading, router, ROUTER) && reading.left > 0;
    if (!isKnown || effect.because !== undefined || effect.kwargs.has("url_name_prefix")) {
      reading.problems.push("a router that is added is computed");
      continue;
    }
    const whole = prefix === "" ? below : `${prefix}/${below}`;
    takeOperations(reading, whole, router);
    takeMounted(reading, whole, router);
  }
};

/** A page of the API's own, unless its address was given as nothing. */
const takePage = (reading: Reading, path: string | null | undefined, name: string, view: string | null): void => {
  if (path === undefined) reading.problems.push(`the address of ${name} is computed`);
  else if (path !== null && path !== "")
    reading.routes.push({ route: path.replace(/^\/+/u, ""), name, converters: {}, methods: null, view, origin: null });
};

export const ninjaRoutes = (evaluator: Evaluator, api: InstanceValue): NinjaRoutes => {
  const reading: Reading = { evaluator, problems: [], routes: [], left: mostRouters };
  const given = (name: string, otherwise: string): string | null | undefined => textOf(reading, api.kwargs.get(name), otherwise);
  if (api.args.length > 0 || api.open !== undefined) reading.problems.push("the API is made in a way that cannot be read");
  const decorator = api.kwargs.get("docs_decorator");
  const isPlain = decorator === undefined || isNone(evaluator.force(decorator));
  const schema = given("openapi_url", "/openapi.json");
  takePage(reading, schema, "openapi-json", isPlain ? "ninja.openapi.views.openapi_json" : null);
  if (schema !== null && schema !== "")
    takePage(reading, given("docs_url", "/docs"), "openapi-view", isPlain ? "ninja.openapi.views.openapi_view" : null);
  takeOperations(reading, "", api);
  takeMounted(reading, "", api);
  reading.routes.push({
    route: "",
    name: "api-root",
    converters: {},
    methods: null,
    view: "ninja.openapi.views.default_home",
    origin: null,
  });
  const version = given("version", "1.0.0");
  const namespace = given("urls_namespace", `api-${version ?? ""}`);
  if (namespace === undefined || namespace === null || version === undefined) reading.problems.push("its namespace is computed");
  return { routes: reading.routes, namespace: (namespace ?? "").split(":").at(-1) ?? "", problems: reading.problems };
};

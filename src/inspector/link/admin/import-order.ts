/**
 * The order in which the apps' admin modules are done: that of the apps, but for those that another one imports, which
 * are done before it (`from django.contrib.auth.admin import UserAdmin`).
 */
import type { Evaluator, ModuleValue, Value } from "../../evaluate/value.ts";

const mostModules = 2000;

/** Modules that are imported before `autodiscover()` begins. */
const EARLIER = /\.(?:models|migrations)(?:\.|$)/u;

/** Modules that one name of a module was imported from. */
const sourcesOf = (value: Value): readonly string[] => {
  if (value.kind === "lazy") return value.name === undefined ? [value.module] : [value.module, `${value.module}.${value.name}`];
  if (value.kind === "class" || value.kind === "function") return [value.module];
  if (value.kind === "module") return [value.name];
  return value.kind === "external" ? [value.path, value.path.slice(0, Math.max(0, value.path.lastIndexOf(".")))] : [];
};

const importsOf = (module: ModuleValue): ReadonlySet<string> =>
  new Set([...[...module.namespace.values()].flatMap(({ value }) => sourcesOf(value)), ...(module.submodules ?? [])]);

/** Names of apps, each once. Only modules that were evaluated are looked into. */
export const adminOrder = (evaluator: Evaluator, appNames: readonly string[]): readonly string[] => {
  const byModule = new Map(appNames.map((name) => [`${name}.admin`, name]));
  const seen = new Set<string>();
  const order = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name) || seen.size > mostModules || EARLIER.test(name)) return;
    seen.add(name);
    const module = name.startsWith("django.") ? undefined : evaluator.modules.get(name);
    for (const imported of module === undefined ? [] : importsOf(module)) visit(imported);
    const app = byModule.get(name);
    if (app !== undefined) order.add(app);
  };
  for (const name of appNames) {
    visit(`${name}.admin`);
    order.add(name);
  }
  return [...order];
};

/**
 * Imports a module with all that it imports from within one package, as Python would. The evaluator alone imports only
 * what somebody uses; where an import matters for what it does (registrations), its imports must be followed too.
 */
import type { Evaluator, ModuleValue } from "../evaluate/value.ts";

const mostModules = 400;

/** Modules below `within` (dotted) that an import statement names, as lazy bindings show it. */
const importedNames = (module: ModuleValue, within: string): readonly string[] => [
  ...(module.submodules ?? []).filter((name) => name.startsWith(`${within}.`)),
  ...[...module.namespace.values()].flatMap(({ value }) => {
    if (value.kind !== "lazy" || !`${value.module}.`.startsWith(`${within}.`)) return [];
    return value.name === undefined ? [value.module] : [value.module, `${value.module}.${value.name}`];
  }),
];

/** `name` first, then breadth first what it imports below the package `within`. */
export const importWithin = (evaluator: Evaluator, name: string, within: string): void => {
  const seen = new Set<string>([name]);
  const pending = [name];
  for (let next = pending.shift(); next !== undefined && seen.size < mostModules; next = pending.shift()) {
    const module = evaluator.importModule(next);
    if (module.kind !== "module") continue;
    for (const wanted of importedNames(module, within)) {
      if (seen.has(wanted) || !evaluator.hasModule(wanted)) continue;
      seen.add(wanted);
      pending.push(wanted);
    }
  }
};

import type { Machine } from "../machine.ts";
import { isStandardModule } from "./standard-modules.ts";
import type { Resolver } from "./resolve.ts";

/**
 * Where a module's code is: `source` (project or environment), `catalogue`, `external` (surely there, but not here),
 * `undecided` (nobody knows whether it is installed), `missing` (Python would raise ImportError).
 */
export type Standing = "source" | "catalogue" | "external" | "undecided" | "missing";

const resolvers = new WeakMap<Machine, Resolver>();
const standings = new WeakMap<Machine, Map<string, Standing>>();

export const setResolver = (m: Machine, resolver: Resolver): void => {
  resolvers.set(m, resolver);
  standings.set(m, new Map());
};

export const resolverOf = (m: Machine): Resolver | undefined => resolvers.get(m);

/** Called when `sys.path` changes. */
export const forgetStandings = (m: Machine): void => {
  resolvers.get(m)?.reset();
  standings.get(m)?.clear();
};

const judge = (m: Machine, name: string): Standing => {
  const top = name.split(".", 1)[0] ?? name;
  if (top === "django") return m.options.catalogue.has(name) ? "catalogue" : standsOutside(m, name, top);
  const found = resolvers.get(m)?.resolve(name);
  if (found === "compiled") return "external";
  if (found !== undefined) return "source";
  if (m.options.catalogue.has(name)) return "catalogue";
  return standsOutside(m, name, top);
};

const standsOutside = (m: Machine, name: string, top: string): Standing => {
  if (isStandardModule(top)) return "external";
  const topFound = resolvers.get(m)?.resolve(top);
  if (topFound === "compiled") return "external";
  if (m.options.catalogue.has(top)) return top === "django" ? "missing" : "external";
  if (topFound !== undefined && name !== top) return "missing";
  if (m.natives.modules.has(name)) return m.options.environmentKnown === true ? "missing" : "external";
  if (m.options.environmentKnown === true) return "missing";
  return m.options.declared?.has(top.toLowerCase()) === true ? "external" : "undecided";
};

export const standsIn = (m: Machine, name: string): Standing => {
  const known = standings.get(m);
  let standing = known?.get(name);
  if (standing === undefined) {
    standing = judge(m, name);
    known?.set(name, standing);
  }
  return standing;
};

/** Is this module (by dotted name) one that the catalogue describes, without function bodies? */
export const isCatalogued = (m: Machine, module: string): boolean => m.state.records.get(module)?.catalogued === true;

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

/** Of Django itself the code that is here is not followed; what its settings are differs from release to release. */
const DEFAULTS = "django.conf.global_settings";

const judge = (m: Machine, name: string): Standing => {
  const top = name.split(".", 1)[0] ?? name;
  if (top === "django" && !(name === DEFAULTS && isSource(m, name)))
    return m.options.catalogue.has(name) ? "catalogue" : standsOutside(m, name, top);
  const found = resolvers.get(m)?.resolve(name);
  if (found === "compiled") return "external";
  if (found !== undefined) return "source";
  if (m.options.catalogue.has(name)) return "catalogue";
  return standsOutside(m, name, top);
};

const isSource = (m: Machine, name: string): boolean => {
  const found = resolvers.get(m)?.resolve(name);
  return found !== undefined && found !== "compiled";
};

const standsOutside = (m: Machine, name: string, top: string): Standing => {
  if (isStandardModule(top)) return "external";
  const topFound = resolvers.get(m)?.resolve(top);
  if (topFound === "compiled") return "external";
  if (topFound?.file.endsWith(".py") === true && name !== top) return "missing";
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

/** The file of a module that stands in source; empty for any other. */
export const resolvedFile = (m: Machine, name: string): string => {
  const found = resolvers.get(m)?.resolve(name);
  return found === undefined || found === "compiled" ? "" : found.file;
};

/**
 * Would `try: import name` succeed? What is described by the catalogue alone may or may not be installed: the environment
 * decides, else what the project declares. A package that is declared nowhere is taken as missing (`inferred`), one that
 * an optional group alone declares as undecided.
 */
export const presence = (m: Machine, name: string): "present" | "missing" | "undecided" => {
  const standing = standsIn(m, name);
  if (standing === "source") return "present";
  if (standing === "missing") return "missing";
  const top = name.split(".", 1)[0] ?? name;
  if (top === "django" || isStandardModule(top) || resolvers.get(m)?.resolve(top) !== undefined) return "present";
  const { declared, optional, environmentKnown } = m.options;
  if (environmentKnown === true) return "missing";
  const distribution = m.options.catalogue.release(top)?.distribution.toLowerCase().replaceAll(/[-.]+/gu, "_") ?? top.toLowerCase();
  const among = (names: ReadonlySet<string> | undefined): boolean =>
    names?.has(top.toLowerCase()) === true || names?.has(distribution) === true;
  if (among(declared)) return "present";
  if (among(optional) || declared === undefined || declared.size === 0) return "undecided";
  m.state.taint ??= `${name} was taken as not installed: the project does not declare it`;
  return "missing";
};

/** Is this module (by dotted name) one that the catalogue describes, without function bodies? */
export const isCatalogued = (m: Machine, module: string): boolean => m.state.records.get(module)?.catalogued === true;

/**
 * The object that stands for Django's default site: one that code put in its place (`admin.site = Site()`), or that of the
 * class that the configuration of the admin names as `default_site`.
 */
import type { Evaluator, InstanceValue, Value } from "../../evaluate/value.ts";

const SITE = "django.contrib.admin.sites.AdminSite";

const isOwnSite = (evaluator: Evaluator, value: Value): value is InstanceValue =>
  value.kind === "instance" &&
  value.class.kind === "class" &&
  !value.class.module.startsWith("django.contrib.admin") &&
  evaluator.isSubclass(value.class, SITE) === true;

/** Null where it is Django's own, or not known. `config`: that of `django.contrib.admin`. */
export const defaultSite = (evaluator: Evaluator, config: InstanceValue | undefined): InstanceValue | null => {
  for (const name of ["django.contrib.admin.sites", "django.contrib.admin"]) {
    const module = evaluator.modules.get(name);
    const placed = module?.namespace.get("site")?.value;
    if (placed !== undefined && isOwnSite(evaluator, placed)) return placed;
  }
  const stated = config === undefined ? undefined : evaluator.toPlain(evaluator.attribute(config, "default_site"));
  const dot = typeof stated === "string" ? stated.lastIndexOf(".") : -1;
  if (typeof stated !== "string" || dot < 0 || stated === SITE) return null;
  const type = evaluator.force({ kind: "lazy", module: stated.slice(0, dot), name: stated.slice(dot + 1) });
  const made = type.kind === "class" ? evaluator.call(type, [], new Map()) : null;
  return made !== null && isOwnSite(evaluator, made) ? made : null;
};

/** What an app's `admin` module registers on the default site, with the routes that each registration brings. */
import type { StoredRegistration } from "../../src/inspector/catalogue/stored-facts.ts";
import { openProject, type SmallProject } from "./open-project.ts";

const urls = 'from django.contrib import admin\nfrom django.urls import path\nurlpatterns = [path("", admin.site.urls)]\n';

export interface AdminRecorder {
  record(app: string): readonly StoredRegistration[];
  /** All routes of a model that an admin class with a `get_urls()` shows; undefined when they cannot be read. */
  routesOf(module: string, name: string): StoredRegistration["routes"] | undefined;
  close(): void;
}

/** Registrations that are there with the app and not without it. */
const recordApp = (project: SmallProject, app: string, without: ReadonlySet<string>): readonly StoredRegistration[] => {
  const facts = project.read([app]);
  return facts.admin
    .filter((label) => !without.has(label))
    .map((label) => {
      const place = `${label.toLowerCase().replace(".", "/")}/`;
      const routes = facts.urls.filter(({ route }) => route.startsWith(place));
      return {
        label,
        routes: routes.map(({ route, fullName, view }) => [route.slice(place.length), fullName?.split(":").at(-1) ?? null, view] as const),
      };
    });
};

export const openAdminRecorder = (packages: readonly string[]): AdminRecorder => {
  const project = openProject(packages, urls);
  let without: ReadonlySet<string> | undefined;
  return {
    record: (app) => recordApp(project, app, (without ??= new Set(project.read([]).admin))),
    routesOf: (module, name) => recordClass(project, module, name),
    close: () => project.close(),
  };
};

/** `(C, ModelAdmin)` serves mixins and whole admin classes alike. */
const probe = (module: string, name: string): string => `from django.contrib import admin
from ${module} import ${name}
from probe.models import Probe
class ProbeAdmin(${name}, admin.ModelAdmin): ...
admin.site.register(Probe, ProbeAdmin)
`;

const recordClass = (project: SmallProject, module: string, name: string): StoredRegistration["routes"] | undefined => {
  project.put("probe/__init__.py", "");
  project.put("probe/models.py", "from django.db import models\nclass Probe(models.Model): ...\n");
  project.put("probe/admin.py", probe(module, name));
  const facts = project.read([module.split(".")[0] ?? module, "probe"]);
  const inside = facts.urls.filter(({ route }) => route.startsWith("probe/probe/"));
  if (facts.doubts > 0 || inside.length === 0) return undefined;
  return inside.map(({ route, fullName, view }) => [
    route.slice("probe/probe/".length),
    fullName?.split(":").at(-1)?.replace("probe_probe", "{info}") ?? null,
    view?.startsWith("probe.") === true ? null : view,
  ]);
};

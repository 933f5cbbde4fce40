/** What an app's `admin` module registers on the default site, with the routes that each registration brings. */
import type { StoredRegistration } from "../../src/inspector/catalogue/stored-facts.ts";
import { openProject, type SmallProject } from "./open-project.ts";

const urls = 'from django.contrib import admin\nfrom django.urls import path\nurlpatterns = [path("", admin.site.urls)]\n';

export interface AdminRecorder {
  record(app: string): readonly StoredRegistration[];
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
    close: () => project.close(),
  };
};

/** Builders for tests of rules: facts of a small clean project, with parts replaced. */
import { aField as fieldAtRest, aModel as modelAtRest } from "../../contract/shapes/a-model.ts";
import type { AppFacts, Facts, FieldFacts, ModelFacts, SettingValue } from "../../contract/shapes/facts.ts";
import type { ProjectLocation } from "../link/project/project-location.ts";
import type { Judged } from "./rule.ts";

export const anApp = (over: Partial<AppFacts> = {}): AppFacts => ({
  label: "bakery",
  name: "bakery",
  path: "bakery",
  first_party: true,
  config_class: null,
  default_auto_field: null,
  verbose_name: "Bakery",
  file: "bakery/apps.py",
  line: 4,
  ...over,
});

export const aField = (over: Partial<FieldFacts> = {}): FieldFacts =>
  fieldAtRest(over.name ?? "name", { max_length: 80, file: "bakery/models.py", line: 5, ...over });

export const aModel = (over: Partial<ModelFacts> = {}): ModelFacts =>
  modelAtRest("bakery.Loaf", [], {
    module: "bakery.models",
    file: "bakery/models.py",
    line: 4,
    db_table: "bakery_loaf",
    bases: ["django.db.models.base.Model"],
    ordering: [],
    unique_together: [],
    indexes: [],
    constraints: [],
    verbose_name: "loaf",
    managers: ["objects"],
    fields: [aField()],
    ...over,
  });

export const aSetting = (over: Partial<SettingValue> = {}): SettingValue => ({
  name: "DEBUG",
  value: false,
  origin: [{ file: "site/settings.py", line: 10 }],
  certainty: "certain",
  ...over,
});

type LinkedFacts = Judged["facts"];

export interface JudgedParts extends Partial<Omit<LinkedFacts, "migrations" | "project">> {
  readonly migrations?: Partial<Facts["migrations"]>;
  readonly project?: Partial<Facts["project"]>;
  readonly location?: Partial<ProjectLocation>;
}

/** A project called `site` with nothing in it, and the given parts. */
export const aJudgedProject = ({ migrations, project, location, ...parts }: JudgedParts = {}): Judged => ({
  facts: {
    facts: 1,
    project: {
      root: "/project",
      name: "project",
      manage_py: "manage.py",
      settings_module: "site.settings",
      settings_candidates: [],
      django_version: "5.2.1",
      python: { path: null, version: null, pythonpath: [] },
      environment: null,
      ...project,
    },
    apps: [anApp()],
    models: [],
    migrations: { apps: {}, conflicts: {}, drift: null, drift_unknown: {}, applied: {}, pending: {}, phantom: {}, ...migrations },
    urls: [],
    settings: {
      INSTALLED_APPS: ["bakery"],
      MIDDLEWARE: [],
      AUTH_USER_MODEL: "auth.User",
      ROOT_URLCONF: "site.urls",
      DATABASES: {},
      LANGUAGE_CODE: "en-us",
      TIME_ZONE: "UTC",
      USE_TZ: true,
      DEFAULT_AUTO_FIELD: null,
      DEBUG: false,
      values: [],
    },
    commands: {},
    admin: [],
    unread: [],
    ...parts,
  },
  location: {
    root: "/project",
    managePy: "/project/manage.py",
    importRoots: ["/project"],
    settingsModule: "site.settings",
    settingsFile: "/project/site/settings.py",
    settingsFrom: "manage.py:9",
    candidates: [],
    lookedFor: ["manage.py in /project"],
    ...location,
  },
});

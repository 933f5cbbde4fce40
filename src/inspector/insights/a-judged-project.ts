/** Builders for tests of rules: facts of a small clean project, with parts replaced. */
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

export const aField = (over: Partial<FieldFacts> = {}): FieldFacts => ({
  name: "name",
  class: "CharField",
  internal_type: "CharField",
  column: "name",
  attname: "name",
  null: false,
  blank: false,
  unique: false,
  primary_key: false,
  db_index: false,
  max_length: 80,
  has_default: false,
  choices: 0,
  relation: null,
  related_model: null,
  on_delete: null,
  related_name: null,
  accessor: null,
  through: null,
  to_field: null,
  inherited_from: null,
  file: "bakery/models.py",
  line: 5,
  certainty: "certain",
  ...over,
});

export const aModel = (over: Partial<ModelFacts> = {}): ModelFacts => ({
  label: "bakery.Loaf",
  app: "bakery",
  name: "Loaf",
  module: "bakery.models",
  file: "bakery/models.py",
  line: 4,
  first_party: true,
  abstract: false,
  auto_created: false,
  proxy: false,
  managed: true,
  swapped: null,
  db_table: "bakery_loaf",
  pk: "id",
  bases: ["django.db.models.base.Model"],
  concrete_parents: [],
  abstract_parents: [],
  ordering: [],
  unique_together: [],
  indexes: [],
  constraints: [],
  verbose_name: "loaf",
  managers: ["objects"],
  fields: [aField()],
  reverse: [],
  private_fields: [],
  certainty: "certain",
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

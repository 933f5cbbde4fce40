/**
 * The facts document: all that the inspector reads from a project's source, and what `djdesk scan --json` prints.
 * Keys follow Django's own vocabulary. A fact that cannot be known from source is `null`, never a guess.
 * `file` is relative to the project's root where it lies below it, else absolute; `site-packages:…` for installed code. Lines are 1-based.
 */
import { z } from "zod";
import { certainty, severity } from "./common.ts";

const strings = z.array(z.string());

export const appFacts = z.object({
  /** Django's app label, and `AppConfig.name`. */
  label: z.string(),
  name: z.string(),
  /** Folder of the app; null when its code is not here. */
  path: z.string().nullable(),
  first_party: z.boolean(),
  config_class: z.string().nullable(),
  default_auto_field: z.string().nullable(),
  verbose_name: z.string().nullable(),
  file: z.string().nullable(),
  line: z.int().nullable(),
});
export type AppFacts = z.infer<typeof appFacts>;

export const fieldFacts = z.object({
  name: z.string(),
  /** Class name (`CharField`) and what `get_internal_type()` answers. */
  class: z.string().nullable(),
  internal_type: z.string().nullable(),
  /** Database column; null for many-to-many and other fields without one. */
  column: z.string().nullable(),
  attname: z.string().nullable(),
  null: z.boolean().nullable(),
  blank: z.boolean().nullable(),
  unique: z.boolean().nullable(),
  primary_key: z.boolean().nullable(),
  db_index: z.boolean().nullable(),
  max_length: z.int().nullable(),
  has_default: z.boolean().nullable(),
  /** Count of choices at the top level, 0 when none. */
  choices: z.int().nullable(),
  relation: z.enum(["many_to_one", "one_to_one", "many_to_many", "one_to_many"]).nullable(),
  /** `app.Model`. */
  related_model: z.string().nullable(),
  /** `CASCADE`, `SET_NULL`, `SET`, … */
  on_delete: z.string().nullable(),
  related_name: z.string().nullable(),
  /** Reverse accessor on the related model; null when hidden. */
  accessor: z.string().nullable(),
  /** `app.Model` of the many-to-many table, automatic ones included. */
  through: z.string().nullable(),
  to_field: z.string().nullable(),
  /** Dotted path of the class that wrote it, when it was not this model. */
  inherited_from: z.string().nullable(),
  file: z.string().nullable(),
  line: z.int().nullable(),
  certainty,
  because: z.string().optional(),
});
export type FieldFacts = z.infer<typeof fieldFacts>;

export const modelFacts = z.object({
  label: z.string(),
  app: z.string(),
  name: z.string(),
  module: z.string(),
  file: z.string().nullable(),
  line: z.int().nullable(),
  first_party: z.boolean(),
  abstract: z.boolean(),
  auto_created: z.boolean(),
  proxy: z.boolean(),
  managed: z.boolean().nullable(),
  swapped: z.string().nullable(),
  db_table: z.string().nullable(),
  pk: z.string().nullable(),
  /** Dotted paths, as written. */
  bases: strings,
  concrete_parents: strings,
  abstract_parents: strings,
  ordering: strings.nullable(),
  unique_together: z.array(strings).nullable(),
  indexes: z.array(z.object({ name: z.string().nullable(), fields: strings })).nullable(),
  constraints: z.array(z.object({ name: z.string().nullable(), class: z.string() })).nullable(),
  verbose_name: z.string().nullable(),
  managers: strings,
  fields: z.array(fieldFacts),
  reverse: z.array(
    z.object({
      accessor: z.string().nullable(),
      query_name: z.string().nullable(),
      from: z.string(),
      field: z.string(),
      hidden: z.boolean(),
    }),
  ),
  private_fields: z.array(z.object({ name: z.string(), class: z.string() })),
  certainty,
  because: z.string().optional(),
});
export type ModelFacts = z.infer<typeof modelFacts>;

/** A column as an operation finds or leaves it; null for what is not known. */
export const columnFacts = z.object({
  internal_type: z.string().nullable(),
  null: z.boolean().nullable(),
  unique: z.boolean().nullable(),
  db_index: z.boolean().nullable(),
  max_length: z.int().nullable(),
  has_default: z.boolean().nullable(),
  /** The default is a function, called once for all existing rows. */
  calls_default: z.boolean().nullable(),
  relation: z.string().nullable(),
});
export type ColumnFacts = z.infer<typeof columnFacts>;

/** What an operation changes: only of migrations that wait, or may be about to be applied where that is not known. */
export const operationChange = z.object({
  /** The operation of Django that it is or extends. */
  kind: z.string(),
  model: z.string(),
  field: z.string().nullable(),
  before: columnFacts.nullable(),
  after: columnFacts.nullable(),
  /** Whether the migration runs in one transaction. */
  atomic: z.boolean(),
  /** The database is known not to have it. */
  waits: z.boolean(),
});
export type OperationChange = z.infer<typeof operationChange>;

const operationFacts = z.object({
  op: z.string(),
  args: z.record(z.string(), z.unknown()),
  line: z.int().nullable(),
  change: operationChange.optional(),
});

export const migrationFacts = z.object({
  name: z.string(),
  file: z.string(),
  /** `app.0001_initial`; swappable dependencies resolved, `app.__first__` as written. */
  dependencies: strings.nullable(),
  replaces: strings.nullable(),
  run_before: strings.nullable(),
  initial: z.boolean().nullable(),
  operations: z.array(operationFacts).nullable(),
});
export type MigrationFacts = z.infer<typeof migrationFacts>;

export const appMigrations = z.object({
  /** Dotted path of the migrations package; null when the app has none. */
  module: z.string().nullable(),
  migrations: z.array(migrationFacts),
  leaf_nodes: strings.nullable(),
});
export type AppMigrations = z.infer<typeof appMigrations>;

export const appliedFacts = z.object({
  source: z.enum(["sqlite-file", "live", "unknown"]),
  /** Why unknown, or which file was read. */
  because: z.string(),
  rows: z.array(z.object({ app: z.string(), name: z.string(), applied: z.string().nullable() })),
});
export type AppliedFacts = z.infer<typeof appliedFacts>;

export const migrationsFacts = z.object({
  apps: z.record(z.string(), appMigrations),
  /** App label → its leaves, where there are several. */
  conflicts: z.record(z.string(), strings),
  /** App label → changes that `makemigrations` would write; null (whole or per app) when not known. */
  drift: z.record(z.string(), z.array(z.object({ op: z.string(), describe: z.string() })).nullable()).nullable(),
  /** App label → why its drift is not known. */
  drift_unknown: z.record(z.string(), z.string()),
  applied: z.record(z.string(), appliedFacts),
  /** App label → names on disk that are not applied; null when the applied state is unknown. */
  pending: z.record(z.string(), strings.nullable()),
  /** App label → applied names with no file on disk. */
  phantom: z.record(z.string(), strings),
});
export type MigrationsFacts = z.infer<typeof migrationsFacts>;

export const urlFacts = z.object({
  route: z.string(),
  name: z.string().nullable(),
  full_name: z.string().nullable(),
  view: z.string().nullable(),
  methods: strings.nullable(),
  /** What the view demands (`login`, `permission:…`); null when not known. */
  requires: strings.nullable(),
  converters: z.record(z.string(), z.string()),
  file: z.string().nullable(),
  line: z.int().nullable(),
});
export type UrlFacts = z.infer<typeof urlFacts>;

export const settingValue = z.object({
  name: z.string(),
  /** Plain JSON; `•••` where the name or the value is a secret; null when unknown. */
  value: z.unknown(),
  origin: z.array(z.object({ file: z.string(), line: z.int(), env: z.string().optional() })),
  certainty,
  because: z.string().optional(),
});
export type SettingValue = z.infer<typeof settingValue>;

export const settingsFacts = z.object({
  INSTALLED_APPS: strings.nullable(),
  MIDDLEWARE: strings.nullable(),
  AUTH_USER_MODEL: z.string().nullable(),
  ROOT_URLCONF: z.string().nullable(),
  /** Alias → engine. */
  DATABASES: z.record(z.string(), z.string()).nullable(),
  LANGUAGE_CODE: z.string().nullable(),
  TIME_ZONE: z.string().nullable(),
  USE_TZ: z.boolean().nullable(),
  DEFAULT_AUTO_FIELD: z.string().nullable(),
  DEBUG: z.boolean().nullable(),
  values: z.array(settingValue),
});
export type SettingsFacts = z.infer<typeof settingsFacts>;

export const insightFacts = z.object({
  /** Stable, kebab-case: what `# djdesk: ignore[code]` names. */
  code: z.string(),
  severity,
  title: z.string(),
  /** Why it matters, one or two sentences. */
  message: z.string(),
  file: z.string().nullable(),
  line: z.int().nullable(),
  /** What to do. */
  fix: z.string(),
});
export type InsightFacts = z.infer<typeof insightFacts>;

export const unreadFacts = z.object({ file: z.string(), line: z.int().nullable(), code: z.string(), message: z.string() });
export type UnreadFacts = z.infer<typeof unreadFacts>;

/** Counts and milliseconds. `extract_ms` is the time in the evaluator. */
export const timingFacts = z.object({
  files: z.int(),
  bytes: z.int(),
  parsed: z.int(),
  cached: z.int(),
  discover_ms: z.number(),
  parse_ms: z.number(),
  extract_ms: z.number(),
  link_ms: z.number(),
  derive_ms: z.number(),
  total_ms: z.number(),
});
export type Timing = z.infer<typeof timingFacts>;

export const projectFacts = z.object({
  root: z.string(),
  name: z.string(),
  /** Path of manage.py relative to the root; null when there is none. */
  manage_py: z.string().nullable(),
  settings_module: z.string().nullable(),
  /** Other settings modules that were found. */
  settings_candidates: strings,
  django_version: z.string().nullable(),
  /** `pythonpath`: folders that the interpreter does not know of itself and needs to find the packages (`__pypackages__`). */
  python: z.object({ path: z.string().nullable(), version: z.string().nullable(), pythonpath: strings }),
  environment: z.enum(["venv", "uv", "poetry", "pipenv", "pdm", "conda", "given", "system"]).nullable(),
});
export type ProjectFacts = z.infer<typeof projectFacts>;

export const facts = z.object({
  facts: z.literal(1),
  project: projectFacts,
  apps: z.array(appFacts),
  models: z.array(modelFacts),
  migrations: migrationsFacts,
  urls: z.array(urlFacts),
  settings: settingsFacts,
  /** Command → app that provides it. */
  commands: z.record(z.string(), z.string()),
  admin: strings,
  insights: z.array(insightFacts),
  unread: z.array(unreadFacts),
  timing: timingFacts,
});
export type Facts = z.infer<typeof facts>;

export const factSections = [
  "project",
  "apps",
  "models",
  "migrations",
  "urls",
  "settings",
  "commands",
  "admin",
  "insights",
  "unread",
  "timing",
] as const;
export const factSection = z.enum(factSections);

/** What `djdesk_live` tells, by the letter of its line; the word of a project's own process, so every line has a shape. */
import { z } from "zod";

const strings = z.array(z.string());

const toldProject = z.object({
  django_version: z.string(),
  python_version: z.string(),
  python: z.string(),
  settings_module: z.string().nullable(),
});

const toldUrl = z.object({
  route: z.string(),
  name: z.string().nullable(),
  full_name: z.string().nullable(),
  view: z.string().nullable(),
});

const toldApp = z.object({ label: z.string(), name: z.string(), config_class: z.string() });

const toldField = z.object({
  name: z.string(),
  class: z.string(),
  internal_type: z.string().nullable(),
  column: z.string().nullable(),
  null: z.boolean(),
  blank: z.boolean(),
  unique: z.boolean(),
  primary_key: z.boolean(),
  db_index: z.boolean(),
  max_length: z.int().nullable(),
  has_default: z.boolean(),
  choices: z.int(),
  relation: z.string().nullable(),
  related_model: z.string().nullable().default(null),
  on_delete: z.string().nullable().default(null),
  related_name: z.string().nullable().default(null),
  accessor: z.string().nullable().default(null),
  through: z.string().nullable().default(null),
});

const toldModel = z.object({
  label: z.string(),
  app: z.string(),
  name: z.string(),
  module: z.string(),
  file: z.string().nullable(),
  auto_created: z.boolean(),
  proxy: z.boolean(),
  managed: z.boolean(),
  swapped: z.string().nullable(),
  db_table: z.string(),
  pk: z.string().nullable(),
  concrete_parents: strings,
  ordering: strings,
  unique_together: z.array(strings),
  indexes: z.array(z.object({ name: z.string().nullable(), fields: strings })),
  constraints: z.array(z.object({ name: z.string().nullable(), class: z.string() })),
  fields: z.array(toldField),
  reverse: z.array(z.object({ accessor: z.string().nullable(), from: z.string(), field: z.string() })),
});

const toldMigrations = z.object({
  app: z.string(),
  migrations: z.array(z.object({ name: z.string(), dependencies: strings, replaces: strings, operations: strings })),
  leaf_nodes: strings,
  conflicts: strings,
});

const toldDrift = z.record(z.string(), z.array(z.object({ op: z.string(), describe: z.string() })));

const toldApplied = z.object({
  alias: z.string(),
  database: z.object({ engine: z.string().nullable(), name: z.string().nullable() }),
  rows: z.array(z.tuple([z.string(), z.string()])),
  /** App label → names in force that are not applied. */
  pending: z.record(z.string(), strings),
});

const toldSettings = z.record(z.string(), z.unknown());
const toldCommands = z.record(z.string(), z.string());
export const toldFault = z.object({ section: z.string(), message: z.string() });
const toldProgress = z.object({ section: z.string(), done: z.number(), of: z.number() });

export type ToldField = z.infer<typeof toldField>;
export type ToldModel = z.infer<typeof toldModel>;

/** All that was told; null for what was not. */
export interface LiveFacts {
  project: z.infer<typeof toldProject> | null;
  urls: z.infer<typeof toldUrl>[];
  apps: z.infer<typeof toldApp>[];
  models: ToldModel[];
  migrations: z.infer<typeof toldMigrations>[];
  drift: z.infer<typeof toldDrift> | null;
  applied: z.infer<typeof toldApplied>[];
  settings: z.infer<typeof toldSettings> | null;
  commands: z.infer<typeof toldCommands> | null;
  admin: string[] | null;
  faults: z.infer<typeof toldFault>[];
  /** The last line came. */
  isWhole: boolean;
}

/** Lines as they came; one that has not the shape of its letter is a fault of its section. */
export const readLiveLines = (text: string): LiveFacts => {
  const facts: LiveFacts = {
    project: null,
    urls: [],
    apps: [],
    models: [],
    migrations: [],
    drift: null,
    applied: [],
    settings: null,
    commands: null,
    admin: null,
    faults: [],
    isWhole: false,
  };
  for (const line of text.split("\n")) if (line !== "") takeLine(facts, line.slice(0, 1), line.slice(2));
  return facts;
};

const takeLine = (facts: LiveFacts, letter: string, told: string): void => {
  const reader = readers[letter];
  if (reader === undefined) return;
  try {
    reader.take(facts, JSON.parse(told));
  } catch {
    facts.faults.push({ section: reader.section, message: "A line of it could not be read." });
  }
};

interface Reader {
  readonly section: string;
  readonly take: (facts: LiveFacts, value: unknown) => void;
}

const readers: Readonly<Record<string, Reader>> = {
  P: { section: "project", take: (facts, value) => (facts.project = toldProject.parse(value)) },
  U: { section: "urls", take: (facts, value) => facts.urls.push(toldUrl.parse(value)) },
  A: { section: "apps", take: (facts, value) => facts.apps.push(toldApp.parse(value)) },
  M: { section: "models", take: (facts, value) => facts.models.push(toldModel.parse(value)) },
  G: { section: "migrations", take: (facts, value) => facts.migrations.push(toldMigrations.parse(value)) },
  D: { section: "drift", take: (facts, value) => (facts.drift = toldDrift.parse(value)) },
  R: { section: "applied", take: (facts, value) => facts.applied.push(toldApplied.parse(value)) },
  S: { section: "settings", take: (facts, value) => (facts.settings = toldSettings.parse(value)) },
  C: { section: "commands", take: (facts, value) => (facts.commands = toldCommands.parse(value)) },
  T: { section: "admin", take: (facts, value) => (facts.admin = strings.parse(value)) },
  E: { section: "faults", take: (facts, value) => facts.faults.push(toldFault.parse(value)) },
  N: {
    section: "progress",
    take: (facts, value) => {
      const { done, of } = toldProgress.parse(value);
      facts.isWhole = done === of;
    },
  },
};

/** An ordinary project: three apps, a few findings, one migration that waits. */
import type { ModelFacts, Facts } from "../../../contract/shapes/facts.ts";
import type { LiveReport } from "../../../contract/shapes/live.ts";
import { aField, aModel } from "../../../contract/shapes/a-model.ts";
import { aFinding, aMigration, anApp, aSetting, aUrl, someFacts } from "../fixtures/a-fact.ts";
import { aPreset, aRun, logLines } from "../fixtures/a-run.ts";
import { aWorkspace, lately } from "../fixtures/a-workspace.ts";
import type { World } from "../fixtures/to-replies.ts";
import { aScan, toStatus } from "../fixtures/to-status.ts";

const key = (name: string, target: string) =>
  aField(name, {
    class: "ForeignKey",
    internal_type: "ForeignKey",
    column: `${name}_id`,
    relation: "many_to_one",
    related_model: target,
    on_delete: "CASCADE",
  });

const placed = (label: string, fields: ModelFacts["fields"], line: number): ModelFacts =>
  aModel(label, fields, { file: `${label.split(".")[0]}/models.py`, line, db_table: label.replace(".", "_").toLowerCase() });

const models = [
  placed("beds.Bed", [aField("name"), aField("length", { class: "DecimalField", internal_type: "DecimalField" })], 8),
  placed("beds.Row", [key("bed", "beds.Bed"), aField("number", { class: "IntegerField", internal_type: "IntegerField" })], 20),
  placed("plants.Species", [aField("latin_name", { unique: true })], 6),
  placed("plants.Plant", [key("species", "plants.Species"), key("row", "beds.Row"), aField("height", { null: true })], 18),
  placed("harvest.Basket", [key("plant", "plants.Plant"), aField("weight")], 7),
  placed("harvest.Sale", [key("basket", "harvest.Basket"), aField("price")], 22),
];

const migrations: Facts["migrations"] = {
  apps: {
    beds: { module: "beds.migrations", migrations: [aMigration("beds", "0001_initial")], leaf_nodes: ["0001_initial"] },
    plants: {
      module: "plants.migrations",
      migrations: [
        aMigration("plants", "0001_initial"),
        aMigration("plants", "0002_plant_height", { dependencies: ["plants.0001_initial"] }),
      ],
      leaf_nodes: ["0002_plant_height"],
    },
    harvest: {
      module: "harvest.migrations",
      migrations: [aMigration("harvest", "0001_initial"), aMigration("harvest", "0002_sale")],
      leaf_nodes: ["0002_sale"],
    },
  },
  conflicts: {},
  drift: { beds: [], plants: [], harvest: [{ op: "AddField", describe: "Add field price to sale" }] },
  drift_unknown: {},
  applied: { default: { source: "sqlite-file", because: "db.sqlite3", rows: [] } },
  pending: { beds: [], plants: ["0002_plant_height"], harvest: [] },
  phantom: { beds: ["0002_gone"] },
};

const gardenFacts = someFacts({
  apps: [
    anApp("beds"),
    anApp("plants"),
    anApp("harvest"),
    anApp("auth", { name: "django.contrib.auth", first_party: false, path: null, file: null, line: null }),
  ],
  models,
  migrations,
  urls: [
    aUrl("beds/", { name: "beds", full_name: "beds:list" }),
    aUrl("beds/<int:pk>/", { name: "bed", full_name: "beds:detail", converters: { pk: "int" }, requires: ["login"] }),
    aUrl("harvest/", { view: "harvest.views.HarvestView", methods: null, requires: null }),
  ],
  settings: {
    ...someFacts().settings,
    values: [
      aSetting("DEBUG", true),
      aSetting("SECRET_KEY", "•••", { origin: [{ file: "garden/settings.py", line: 22, env: "SECRET_KEY" }] }),
      aSetting("INSTALLED_APPS", ["beds", "plants", "harvest", "django.contrib.auth"]),
      aSetting("CACHES", null, { certainty: "unknown", because: "It is read from a file that is not here." }),
    ],
  },
  insights: [
    aFinding("unindexed-filter", "`Plant.height` is filtered on without an index"),
    aFinding("open-redirect", "`beds:list` redirects anywhere", { severity: "danger", file: "beds/views.py" }),
    aFinding("no-str", "`Row` has no `__str__`", { severity: "info" }),
  ],
});

const runs = [
  aRun(3, { status: "failed", metadata: { command: { ...aRun(3).metadata.command, exit_code: 1, error: "SystemCheckError: 1 issue." } } }),
  aRun(2),
  aRun(1, { preset: "showmigrations", label: "Diff migrations", completed_at: null, status: "running", progress: 40 }),
];

const live: LiveReport = {
  run: 2,
  asked_at: lately,
  source_at: lately,
  django_version: "5.2.19",
  python_version: "3.13.0",
  settings_module: "garden.settings",
  sections: [
    { section: "apps", agree: 4, differ: 0, told: 0 },
    { section: "models", agree: 60, differ: 0, told: 0 },
    { section: "fields", agree: 212, differ: 1, told: 3 },
    { section: "settings", agree: 9, differ: 1, told: 0 },
  ],
  disagreements: [
    {
      section: "fields",
      subject: "plants.Plant.height",
      property: "null",
      source: "true",
      live: "false",
      cause: "plants/models.py was changed after life was asked.",
      file: "plants/models.py",
      line: 21,
    },
    {
      section: "settings",
      subject: "DEBUG",
      property: "value",
      source: "true",
      live: "false",
      cause: null,
      file: "garden/settings.py",
      line: 26,
    },
  ],
  disagreement_count: 2,
  untold: [{ section: "urls", message: "ModuleNotFoundError: No module named 'weather'" }],
  figures: {
    models: 6,
    pending_migrations: 1,
    drift: 1,
    conflicts: 0,
    unmigrated: null,
  },
};

export const garden = (more: Partial<World> = {}): World => {
  const workspace = aWorkspace();
  return {
    workspaces: [workspace],
    status: toStatus({ workspace, facts: gardenFacts, runs, scans: [aScan({ summary: "Discovered 6 models in 3 apps." })], live }),
    live,
    facts: gardenFacts,
    presets: [
      aPreset("check", "Run system checks"),
      aPreset("sqlmigrate", "Show SQL", {
        options: [
          {
            name: "app_label",
            label: "App",
            help: "Whose migration",
            spelling: { as: "positional" },
            kind: "text",
            required: true,
            choices: [],
            suggests: "apps",
          },
        ],
      }),
    ],
    runs,
    output: logLines([
      "Executing `python manage.py check`",
      "System check identified some issues:",
      "\u001B[33mWARNINGS:\u001B[0m",
      "beds.Row: (models.W042) Auto-created primary key used.",
      "Command finished with exit code 0.",
    ]),
    logFiles: [{ file: "/home/ada/code/garden/logs/garden.log", size: 4_200, modified_at: lately, available: true }],
    logLines: Array.from({ length: 30 }, (_, index) => ({
      line: index + 1,
      level: index % 9 === 8 ? "error" : "info",
      text: `2026-11-24 09:30:${String(index).padStart(2, "0")} ${index % 9 === 8 ? "ERROR pump is dry" : "INFO watered bed"} ${index}`,
    })),
    ...more,
  };
};

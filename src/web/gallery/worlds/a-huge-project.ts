/** Two hundred apps with a thousand models, a hundred runs, and everything else in proportion. */
import type { Facts, ModelFacts } from "../../../contract/shapes/facts.ts";
import { aField, aModel } from "../../../contract/shapes/a-model.ts";
import { aFinding, aMigration, anApp, aSetting, aUrl, someFacts } from "../fixtures/a-fact.ts";
import { aPreset, aRun, logLines } from "../fixtures/a-run.ts";
import { aWorkspace, lately } from "../fixtures/a-workspace.ts";
import type { World } from "../fixtures/to-replies.ts";
import { aScan, toStatus } from "../fixtures/to-status.ts";

const apps = 200;
const perApp = 5;
const count = <T>(length: number, make: (index: number) => T): T[] => Array.from({ length }, (_, index) => make(index));

const toModel = (app: number, index: number): ModelFacts => {
  const target = index === 0 ? `app${Math.max(0, app - 1)}.Model${perApp - 1}` : `app${app}.Model${index - 1}`;
  return aModel(
    `app${app}.Model${index}`,
    [
      ...count(8, (field) => aField(`field_${field}`)),
      aField("parent", {
        class: "ForeignKey",
        internal_type: "ForeignKey",
        relation: "many_to_one",
        related_model: target,
        on_delete: "CASCADE",
      }),
    ],
    { file: `app${app}/models.py`, line: 10 + index * 20, db_table: `app${app}_model${index}` },
  );
};

const toFacts = (): Facts => {
  const empty = someFacts();
  const names = count(4, (index) => `000${index + 1}_step`);
  const labels = count(apps, (index) => `app${index}`);
  return someFacts({
    apps: labels.map((label) => anApp(label)),
    models: labels.flatMap((_, app) => count(perApp, (index) => toModel(app, index))),
    migrations: {
      ...empty.migrations,
      apps: Object.fromEntries(
        labels.map((label) => [
          label,
          { module: `${label}.migrations`, migrations: names.map((name) => aMigration(label, name)), leaf_nodes: ["0004_step"] },
        ]),
      ),
      applied: { default: { source: "sqlite-file", because: "db.sqlite3", rows: [] } },
      pending: Object.fromEntries(labels.map((label, index) => [label, index % 3 === 0 ? ["0004_step"] : []])),
      drift: Object.fromEntries(labels.map((label) => [label, []])),
    },
    urls: count(2_000, (index) =>
      aUrl(`app${index % apps}/page/${index}/<int:pk>/`, { name: `page-${index}`, full_name: `app${index % apps}:page-${index}` }),
    ),
    settings: {
      ...empty.settings,
      values: count(400, (index) =>
        aSetting(
          `SETTING_${index}`,
          count(index % 12, (item) => `item ${item}`),
        ),
      ),
    },
    insights: count(300, (index) =>
      aFinding("unindexed-filter", `\`app${index % apps}.Model0.field_1\` is filtered on without an index`, { line: index + 1 }),
    ),
  });
};

export const hugeProject = (): World => {
  const workspace = aWorkspace({ counts: { apps, models: apps * perApp, migrations: apps * 4, findings: 300 } });
  const facts = toFacts();
  const runs = count(100, (index) => aRun(100 - index));
  return {
    workspaces: [workspace, ...count(40, (index) => aWorkspace({ slug: `garden-${index + 2}`, name: `Garden ${index + 2}` }))],
    status: toStatus({ workspace, facts, runs, scans: [aScan({ summary: "Discovered 1,000 models in 200 apps." })] }),
    facts,
    presets: count(30, (index) => aPreset(`preset-${index}`, `Preset ${index}`)),
    runs,
    output: logLines(count(20_000, (index) => `line ${index} of very much output`)),
    logFiles: [{ file: "/home/ada/code/garden/logs/garden.log", size: 180_000_000, modified_at: lately, available: true }],
    logLines: count(100_000, (index) => ({
      line: index + 1,
      level: index % 7 === 0 ? "warning" : "info",
      text: `INFO request ${index} took ${index % 900} ms`,
    })),
  };
};

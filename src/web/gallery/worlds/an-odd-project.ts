/** Names in Arabic and Chinese, paths and values of 5,000 characters: nothing may burst, nothing may be cut without a way to it. */
import type { ModelFacts } from "../../../contract/shapes/facts.ts";
import { aField, aModel } from "../../../contract/shapes/a-model.ts";
import { aFinding, aMigration, anApp, aSetting, aUrl, someFacts } from "../fixtures/a-fact.ts";
import { aPreset, aRun, logLines } from "../fixtures/a-run.ts";
import { aWorkspace, lately } from "../fixtures/a-workspace.ts";
import type { World } from "../fixtures/to-replies.ts";
import { aScan, toStatus } from "../fixtures/to-status.ts";

const long = "x".repeat(5_000);
const deep = `/${"ملفات/项目/".repeat(450)}`;
const arabic = "مكتبة";
const chinese = "图书馆";

const models: ModelFacts[] = [
  aModel(
    `${arabic}.كتاب`,
    [
      aField("العنوان"),
      aField("الناشر", { relation: "many_to_one", class: "ForeignKey", related_model: `${chinese}.出版社`, on_delete: "CASCADE" }),
    ],
    {
      file: `${arabic}/models.py`,
      line: 3,
      db_table: "مكتبة_كتاب",
    },
  ),
  aModel(`${chinese}.出版社`, [aField("名称"), aField("地址")], { file: `${deep}models.py`, line: 9, db_table: "图书馆_出版社" }),
  aModel(`${chinese}.${long.slice(0, 200)}`, [aField(long.slice(0, 300))], { file: `${long}.py`, line: 1, db_table: long }),
];

export const oddProject = (): World => {
  const workspace = aWorkspace({
    name: `${arabic} ${chinese} ${long.slice(0, 80)}`,
    project_path: deep,
    git_branch: `feature/${long.slice(0, 240)}`,
  });
  const empty = someFacts();
  const facts = someFacts({
    apps: [anApp(arabic), anApp(chinese, { name: `${long}.图书馆` })],
    models,
    migrations: {
      ...empty.migrations,
      apps: {
        [arabic]: {
          module: `${arabic}.migrations`,
          migrations: [aMigration(arabic, "0001_أول"), aMigration(arabic, `0002_${long}`)],
          leaf_nodes: [`0002_${long}`],
        },
      },
      applied: { default: { source: "sqlite-file", because: deep, rows: [] } },
      pending: { [arabic]: [`0002_${long}`] },
      phantom: { [arabic]: [`0003_${long}`] },
      drift: { [arabic]: [{ op: "AddField", describe: long }] },
    },
    urls: [
      aUrl("كتب/<str:عنوان>/", { name: "كتاب", full_name: `${arabic}:كتاب`, view: `${arabic}.views.عرض`, converters: { عنوان: "str" } }),
      aUrl(`${long}/`, { name: long, full_name: long, view: long, file: `${long}.py` }),
    ],
    settings: {
      ...empty.settings,
      values: [
        aSetting("عنوان", "مرحبا بالعالم"),
        aSetting("LONG_TEXT", long),
        aSetting("LONG_LIST", [long, long, long, long]),
        aSetting(`LONG_${long}`, 1, { origin: [{ file: `${deep}settings.py`, line: 1 }] }),
      ],
    },
    insights: [aFinding("unindexed-filter", `\`${arabic}.كتاب.العنوان\` ${long}`, { message: long, file: `${deep}models.py` })],
  });
  const command = aRun(1).metadata.command;
  const runs = [
    aRun(1, {
      notes: long.slice(0, 280),
      metadata: { command: { ...command, raw: `python manage.py check ${long}`, error: long, interpreter: deep } },
      status: "failed",
    }),
  ];
  return {
    workspaces: [workspace],
    status: toStatus({ workspace, facts, runs, scans: [aScan({ summary: `Discovered 3 models in ${deep}` })] }),
    facts,
    presets: [aPreset("check", long.slice(0, 200), { description: long, command: `python manage.py check` })],
    runs,
    output: logLines(["Executing", long, "السطر الأول من الناتج", "第二行输出", "Command finished with exit code 1."]),
    logFiles: [{ file: `${deep}garden.log`, size: 10, modified_at: lately, available: true }],
    logLines: [long, "INFO مرحبا", "ERROR 服务器错误"].map((text, index) => ({
      line: index + 1,
      level: index === 2 ? "error" : "info",
      text,
    })),
  };
};

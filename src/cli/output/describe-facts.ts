/** The facts document as a page of text: what the project is, its apps, what is amiss, what could not be read. */
import type { Severity } from "../../contract/shapes/common.ts";
import type { Facts, InsightFacts, Timing } from "../../contract/shapes/facts.ts";
import { countProject } from "../../operations/scans/count-project.ts";
import { toTable } from "./table.ts";
import { severitySigns as signs } from "./severity-signs.ts";
import type { Terminal } from "./terminal.ts";
import { counted, duration, place } from "./words.ts";

type Paint = Terminal["paint"];

const byHarm: readonly Severity[] = ["danger", "warning", "info", "success"];

const describeHead = (facts: Facts, paint: Paint): string => {
  const { project } = facts;
  const { apps, models, migrations } = countProject(facts);
  const python = project.python.version === null ? "no Python environment found" : `Python ${project.python.version}`;
  return [
    `${paint("bold", project.name)}  ${paint("dim", project.root)}${project.manage_py?.includes("/") === true ? `, by its ${project.manage_py}` : ""}`,
    [
      project.django_version === null ? "Django of unknown version" : `Django ${project.django_version}`,
      project.environment === null ? python : `${python} (${project.environment})`,
      project.settings_module === null ? "no settings found" : `settings ${project.settings_module}`,
    ].join(" · "),
    [counted(apps, "app"), counted(models, "model"), counted(migrations, "migration")].join(", "),
  ].join("\n");
};

const describePending = (pending: readonly string[] | null | undefined, paint: Paint): string => {
  if (pending === undefined) return "";
  if (pending === null) return paint("dim", "unknown");
  return pending.length === 0 ? "0" : paint("yellow", String(pending.length));
};

const describeApps = ({ apps, models, migrations }: Facts, paint: Paint): string => {
  const rows = apps
    .filter((app) => app.first_party)
    .map((app) => [
      app.name,
      String(models.filter((model) => model.app === app.label && !model.abstract && !model.auto_created).length),
      String(migrations.apps[app.label]?.migrations.length ?? 0),
      describePending(migrations.pending[app.label], paint),
    ]);
  const others = apps.filter((app) => !app.first_party && app.path !== null).map((app) => app.label);
  const absent = apps.filter((app) => app.path === null).map((app) => app.name);
  const table = toTable(
    [{ head: "App" }, { head: "Models", align: "right" }, { head: "Migrations", align: "right" }, { head: "Pending", align: "right" }],
    rows,
    (text) => paint("dim", text),
  );
  return [
    rows.length === 0 ? "" : table,
    others.length === 0 ? "" : paint("dim", ` and ${counted(others.length, "installed app")}: ${others.join(", ")}`),
    absent.length === 0 ? "" : paint("yellow", ` and ${counted(absent.length, "app")} whose code is not here: ${absent.join(", ")}`),
  ]
    .filter((part) => part !== "")
    .join("\n");
};

const describeInsight = (insight: InsightFacts, paint: Paint): string => {
  const { sign, style } = signs[insight.severity];
  const where = place(insight.file, insight.line);
  const head = `${paint(style, `${sign} ${insight.severity}`)}  ${paint("bold", insight.title)}  ${paint("dim", `[${insight.code}]`)}`;
  return [head, where === "" ? "" : `  ${paint("cyan", where)}`, `  ${insight.message}`, insight.fix === "" ? "" : `  → ${insight.fix}`]
    .filter((line) => line !== "")
    .join("\n");
};

const describeInsights = ({ insights }: Facts, paint: Paint): string => {
  const found = byHarm.flatMap((severity) => insights.filter((insight) => insight.severity === severity));
  return found.length === 0
    ? `${paint("green", "✔")} Nothing amiss was found in the source.`
    : found.map((insight) => describeInsight(insight, paint)).join("\n");
};

const mostUnread = 10;

const describeUnread = ({ unread }: Facts, paint: Paint): string => {
  if (unread.length === 0) return "";
  const lines = unread
    .slice(0, mostUnread)
    .map((item) => ["", ...(item.file === "" ? [] : [paint("cyan", place(item.file, item.line))]), item.message].join("  "));
  if (unread.length > mostUnread) lines.push(paint("dim", `  and ${unread.length - mostUnread} more: --json lists them all`));
  return [`Could not be read (${unread.length})`, ...lines].join("\n");
};

const describeApplied = ({ migrations }: Facts, paint: Paint): string =>
  Object.entries(migrations.applied)
    .map(([alias, { because }]) => paint("dim", `Applied migrations of ${alias}: ${because.charAt(0).toLowerCase()}${because.slice(1)}`))
    .join("\n");

export const describeFacts = (facts: Facts, paint: Paint): string =>
  [
    describeHead(facts, paint),
    describeApps(facts, paint),
    describeApplied(facts, paint),
    describeInsights(facts, paint),
    describeUnread(facts, paint),
    paint("dim", `Read ${counted(facts.timing.files, "file")} in ${duration(facts.timing.total_ms)}; nothing of the project was run.`),
  ]
    .filter((part) => part !== "")
    .join("\n\n");

/** Per stage, for `--timing`. */
export const describeTiming = (timing: Timing): string =>
  [
    `files ${timing.files} (${(timing.bytes / 1e6).toFixed(2)} MB), parsed ${timing.parsed}, from cache ${timing.cached}`,
    `discover ${duration(timing.discover_ms)}, parse ${duration(timing.parse_ms)}, evaluate ${duration(timing.extract_ms)}, ` +
      `link ${duration(timing.link_ms)}, derive and judge ${duration(timing.derive_ms)}, total ${duration(timing.total_ms)}`,
  ].join("\n");

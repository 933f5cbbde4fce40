/** The status payload as a page of text. */
import type { Status } from "../../contract/shapes/status.ts";
import { severitySigns } from "./severity-signs.ts";
import { toTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { place } from "./words.ts";

type Paint = Terminal["paint"];

const describeInsights = ({ insights }: Status, paint: Paint): string =>
  toTable(
    [{ head: "" }, { head: "Insight" }, { head: "Value", align: "right" }, { head: "Change" }, { head: "Where" }],
    insights.map(({ severity, title, value, delta, file, line }) => {
      const { sign, style } = severitySigns[severity];
      return [paint(style, `${sign} ${severity}`), title, value, delta, place(file, line)];
    }),
    (text) => paint("dim", text),
  );

const describeApps = ({ apps }: Status, paint: Paint): string =>
  toTable(
    [{ head: "App" }, { head: "Models", align: "right" }, { head: "Pending", align: "right" }, { head: "Status" }],
    apps
      .filter((app) => app.first_party)
      .map((app) => [
        app.label,
        String(app.models),
        app.pending_migrations === null ? paint("dim", "unknown") : String(app.pending_migrations),
        app.status,
      ]),
    (text) => paint("dim", text),
  );

/** What was run; of a run that failed the last line of its log, which says how it ended. */
const describeTask = ({ preset, status, log }: Status["tasks"][number]): string => {
  const last =
    status === "failed"
      ? log
          .split("\n")
          .at(-1)
          ?.replace(/^\[[\d:]+\] /, "")
      : undefined;
  return last ?? `python manage.py ${preset}`;
};

const describeWork = ({ scans, tasks }: Status, paint: Paint): string =>
  toTable(
    [{ head: "Work" }, { head: "Status" }, { head: "", align: "right" }, { head: "" }],
    [
      ...scans.map((scan) => [`${scan.kind_label} scan`, scan.status, `${scan.progress} %`, scan.summary]),
      ...tasks.map((task) => [`#${task.id} ${task.label}`, task.status, `${task.progress} %`, describeTask(task)]),
    ],
    (text) => paint("dim", text),
  );

export const describeStatus = (status: Status, paint: Paint): string =>
  [
    `${paint("bold", status.name)}  ${paint("dim", status.project_path)}`,
    describeInsights(status, paint),
    describeApps(status, paint),
    describeWork(status, paint),
  ].join("\n\n");

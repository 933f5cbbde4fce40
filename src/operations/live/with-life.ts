/** What the running project said, beside the figures and apps of the source. */
import type { LiveReport } from "../../contract/shapes/live.ts";
import type { Insight, StatusApp } from "../../contract/shapes/status.ts";
import { localTime } from "../../kit/local-time.ts";
import { counted } from "../scans/scan-words.ts";

const figureOf = {
  models: "models",
  "pending-migrations": "pending_migrations",
  drift: "drift",
  conflicts: "conflicts",
} as const;

const hasFigure = (code: string): code is keyof typeof figureOf => Object.hasOwn(figureOf, code);

/** Each figure says where it comes from. What the source does not know is life's; what they tell apart says so. */
export const markInsights = (insights: readonly Insight[], report: LiveReport | null): readonly Insight[] => {
  if (report === null) return insights;
  const marked = insights.map((insight) => markInsight(insight, report));
  return report.disagreement_count > 0
    ? [lifeInsight(report), ...marked]
    : [...marked.slice(0, 5), lifeInsight(report), ...marked.slice(5)];
};

const markInsight = (insight: Insight, report: LiveReport): Insight => {
  const told = hasFigure(insight.code) ? report.figures[figureOf[insight.code]] : null;
  if (told === null) return insight;
  if (insight.value === String(told)) return { ...insight, mark: "both" };
  const least = /^(\d+)\+$/.exec(insight.value)?.[1];
  const isOpen = insight.value === "unknown" || (least !== undefined && told >= Number(least));
  if (isOpen) return { ...insight, value: String(told), mark: "live", ...wordsOfLife(told, report) };
  return {
    ...insight,
    mark: "differs",
    severity: insight.severity === "danger" ? "danger" : "warning",
    caption: `The source says ${insight.value}, the running project ${told}.`,
  };
};

const wordsOfLife = (told: number, report: LiveReport): Pick<Insight, "severity" | "caption"> => ({
  severity: told > 0 ? "warning" : "success",
  caption: `As the running project said at ${timeOf(report)}.`,
});

const timeOf = ({ asked_at }: LiveReport): string => {
  const at = Date.parse(asked_at);
  return `${localTime(at).slice(0, 5)} on ${new Date(at).toDateString().slice(4, 10)}`;
};

const lifeInsight = (report: LiveReport): Insight => {
  const { disagreement_count: differ, untold } = report;
  const agree = report.sections.reduce((sum, section) => sum + section.agree, 0);
  const open = untold.length === 0 ? "" : ` ${counted(untold.length, "part")} could not be told.`;
  return {
    code: "live",
    title: "Source and life",
    value: differ === 0 ? (untold.length === 0 ? "agree" : "partly known") : `${differ} differ`,
    delta: "",
    severity: differ > 0 ? "warning" : untold.length > 0 ? "info" : "success",
    caption: `${counted(agree, "answer")} agree.${open} Asked at ${timeOf(report)}, Django ${report.django_version ?? "unknown"}.`,
    file: null,
    line: null,
    mark: differ > 0 ? "differs" : "both",
  };
};

/** Migrations that wait are life's where the source does not know them. */
export const markApps = (apps: readonly StatusApp[], report: LiveReport | null): readonly StatusApp[] =>
  apps.map((app) => {
    const told = report?.figures.pending?.[app.app_label];
    if (app.pending_migrations !== null || told === undefined) return app;
    const status = app.status === "unknown" ? (told.length > 0 ? "pending" : "ok") : app.status;
    return { ...app, pending_migrations: told.length, applied_source: "live", status };
  });

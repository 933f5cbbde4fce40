/** What the running project said, beside the figures of the source. */
import type { LiveReport } from "../../contract/shapes/live.ts";
import type { Insight } from "../../contract/shapes/status.ts";
import { counted } from "../scans/scan-words.ts";
import { shownMoment } from "./shown-moment.ts";

const figureOf = {
  models: "models",
  "pending-migrations": "pending_migrations",
  drift: "drift",
  conflicts: "conflicts",
} as const;

/** Before the kinds of findings come models, pending migrations, drift, conflicts and findings. */
const figures = 5;

const hasFigure = (code: string): code is keyof typeof figureOf => Object.hasOwn(figureOf, code);

/** Each figure says where it comes from. What the source does not know is life's; what they tell apart says so. */
export const markInsights = (insights: readonly Insight[], report: LiveReport | null): readonly Insight[] => {
  if (report === null) return insights;
  // A kind of finding may have the code of a figure: the figures stand first.
  const marked = insights.map((insight, at) => (at < figures ? markInsight(insight, report) : insight));
  return report.disagreement_count > 0
    ? [lifeInsight(report), ...marked]
    : [...marked.slice(0, figures), lifeInsight(report), ...marked.slice(figures)];
};

const markInsight = (insight: Insight, report: LiveReport): Insight => {
  const told = hasFigure(insight.code) ? report.figures[figureOf[insight.code]] : null;
  if (told === null) return insight;
  if (insight.value === String(told)) return insight.mark === "live" ? insight : { ...insight, mark: "both" };
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

const timeOf = ({ asked_at }: LiveReport): string => shownMoment(Date.parse(asked_at));

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

/**
 * Stage 6, judge: every rule of the registry over the linked facts, in a fixed order. A line that holds
 * `# djdesk: ignore[code]` (or `ignore` alone) silences the insights that point at it.
 */
import type { InsightFacts } from "../../contract/shapes/facts.ts";
import { insightRules } from "./registry.ts";
import type { Judged } from "./rule.ts";
import { makeStep } from "../progress.ts";

const order = ["danger", "warning", "info", "success"];

export type ReadLine = (file: string, line: number) => string;

const isSilenced = (insight: InsightFacts, readLine: ReadLine): boolean => {
  if (insight.file === null || insight.line === null) return false;
  const mark = /#\s*djdesk:\s*ignore(?:\[([^\]]*)\])?/.exec(readLine(insight.file, insight.line));
  if (mark === null) return false;
  return mark[1] === undefined || mark[1].split(",").some((code) => code.trim() === insight.code);
};

/** `readLine` gives the text of a line of a file as facts name it; empty when it cannot. */
export const judge = (judged: Judged, readLine: ReadLine): InsightFacts[] => heedSilence(findAll(judged), readLine);

/** The insights that no line silences, each its own object. */
export const heedSilence = (insights: readonly InsightFacts[], readLine: ReadLine): InsightFacts[] =>
  insights.filter((insight) => !isSilenced(insight, readLine)).map((insight) => ({ ...insight }));

/** All insights, silenced or not. */
export const findAll = (judged: Judged): InsightFacts[] => {
  const insights = insightRules.flatMap((rule) => {
    makeStep();
    return rule.judge(judged).map((finding): InsightFacts => ({ code: rule.code, ...finding }));
  });
  const rank = (insight: InsightFacts): number => order.indexOf(insight.severity);
  const place = (insight: InsightFacts): string =>
    `${insight.code} ${insight.file ?? ""} ${String(insight.line ?? 0).padStart(9, "0")} ${insight.title}`;
  return insights.sort((a, b) => rank(a) - rank(b) || (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0));
};

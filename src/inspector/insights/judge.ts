/**
 * Stage 6, judge: every rule of the registry over the linked facts, in a fixed order. A line that holds
 * `# djdesk: ignore[code]` (or `ignore` alone) silences the insights that point at it.
 */
import type { InsightFacts } from "../../contract/shapes/facts.ts";
import { insightRules } from "./registry.ts";
import type { Judged } from "./rule.ts";

const order = ["danger", "warning", "info", "success"];

const isSilenced = (insight: InsightFacts, readLine: (file: string, line: number) => string): boolean => {
  if (insight.file === null || insight.line === null) return false;
  const mark = /#\s*djdesk:\s*ignore(?:\[([^\]]*)\])?/.exec(readLine(insight.file, insight.line));
  if (mark === null) return false;
  return mark[1] === undefined || mark[1].split(",").some((code) => code.trim() === insight.code);
};

/** `readLine` gives the text of a line of a file as facts name it; empty when it cannot. */
export const judge = (judged: Judged, readLine: (file: string, line: number) => string): InsightFacts[] => {
  const insights = insightRules.flatMap((rule) => rule.judge(judged).map((finding): InsightFacts => ({ code: rule.code, ...finding })));
  const rank = (insight: InsightFacts): number => order.indexOf(insight.severity);
  const place = (insight: InsightFacts): string =>
    `${insight.code} ${insight.file ?? ""} ${String(insight.line ?? 0).padStart(9, "0")} ${insight.title}`;
  return insights
    .filter((insight) => !isSilenced(insight, readLine))
    .sort((a, b) => rank(a) - rank(b) || (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0));
};

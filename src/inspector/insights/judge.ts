/**
 * Stage 6, judge: every rule of the registry over the linked facts, in a fixed order. A line that holds
 * `# djdesk: ignore[code]` (or `ignore` alone) silences the insights that point at it; among the comments that a file
 * begins with, it silences those that point at the file as a whole.
 */
import type { InsightFacts } from "../../contract/shapes/facts.ts";
import { insightRules } from "./registry.ts";
import type { Judged } from "./rule.ts";
import { makeStep } from "../progress.ts";

const order = ["danger", "warning", "info", "success"];

export type ReadLine = (file: string, line: number) => string;

/** A file's own comments, its licence too, end before this line. */
const mostComments = 60;

const isSilenced = ({ code, file, line }: InsightFacts, readLine: ReadLine): boolean => {
  if (file === null) return false;
  if (line !== null) return silences(readLine(file, line), code);
  for (let number = 1; number <= mostComments; number += 1) {
    const text = readLine(file, number).trim();
    if (!text.startsWith("#")) return false;
    if (silences(text, code)) return true;
  }
  return false;
};

const silences = (line: string, code: string): boolean => {
  const mark = /#\s*djdesk:\s*ignore(?:\[([^\]]*)\])?/.exec(line);
  if (mark === null) return false;
  return mark[1] === undefined || mark[1].split(",").some((one) => one.trim() === code);
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

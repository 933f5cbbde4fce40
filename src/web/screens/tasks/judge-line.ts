import type { LogLine } from "../../../contract/shapes/task-run.ts";

export type Level = "error" | "warning" | "plain";

// Colour codes are no text: they must not stand between a line's start and its first word.
const ansi = /\u001B\[[0-9;]*[A-Za-z]/g;

/** A line's text without colour codes. */
export const plainText = (text: string): string => text.replace(ansi, "");

const errorish =
  /^\s*(Traceback \(most recent call last\)|[Ee]rrors?\b|[\w.]*(Error|Exception|DoesNotExist|ImproperlyConfigured):)|\b(ERRORS?|CRITICALS?|FATAL)\b/;
const warningish = /^\s*[Ww]arnings?\b|\bWARN(INGS?)?\b|Warning:/;
/** Django's own check codes say what a line is, whatever words follow. */
const checkCode = /\(\w+\.([EWC])\d+\)/;

/** How much a line of output wants to be seen, by Django's own habits of writing. */
export const judgeLine = (line: Pick<LogLine, "stream" | "text">): Level => {
  const text = plainText(line.text);
  if (line.stream === "desk") return /exit code (?!0\b)\d|^(Timed out|Cancelled|Not started|Ended by)/i.test(text) ? "error" : "plain";
  const code = checkCode.exec(text)?.[1];
  if (code !== undefined) return code === "W" ? "warning" : "error";
  if (errorish.test(text)) return "error";
  return warningish.test(text) ? "warning" : "plain";
};

/** The file and line that a traceback's frame names, or null. */
export const frameOf = (text: string): { readonly file: string; readonly line: number } | null => {
  const match = /^\s*File "([^"]+)", line (\d+)/.exec(plainText(text));
  return match?.[1] === undefined ? null : { file: match[1], line: Number(match[2]) };
};

import type { LogLine } from "../../../contract/shapes/task-run.ts";

export type Level = "error" | "warning" | "plain";

// Colour codes are no text: they must not stand between a line's start and its first word.
// oxlint-disable-next-line no-control-regex
const ansi = /\u001B\[[0-9;]*[A-Za-z]/g;

/** A line's text without colour codes. */
export const plainText = (text: string): string => text.replace(ansi, "");

const errorish =
  /^\s*(traceback \(most recent call last\)|(errors?|critical)\b|[\w.]*(error|exception|doesnotexist|improperlyconfigured)\b:)|\(\w+\.E\d+\)|\b(ERROR|CRITICAL|FATAL)\b/i;
const warningish = /^\s*warnings?\b|\(\w+\.W\d+\)|\bWARN(ING)?\b|Warning:/;

/** How much a line of output wants to be seen, by Django's own habits of writing. */
export const judgeLine = (line: Pick<LogLine, "stream" | "text">): Level => {
  const text = plainText(line.text);
  if (line.stream === "desk") return /exit code (?!0\b)\d|^(Timed out|Cancelled|Not started|Ended by)/i.test(text) ? "error" : "plain";
  if (errorish.test(text)) return "error";
  return warningish.test(text) ? "warning" : "plain";
};

/** The file and line that a traceback's frame names, or null. */
export const frameOf = (text: string): { readonly file: string; readonly line: number } | null => {
  const match = /^\s*File "([^"]+)", line (\d+)/.exec(plainText(text));
  return match?.[1] === undefined ? null : { file: match[1], line: Number(match[2]) };
};

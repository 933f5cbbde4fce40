/** One sentence with the root cause of a run that did not succeed, from how it ended and what it printed. */
import { constants } from "node:os";
import type { AllowedCommand, EndReason } from "./task.ts";

const longest = 500;
const clip = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);
const isText = (line: string): boolean => line.trim() !== "" && !line.startsWith("djdesk: ");

/** The line after the frames of the last traceback: `ModuleNotFoundError: No module named 'crumbs'`. */
const fromTraceback = (lines: readonly string[]): string | null => {
  const start = lines.findLastIndex((line) => line.includes("Traceback (most recent call last):"));
  if (start === -1) return null;
  return lines.slice(start + 1).find((line) => /^[A-Za-z_]/.test(line)) ?? null;
};

/** What manage.py says itself: `CommandError: …`, or a system check with its first errors. */
const fromCommand = (lines: readonly string[]): string | null => {
  const start = lines.findLastIndex((line) => /^(?:[\w.]+\.)?(?:CommandError|SystemCheckError): /.test(line));
  if (start === -1) return null;
  const first = lines[start] ?? "";
  if (!first.includes("SystemCheckError")) return first;
  const issue = lines.slice(start + 1).find((line) => /\([\w.]+\.[EWC]\d+\)/.test(line));
  return issue === undefined ? first : `${first.replace(/:$/, "")}: ${issue}`;
};

const explainExit = (exitCode: number, command: AllowedCommand, errors: readonly string[]): string => {
  const found = fromTraceback(errors) ?? fromCommand(errors) ?? command.exitMeanings[exitCode] ?? errors.findLast(isText);
  return clip(found ?? `Command finished with exit code ${exitCode}.`);
};

const seconds = (milliseconds: number): string => {
  const value = Math.round(milliseconds / 100) / 10;
  return `${value} s`;
};

/** `signal 9 (SIGKILL)`: DJDesk itself names its own reasons, so this one came from elsewhere. */
const explainSignal = (signal: string): string => {
  const number = Object.entries(constants.signals).find(([name]) => name === signal)?.[1];
  const shown = number === undefined ? `signal ${signal}` : `signal ${number} (${signal})`;
  return `The command was ended by ${shown}${signal === "SIGKILL" ? ", as the system does when memory runs out" : ""}.`;
};

/** Null for success. `errors` are the last lines of standard error. */
export const explainFailure = (reason: EndReason, command: AllowedCommand, errors: readonly string[]): string | null => {
  if (reason.kind === "exited") return reason.exitCode === 0 ? null : explainExit(reason.exitCode, command, errors);
  if (reason.kind === "signalled") return explainSignal(reason.signal);
  if (reason.kind === "timed-out") {
    return `Timed out after ${seconds(reason.afterMs)}: the command and all its processes were ended.`;
  }
  if (reason.kind === "cancelled") return "The run was cancelled.";
  return reason.message;
};

/** The last line of the log. */
export const toClosingLine = (reason: EndReason, error: string | null): string =>
  reason.kind === "exited" ? `Command finished with exit code ${reason.exitCode}.` : (error ?? "");

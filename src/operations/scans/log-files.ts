/** The project's own log files: which ones its LOGGING setting names, and the last lines of each. */
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import type { Facts } from "../../contract/shapes/facts.ts";
import type { LogLevel } from "../../contract/shapes/status.ts";
import { createRedactor } from "../../runner/redaction/redactor.ts";
import { absolutePathIn, isRecord, settingOf } from "./settings-of.ts";

export const findLogFiles = (facts: Facts): readonly string[] => {
  const logging = settingOf(facts, "LOGGING");
  if (!isRecord(logging) || !isRecord(logging["handlers"])) return [];
  const files = Object.values(logging["handlers"]).flatMap((handler) =>
    isRecord(handler) && typeof handler["filename"] === "string" ? [absolutePathIn(facts, handler["filename"])] : [],
  );
  return [...new Set(files)];
};

export interface LogTailLine {
  /** Milliseconds since the epoch; null when the line says no time. */
  readonly at: number | null;
  readonly level: LogLevel;
  readonly message: string;
}

export interface LogTail {
  readonly file: string;
  readonly size: number;
  readonly modifiedAt: number;
  readonly lines: readonly LogTailLine[];
}

/** Digest of a logs scan: the newest lines of each log file. */
export interface LogsDigest {
  readonly tails: readonly LogTail[];
}

const tailBytes = 64 * 1024;
const lineLimit = 1000;

/**
 * The end of a log file, secrets masked; null when there is no regular file that can be read. Never blocks on a pipe or
 * follows a link.
 */
export const readLogTail = (file: string, maxLines: number, secrets: readonly string[]): LogTail | null => {
  let descriptor: number;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  } catch {
    return null;
  }
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) return null;
    const length = Math.min(stat.size, tailBytes);
    const buffer = Buffer.alloc(length);
    const read = readSync(descriptor, buffer, 0, length, stat.size - length);
    const lines = buffer.subarray(0, read).toString("utf8").split(/\r?\n/);
    if (length < stat.size) lines.shift();
    const redactor = createRedactor(secrets);
    redactor.resume("stdout", lines);
    // All lines are looked at, for a private key may begin before those that are kept.
    const shown = lines.map((line) => redactor.redact("stdout", stripControl(line)));
    const kept = shown.filter((line) => line.trim() !== "").slice(-maxLines);
    return { file, size: stat.size, modifiedAt: stat.mtimeMs, lines: kept.map(toLine) };
  } catch {
    return null;
  } finally {
    closeSync(descriptor);
  }
};

const levels: Readonly<Record<string, LogLevel>> = {
  DEBUG: "debug",
  INFO: "info",
  WARNING: "warning",
  WARN: "warning",
  ERROR: "error",
  CRITICAL: "critical",
  FATAL: "critical",
};

const toLine = (line: string): LogTailLine => {
  const level = /\b(DEBUG|INFO|WARNING|WARN|ERROR|CRITICAL|FATAL)\b/.exec(line.slice(0, 200))?.[1];
  return { at: momentOf(line), level: levels[level ?? ""] ?? "info", message: line.slice(0, lineLimit) };
};

/** `2026-11-24 19:59:00,123` and its ISO forms; without a zone, local time. */
const momentOf = (line: string): number | null => {
  const found = /(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:[.,](\d{1,6}))?(Z|[+-]\d\d:?\d\d)?/.exec(line.slice(0, 200));
  if (found === null) return null;
  const [, day, time, fraction = "0", zone = ""] = found;
  const at = Date.parse(`${day}T${time}.${fraction.slice(0, 3).padEnd(3, "0")}${zone}`);
  return Number.isNaN(at) ? null : at;
};

/** Terminal escapes and control characters have no place in a page. */
const stripControl = (text: string): string =>
  text.replace(/\u001b\[[0-9;?]*[A-Za-z]|\u001b\][^\u0007]*\u0007?|[\u0000-\u0008\u000b-\u001f\u007f]/g, "");

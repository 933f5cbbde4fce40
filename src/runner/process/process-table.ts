/**
 * The kernel's table of processes, read from /proc. Where there is no /proc (macOS, Windows) the table is empty and
 * callers fall back on process groups. Reading is synchronous: a pass over 500 processes takes a few milliseconds,
 * and a kill must not be overtaken by a fork while it waits.
 */
import { readFileSync, readdirSync } from "node:fs";

export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  /** One letter of proc(5); `Z` and `X` are dead. */
  readonly state: string;
  /** Clock ticks since boot. */
  readonly startTime: string;
}

const readText = (path: string): string | null => {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return null;
  }
};

/** One live process, or null when there is none with this number (a zombie is dead). */
export const readProcess = (pid: number): ProcessEntry | null => {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The command in parentheses may itself hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state = "X", parent = "0", group = "0", session = "0"] = fields;
  return {
    pid,
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
    state,
    startTime: fields[19] ?? "0",
  };
};

export const isDead = (entry: ProcessEntry): boolean => entry.state === "Z" || entry.state === "X";

/** All live processes. */
export const listProcesses = (): readonly ProcessEntry[] => {
  let names: readonly string[];
  try {
    names = readdirSync("/proc");
  } catch {
    return [];
  }
  return names
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readProcess(Number(name)))
    .filter((entry) => entry !== null)
    .filter((entry) => !isDead(entry));
};

/** The run token in a process's environment, or null (also when the environment cannot be read). */
export const readToken = (pid: number): string | null => {
  const environment = readText(`/proc/${pid}/environ`);
  if (environment === null) return null;
  const entry = environment.split("\0").find((variable) => variable.startsWith("DJDESK_RUN="));
  return entry === undefined ? null : entry.slice("DJDESK_RUN=".length);
};

/** Names the current boot, so that a stored start time is never compared across a restart of the machine. */
export const readBootId = (): string | null => readText("/proc/sys/kernel/random/boot_id")?.trim() ?? null;

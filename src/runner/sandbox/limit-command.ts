/** Limits of a run, set by the system's shell before the project's interpreter starts; its children inherit them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findLauncherFolder } from "../launcher/find-launcher.ts";

export interface Limits {
  /** Bytes of address space and of one file. */
  readonly memory: number;
  readonly file: number;
  /** Seconds of processor time. */
  readonly cpu: number;
  /** Null leaves the number of processes as it is. */
  readonly processes: number | null;
}

export type Command = readonly [string, ...string[]];

/** Of one run. */
export const mostProcesses = 512;

/**
 * For a run that has no processes of its own to count: the kernel counts all threads of the user, which are no more than
 * those of the machine.
 */
export const mostThreadsOfUser = (): number | null => {
  try {
    const threads = Number(readFileSync("/proc/loadavg", "latin1").split(/[ /]/)[4]);
    return Number.isSafeInteger(threads) ? threads + mostProcesses : null;
  } catch {
    return null;
  }
};

const gigabyte = 1024 ** 3;

/** The processor time of a run is at most what all its threads can use in its time limit. */
export const limitsOf = (timeoutMs: number, processes: number | null): Limits => ({
  memory: 8 * gigabyte,
  file: gigabyte,
  cpu: Math.ceil(timeoutMs / 1000) * 8,
  processes,
});

export const limitCommand = (command: Command, { memory, file, cpu, processes }: Limits): Command => {
  const values = [memory / 1024, file / 512, cpu, processes ?? "unlimited"].map(String);
  return ["/bin/sh", join(findLauncherFolder(), "limit.sh"), ...values, ...command];
};

/** Limits of a run, set by the system's shell before the project's interpreter starts; its children inherit them. */
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

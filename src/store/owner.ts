/** The DJDesk process that carries a scan or run: who must be alive for it to go on. */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { codeOf } from "../kit/message-of.ts";

/** Start of the process in clock ticks since boot and the boot's id: a reused pid is another process. Null where there is no /proc. */
const ownerShape = z.object({ pid: z.int(), startTime: z.string().nullable(), bootId: z.string().nullable() }).readonly();
export type Owner = z.infer<typeof ownerShape>;

export const parseOwner = (json: string): Owner => ownerShape.parse(JSON.parse(json));

export const thisOwner = (): Owner => ({ pid: process.pid, startTime: startTimeOf(process.pid), bootId: bootId() });

/** Is the process that wrote this still running? */
export const isOwnerAlive = (owner: Owner): boolean => {
  if (owner.bootId !== null && owner.bootId !== bootId()) return false;
  if (owner.startTime !== null) return startTimeOf(owner.pid) === owner.startTime;
  try {
    process.kill(owner.pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
};

/** Field 22 of `/proc/PID/stat`; null for a process that is gone, is a zombie, or where there is no /proc. */
const startTimeOf = (pid: number): string | null => {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === null) return null;
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" || fields[0] === "X" ? null : (fields[19] ?? null);
};

const bootId = (): string | null => readText("/proc/sys/kernel/random/boot_id")?.trim() ?? null;

const readText = (path: string): string | null => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
};

/**
 * Ends every process of a run: those of its process group and session, its descendants, and those that carry the
 * run's token in their environment (daemons that left group and session).
 *
 * The leader is stopped first and killed last: it is the parent that orphans fall to (the launcher asks for that), so
 * a daemon that also cleared its environment is still a descendant. Passes repeat until two in a row find nothing,
 * since a process may fork between being listed and being killed. SIGKILL at once: the catalogue only reads.
 */
import { spawnSync } from "node:child_process";
import { listProcesses, readToken, type ProcessEntry } from "./process-table.ts";

export interface ProcessTree {
  /** The first process of the run, leader of its own group and session; null when it is known to be gone. */
  readonly pid: number | null;
  readonly token: string;
  /** False once the leader has been reaped: its number may then belong to a stranger. */
  readonly leaderIsOurs: boolean;
  /** Start of the leader in clock ticks since boot: what started earlier is none of it. Null when not known. */
  readonly startTime: string | null;
}

/** A fork bomb must not hold the server for ever. */
const mostPasses = 100;

const send = (pid: number, signal: "SIGKILL" | "SIGSTOP"): void => {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone, or never was ours to end.
  }
};

const descendantsOf = (root: number, table: readonly ProcessEntry[]): ReadonlySet<number> => {
  const children = Map.groupBy(table, (entry) => entry.parent);
  const found = new Set<number>();
  const waiting = [root];
  for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
    for (const child of children.get(pid) ?? []) {
      if (found.has(child.pid)) continue;
      found.add(child.pid);
      waiting.push(child.pid);
    }
  }
  return found;
};

/** Live processes that belong to the run. */
export const findTree = (tree: ProcessTree): readonly number[] => {
  const since = Number(tree.startTime ?? 0);
  const table = listProcesses().filter((entry) => Number(entry.startTime) >= since);
  // After the leader was reaped, a live process with its number is a stranger, and so are its group and children.
  const numberIsOurs = tree.pid !== null && (tree.leaderIsOurs || table.every((entry) => entry.pid !== tree.pid));
  const descendants = tree.leaderIsOurs && tree.pid !== null ? descendantsOf(tree.pid, table) : new Set<number>();
  const belongs = (entry: ProcessEntry): boolean =>
    (numberIsOurs && (entry.pid === tree.pid || entry.group === tree.pid || entry.session === tree.pid)) ||
    descendants.has(entry.pid) ||
    readToken(entry.pid) === tree.token;
  return table.filter((entry) => entry.pid !== process.pid && belongs(entry)).map((entry) => entry.pid);
};

/** Kills what `find` finds until two passes in a row find nothing new. */
const sweep = (find: () => readonly number[], killed: Set<number>): void => {
  let quiet = 0;
  for (let pass = 0; pass < mostPasses && quiet < 2; pass += 1) {
    // A process that was killed stays listed until the kernel has torn it down: only new ones count.
    const fresh = find().filter((pid) => !killed.has(pid));
    for (const pid of fresh) {
      send(pid, "SIGKILL");
      killed.add(pid);
    }
    quiet = fresh.length === 0 ? quiet + 1 : 0;
  }
};

/** Kills the run's processes and answers how many there were. Does not wait for the kernel to reap them. */
export const killTree = (tree: ProcessTree): number => {
  const { pid: leader, leaderIsOurs } = tree;
  if (process.platform === "win32") {
    if (leaderIsOurs && leader !== null) spawnSync("taskkill", ["/pid", String(leader), "/t", "/f"], { windowsHide: true });
    return 0;
  }
  const killed = new Set<number>();
  if (leaderIsOurs && leader !== null) {
    send(leader, "SIGSTOP");
    sweep(() => findTree(tree).filter((pid) => pid !== leader), killed);
    send(leader, "SIGKILL");
    killed.add(leader);
  }
  // Where there is no /proc the group is all that can be found.
  if (process.platform !== "linux" && leader !== null && leader > 1) send(-leader, "SIGKILL");
  sweep(() => findTree(tree), killed);
  return killed.size;
};

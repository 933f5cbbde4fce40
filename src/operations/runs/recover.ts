/**
 * After a crash: ends what a dead DJDesk left. Its processes are reaped, its runs and scans fail with the reason.
 * What another living DJDesk carries (a command in a terminal) is left alone.
 */
import type { Clock } from "../../kit/clock.ts";
import { toIdentity } from "./process-identity.ts";
import { reapOrphans } from "../../runner/reap-orphans.ts";
import { isOwnerAlive, parseOwner } from "../../store/owner.ts";
import type { Store } from "../../store/open-store.ts";

const reason = "The DJDesk that carried it ended before it did.";

/** Answers with the number of runs that were ended. */
export const recover = async (store: Store, clock: Clock): Promise<number> => {
  const lostScans = (await store.scans.unfinished()).filter(({ ownerJson }) => !isOwnerAlive(parseOwner(ownerJson)));
  if (lostScans.length > 0) {
    await store.scans.fail(
      lostScans.map(({ scan }) => scan.id),
      reason,
      clock.now(),
    );
  }
  const lost = (await store.taskRuns.unfinished()).filter(({ ownerJson }) => !isOwnerAlive(parseOwner(ownerJson)));
  if (lost.length === 0) return 0;
  await reapOrphans(lost.map(({ run, processJson }) => toIdentity(run.token, processJson)));
  for (const { run } of lost) {
    const message = run.status === "requested" ? "The DJDesk that was to run it ended before the command started." : reason;
    await store.logLines.append(run.id, [{ at: clock.now(), stream: "desk", text: message }]);
    await store.taskRuns.end(run.id, { status: "failed", completedAt: clock.now(), command: { ...run.command, error: message } });
    await store.activity.add(run.workspaceId, {
      at: clock.now(),
      level: "error",
      kind: "task",
      message: `\`${run.command.raw}\` failed: ${message}`,
    });
  }
  return lost.length;
};

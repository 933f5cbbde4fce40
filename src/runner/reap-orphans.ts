/**
 * Ends what runs of an earlier server left behind. A process is killed only when it is certain to be of such a run:
 * same boot, same number and same start time, or the run's token in its environment. A reused number is a stranger.
 */
import { killTree } from "./process/kill-tree.ts";
import { isDead, readBootId, readProcess } from "./process/process-table.ts";
import { removeScratchFolder } from "./scratch-folder.ts";
import type { ProcessIdentity } from "./task.ts";

const isStillThere = (identity: ProcessIdentity, bootId: string | null): boolean => {
  if (bootId === null || identity.bootId !== bootId) return false;
  const found = readProcess(identity.pid);
  return found !== null && !isDead(found) && found.startTime === identity.startTime;
};

/** Answers how many processes were ended. Call before any run is started. */
export const reapOrphans = async (identities: readonly ProcessIdentity[]): Promise<number> => {
  const bootId = readBootId();
  let killed = 0;
  for (const identity of identities) {
    const leaderIsOurs = isStillThere(identity, bootId);
    const startTime = identity.bootId === bootId ? identity.startTime : null;
    // Without the leader only the token counts.
    killed += killTree({ pid: leaderIsOurs ? identity.pid : null, token: identity.token, startTime, leaderIsOurs });
    await removeScratchFolder(identity.token);
  }
  return killed;
};

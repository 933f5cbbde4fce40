import { z } from "zod";
import type { ProcessIdentity } from "../../runner/task.ts";

const identityShape = z.object({ token: z.string(), pid: z.int(), startTime: z.string().nullable(), bootId: z.string().nullable() });

/** The process of a run as it was stored; for a run that died before it could be stored, its token alone. */
export const toIdentity = (token: string, processJson: string | null): ProcessIdentity =>
  processJson === null ? { token, pid: 0, startTime: null, bootId: null } : identityShape.parse(JSON.parse(processJson));

/** Finds the server that holds a data folder: its address from `server.json`, believed only when it answers with the same nonce. */
import { z } from "zod";
import { readServerFile } from "../store/server-file.ts";

export interface RunningServerAddress {
  readonly url: string;
  readonly pid: number;
}

const health = z.object({ product: z.literal("djdesk"), nonce: z.string() });

/** Null when none runs. A server with a certificate of its own is recognised by its file and process alone. */
export const findRunningServer = async (dataFolder: string): Promise<RunningServerAddress | null> => {
  const file = readServerFile(dataFolder);
  if (file === null) return null;
  const address = { url: file.url, pid: file.pid };
  if (file.url.startsWith("https:")) return isAlive(file.pid) ? address : null;
  try {
    const answer = await fetch(`${file.url}/api/health/`, { signal: AbortSignal.timeout(2000) });
    return health.parse(await answer.json()).nonce === file.nonce ? address : null;
  } catch {
    return null;
  }
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

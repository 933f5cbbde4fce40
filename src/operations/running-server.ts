/** Finds the server that holds a data folder: its address from `server.json`, believed only when it answers with the same nonce. */
import { z } from "zod";
import { systemClock } from "../kit/clock.ts";
import { readServerFile } from "../store/server-file.ts";
import { readAccessToken } from "./access/access-token.ts";
import { isAlive } from "./access/is-alive.ts";
import { toLaunchAddress } from "./access/launch-link.ts";

export interface RunningServerAddress {
  readonly url: string;
  readonly pid: number;
  /** What a browser opens to get to a page of it; good for one use where the server asks for a token. */
  addressOf(path: string): string;
}

const health = z.object({ product: z.literal("djdesk"), nonce: z.string() });

/** Null when none runs. A server with a certificate of its own is recognised by its file and process alone. */
export const findRunningServer = async (dataFolder: string): Promise<RunningServerAddress | null> => {
  const file = readServerFile(dataFolder);
  if (file === null) return null;
  // In clear, a token goes to nobody who took the port after the server died without a word.
  if (file.needs_token && !isAlive(file.pid)) return null;
  const token = file.needs_token ? readAccessToken(dataFolder) : null;
  const address = {
    url: file.url,
    pid: file.pid,
    addressOf: (path: string) => (token === null ? `${file.url}${path}` : toLaunchAddress(file.url, path, token, systemClock.now())),
  };
  if (file.url.startsWith("https:")) return isAlive(file.pid) ? address : null;
  try {
    const answer = await fetch(`${file.url}/api/health/`, {
      signal: AbortSignal.timeout(2000),
      headers: token === null ? {} : { Authorization: `Bearer ${token}` },
    });
    return health.parse(await answer.json()).nonce === file.nonce ? address : null;
  } catch {
    return null;
  }
};

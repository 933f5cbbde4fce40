/**
 * Finds the server of a data folder. `server.json`, which only its owner can read, names an address and a nonce; the
 * server is believed when it answers with that nonce. Whatever else listens there is a stranger.
 */
import { join } from "node:path";
import { readHealth } from "../../contract/operations/read-health.ts";
import { systemClock } from "../../kit/clock.ts";
import { readOwnFile } from "../../kit/own-file.ts";
import { readServerFile } from "../../store/server-file.ts";
import { readAccessToken } from "./access-token.ts";
import { askServer, type ServerAddress } from "./ask-server.ts";
import { isAlive } from "./is-alive.ts";
import { toLaunchAddress } from "./launch-link.ts";

export interface FoundServer {
  readonly address: ServerAddress;
  readonly pid: number;
  /** What a browser opens to get to a page of it; good for one use where the server asks for a token. */
  readonly addressOf: (path: string) => string;
}

/** In clear on this machine only; elsewhere with the certificate that lies in the data folder. */
const ownUrl = /^(?:http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])|https:\/\/[^/@]+):\d+$/;

/** Null when none runs, and when what runs there is not ours. */
export const findServer = async (dataFolder: string): Promise<FoundServer | null> => {
  const file = readServerFile(dataFolder);
  if (file === null || !ownUrl.test(file.url)) return null;
  const { url, nonce, pid, needs_token } = file;
  try {
    const isSecret = url.startsWith("https:");
    const certificate = isSecret ? readOwnFile(join(dataFolder, "https-cert.pem")) : null;
    if (isSecret && certificate === null) return null;
    // In clear, a token goes to nobody who took the port after the server died without a word.
    if (needs_token && certificate === null && !isAlive(pid)) return null;
    const token = needs_token ? readAccessToken(dataFolder) : null;
    const address = { url, certificate, token };
    const { body } = await askServer(address, { method: readHealth.method, path: readHealth.path, timeoutMs: 2000 });
    if (readHealth.output.pick({ product: true, nonce: true }).parse(body).nonce !== nonce) return null;
    const addressOf = (path: string): string => (token === null ? url + path : toLaunchAddress(url, path, token, systemClock.now()));
    return { address, pid, addressOf };
  } catch {
    return null;
  }
};

/**
 * Finds the server of a data folder. `server.json`, which only its owner can read, names an address and a nonce; the
 * server is believed when it answers with that nonce. Whatever else listens there is a stranger.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readHealth } from "../../src/contract/operations/read-health.ts";
import { serverFile } from "../../src/contract/shapes/server-file.ts";
import { readAccessToken } from "../../src/operations/access/access-token.ts";
import { isAlive } from "../../src/operations/access/is-alive.ts";
import { requestJson, type DeskAddress } from "./request.ts";

export interface FoundDesk {
  readonly address: DeskAddress;
  readonly pid: number;
}

/** In clear on this machine only; elsewhere with the certificate that lies in the data folder. */
const ownUrl = /^(?:http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])|https:\/\/[^/@]+):\d+$/;

/** Null when none runs, and when what runs there is not ours. */
export const findDesk = async (dataFolder: string): Promise<FoundDesk | null> => {
  try {
    const { url, nonce, pid, needs_token } = serverFile.parse(JSON.parse(readFileSync(join(dataFolder, "server.json"), "utf8")));
    if (!ownUrl.test(url)) return null;
    const certificate = url.startsWith("https:") ? readFileSync(join(dataFolder, "https-cert.pem"), "utf8") : null;
    // In clear, a token goes to nobody who took the port after the server died without a word.
    if (needs_token && certificate === null && !isAlive(pid)) return null;
    const address = { url, certificate, token: needs_token ? readAccessToken(dataFolder) : null };
    const answer = await requestJson(address, { method: readHealth.method, path: readHealth.path, timeoutMs: 2000 });
    return readHealth.output.pick({ product: true, nonce: true }).parse(answer.body).nonce === nonce ? { address, pid } : null;
  } catch {
    return null;
  }
};

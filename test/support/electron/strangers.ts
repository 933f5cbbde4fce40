/** Programs that listen where the shell might look: real HTTP servers that remember what they were asked. */
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { createServer as createSealedServer } from "node:https";
import { join } from "node:path";
import { generate } from "selfsigned";
import type { Home } from "../djdesk.ts";

export interface Stranger extends AsyncDisposable {
  readonly url: string;
  /** Targets of all requests so far. */
  readonly asked: readonly string[];
}

export interface Sealed {
  readonly key: string;
  readonly cert: string;
}

/** A certificate for this machine that nobody knows. */
export const aCertificate = async (): Promise<Sealed> => {
  const { private: key, cert } = await generate([{ name: "commonName", value: "127.0.0.1" }]);
  return { key, cert };
};

/** Over HTTPS with a certificate; on any free port without one being named. */
export const aStranger = async (
  answer: RequestListener,
  { port = 0, certificate = null }: { readonly port?: number; readonly certificate?: Sealed | null } = {},
): Promise<Stranger> => {
  const asked: string[] = [];
  const listener: RequestListener = (request, response) => {
    asked.push(request.url ?? "");
    answer(request, response);
  };
  const server = certificate === null ? createServer(listener) : createSealedServer(certificate, listener);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address();
  return {
    url: `${certificate === null ? "http" : "https"}://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** Writes into the data folder that the desk listens there. */
export const announce = (home: Home, url: string, nonce: string): void => {
  mkdirSync(home.data, { recursive: true });
  writeFileSync(join(home.data, "server.json"), JSON.stringify({ pid: 1, url, nonce, started_at: "2026-11-24T19:59:00.000Z" }));
};

export const healthOf = (nonce: string): string =>
  JSON.stringify({
    product: "djdesk",
    version: "0.1.0",
    nonce,
    protection: "none",
    protection_gaps: [],
    protection_hint: null,
    uptime_seconds: 1,
    workspaces: 0,
  });

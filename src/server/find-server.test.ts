import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { askServer } from "../operations/access/ask-server.ts";
import { findServer } from "../operations/access/find-server.ts";
import { openDesk } from "../operations/open-desk.ts";
import { readOrMakeCertificate } from "./certificate.ts";
import { startServer } from "./start-server.ts";

let folder: string;
let server: Server;
let url: string;
let answer = "";
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "djdesk-find-"));
  server = createServer((_request, response) => response.end(answer));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

const health = (nonce: string): string =>
  JSON.stringify({ product: "djdesk", version: "0.1.0", nonce, protection: "none", uptime_seconds: 1, workspaces: 0 });
const announce = (to: string, nonce: string): void =>
  writeFileSync(join(folder, "server.json"), JSON.stringify({ pid: 4711, url: to, nonce, started_at: "2026-11-24T19:59:00.000Z" }));

it("believes the server that answers with the nonce of the data folder", async () => {
  announce(url, "right");
  answer = health("right");
  expect(await findServer(folder)).toMatchObject({ address: { url, certificate: null, token: null }, pid: 4711 });
});

it.each([
  ["a DJDesk of somebody else", () => health("wrong")],
  ["another program", () => "<h1>It works!</h1>"],
  ["a program that says little", () => JSON.stringify({ nonce: "right" })],
])("takes %s on that port for a stranger", async (_name, say) => {
  announce(url, "right");
  answer = say();
  expect(await findServer(folder)).toBeNull();
});

it.each([
  "http://192.0.2.1:8765",
  "http://127.0.0.1:8765@evil.example:80",
  "http://evil.example:8765",
  "file:///etc/passwd",
  "https://127.0.0.1:1",
])("does not look at %s", async (elsewhere) => {
  announce(elsewhere, "right");
  expect(await findServer(folder)).toBeNull();
});

it("gives no token to who took the port of a server that died", async () => {
  const asked: unknown[] = [];
  server.on("request", ({ headers }) => asked.push(headers.authorization));
  answer = health("right");
  const token = "t".repeat(43);
  writeFileSync(join(folder, "access-token"), token, { mode: 0o600 });
  const write = (pid: number): void =>
    writeFileSync(join(folder, "server.json"), JSON.stringify({ pid, url, nonce: "right", started_at: "", needs_token: true }));
  write(process.pid);
  expect(await findServer(folder)).toMatchObject({ address: { token } });
  expect(asked).toEqual([`Bearer ${token}`]);
  const dead = spawnSync(process.execPath, ["--version"]).pid;
  write(dead);
  expect(await findServer(folder)).toBeNull();
  expect(asked).toHaveLength(1);
});

it("finds nothing where no server ran", async () => {
  expect(await findServer(folder)).toBeNull();
});

it("speaks to a server with a certificate of its own that asks for a token", async () => {
  const failures: unknown[] = [];
  const fail = (error: unknown): void => void failures.push(error);
  const desk = await openDesk({ dataFolder: join(folder, "data"), role: "server", version: "0.0.0-test", watch: false, onError: fail });
  const running = await startServer({ desk, host: "127.0.0.1", port: 0, tls: true, access: "token", webFolder: folder, onBug: fail });
  try {
    const own = readFileSync(join(folder, "data", "https-cert.pem"), "utf8");
    const { cert: another } = await readOrMakeCertificate({ dataFolder: folder, names: ["127.0.0.1"], now: Date.now() });
    const found = await findServer(join(folder, "data"));
    expect(found).toMatchObject({ pid: process.pid, address: { url: running.url, token: expect.stringMatching(/^[\w-]{43}$/) } });
    expect(found === null ? null : await askServer(found.address, { method: "GET", path: "/api/workspaces/", timeoutMs: 5000 })).toEqual({
      status: 200,
      body: { workspaces: [] },
    });
    expect(await findServer(join(folder, "data"))).not.toBeNull();
    writeFileSync(join(folder, "data", "https-cert.pem"), another);
    expect(await findServer(join(folder, "data"))).toBeNull();
    writeFileSync(join(folder, "data", "https-cert.pem"), own);
    rmSync(join(folder, "data", "access-token"));
    expect(await findServer(join(folder, "data"))).toBeNull();
  } finally {
    await running.close();
    await desk.close();
  }
  expect(failures).toEqual([]);
});

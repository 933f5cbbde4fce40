import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { request as httpsRequest } from "node:https";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { operations } from "../../contract/operations/index.ts";
import { systemClock } from "../../kit/clock.ts";
import { makeLaunchCode, readLaunchCode } from "../../operations/access/launch-link.ts";
import { perform } from "../../operations/perform.ts";
import { findServer } from "../../operations/access/find-server.ts";
import { writeProject } from "../../operations/a-desk.ts";
import { sendRaw, startTestServer, toText } from "../a-running-server.ts";
import { socketAddresses } from "../sockets/sockets.ts";

let server: Awaited<ReturnType<typeof startTestServer>>;
let leapMs = 0;
const clock = { ...systemClock, now: () => systemClock.now() + leapMs };
beforeEach(async () => {
  leapMs = 0;
  server = await startTestServer({ clock }, { access: "token" });
});
afterEach(async () => {
  if (server.problems.length > 0) throw new AggregateError(server.problems, "The server had bugs.");
  await server.stop();
});

const tokenFile = (): string => join(server.folder, "data", "access-token");
const token = (): string => readFileSync(tokenFile(), "utf8").trim();
const host = (): string => `Host: 127.0.0.1:${server.port}`;
const get = (target: string, ...headers: string[]) => sendRaw(server.port, toText({ target, headers: [host(), ...headers] }));
const cookieOf = (headers: string): string => /^Set-Cookie: (djdesk_session_\d+=[^;]+);/m.exec(headers)?.[1] ?? "";
const launch = async (): Promise<string> =>
  cookieOf((await get(new URL(server.addressOf("/")).pathname + new URL(server.addressOf("/")).search)).headers);
const pathOf = (address: string): string => address.slice(server.url.length);

describe("a server that asks for a token", () => {
  it("H13 refuses everybody who does not send it with 401, at every address", async () => {
    const targets = [
      ...Object.values(operations).map(({ path }) => path),
      ...socketAddresses,
      "/",
      "/docs/",
      "/api/openapi.json",
      "/nothing",
    ];
    for (const target of targets.map((path) => path.replace(":slug", "library").replace(":id", "1"))) {
      for (const authorization of [
        "",
        "Authorization: Bearer x",
        `Authorization: Bearer ${"x".repeat(43)}`,
        `Authorization: Basic ${token()}`,
      ]) {
        const answer = await get(target, ...(authorization === "" ? [] : [authorization]));
        expect({ target, status: answer.status }).toEqual({ target, status: 401 });
        expect(answer.headers).toContain("WWW-Authenticate: Bearer");
        expect(answer.headers).not.toContain("Set-Cookie");
      }
    }
  });

  it("H13 answers who sends it, and keeps it in a file of its owner alone", async () => {
    expect((await get("/api/task-runs/", `Authorization: Bearer ${token()}`)).status).toBe(200);
    expect(Buffer.from(token(), "base64url")).toHaveLength(32);
    expect(statSync(tokenFile()).mode & 0o777).toBe(0o600);
  });

  it("H13 shows a browser how to get in", async () => {
    const answer = await get("/", "Sec-Fetch-Mode: navigate");
    expect(answer).toMatchObject({ status: 401, body: expect.stringContaining("link") });
  });

  it("H14 takes a launch link once, for a cookie that no script reads, and takes the code out of the address", async () => {
    const target = pathOf(server.addressOf("/w/library"));
    const first = await get(target);
    expect(first.status).toBe(303);
    expect(first.headers).toMatch(/^Location: \/w\/library\r?$/m);
    expect(first.headers).toContain("Referrer-Policy: no-referrer");
    expect(first.headers).toMatch(/^Set-Cookie: djdesk_session_\d+=\S+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+\r?$/m);
    const second = await get(target);
    expect(second).toMatchObject({ status: 401 });
    expect(second.headers).toContain("Referrer-Policy: no-referrer");
    expect((await get("/api/task-runs/", `Cookie: ${cookieOf(first.headers)}`)).status).toBe(200);
  });

  it("H14 never takes the token itself, an old code, a forged code or a session from an address", async () => {
    const old = pathOf(server.addressOf("/"));
    leapMs = 11 * 60_000;
    const session = (await launch()).split("=")[1] ?? "";
    const forged = makeLaunchCode("x".repeat(43), clock.now());
    for (const target of [old, `/?launch=${token()}`, `/?token=${token()}`, `/?launch=${session}`, `/?launch=${forged}`, "/?launch="]) {
      expect({ target, status: (await get(target)).status }).toEqual({ target, status: 401 });
    }
    expect((await get(pathOf(server.addressOf("/api/task-runs/")))).status).toBe(401);
  });

  it("H14 writes the token, codes and sessions nowhere", async () => {
    const code = new URL(server.addressOf("/")).searchParams.get("launch") ?? "";
    const cookie = cookieOf((await get(`/?launch=${code}`)).headers);
    await get("/api/nothing/", `Cookie: ${cookie}`);
    const texts = readdirSync(join(server.folder, "data"))
      .filter((name) => name !== "access-token")
      .map((name) => readFileSync(join(server.folder, "data", name), "latin1"));
    for (const secret of [token(), code, cookie.split("=")[1] ?? ""]) {
      expect(secret.length).toBeGreaterThan(40);
      expect(texts.filter((text) => text.includes(secret))).toEqual([]);
    }
  });

  it("refuses a session that was changed, and one that is too old", async () => {
    const cookie = await launch();
    const changed = cookie.replace(/.$/, (letter) => (letter === "A" ? "B" : "A"));
    expect((await get("/api/task-runs/", `Cookie: ${changed}`)).status).toBe(401);
    expect((await get("/api/task-runs/", `Cookie: ${cookie}`)).status).toBe(200);
    leapMs = 31 * 24 * 3600 * 1000;
    expect((await get("/api/task-runs/", `Cookie: ${cookie}`)).status).toBe(401);
  });

  it("asks for a CSRF token besides", async () => {
    const text = toText({ method: "POST", target: "/api/workspaces/", headers: [host(), `Cookie: ${await launch()}`] });
    expect(await sendRaw(server.port, text)).toMatchObject({ status: 403, body: expect.stringContaining("csrf-failed") });
  });

  it("is found by the programs of its user, who get a launch link", async () => {
    const found = await findServer(join(server.folder, "data"));
    expect((await get(pathOf(found?.addressOf("/") ?? ""))).status).toBe(303);
  });

  it("is not looked for, and its token is sent to nobody, at the port of one that died without a word", async () => {
    const dead = spawnSync(process.execPath, ["-e", ""]).pid;
    const heard: (string | undefined)[] = [];
    const stranger = createServer((request, response) => {
      heard.push(request.headers.authorization);
      response.end("{}");
    });
    stranger.listen(0, "127.0.0.1");
    await once(stranger, "listening");
    const address = stranger.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const file = join(server.folder, "data", "server.json");
    const content = { pid: dead, url: `http://127.0.0.1:${port}`, nonce: "n", started_at: "2026-01-01T00:00:00Z", needs_token: true };
    writeFileSync(file, JSON.stringify(content));
    expect(await findServer(join(server.folder, "data"))).toBeNull();
    expect(heard).toEqual([]);
    // The same file of a process that lives is asked.
    writeFileSync(file, JSON.stringify({ ...content, pid: process.pid }));
    expect(await findServer(join(server.folder, "data"))).toBeNull();
    expect(heard).toEqual([`Bearer ${token()}`]);
    stranger.close();
  });

  it("makes a new token where others could read the old one", async () => {
    const old = token();
    await server.close();
    chmodSync(tokenFile(), 0o644);
    const { startServer } = await import("../start-server.ts");
    const again = await startServer({
      desk: server.desk,
      host: "127.0.0.1",
      port: 0,
      webFolder: "nowhere",
      access: "token",
      onBug: () => {},
    });
    await again.close();
    expect(token()).not.toBe(old);
    expect(statSync(tokenFile()).mode & 0o777).toBe(0o600);
  });
});

describe("sockets of a server that asks for a token", () => {
  const addSlug = async (): Promise<string> =>
    (await perform(server.desk, "addWorkspace", { project_path: writeProject(server.folder, "library") })).slug;
  const connect = (path: string, headers: Record<string, string>): WebSocket =>
    new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
  const statusOf = (client: WebSocket): Promise<number> =>
    new Promise((resolve) => {
      client.once("open", () => resolve(101));
      client.once("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
      client.on("error", () => {});
    });

  it("W04 are refused before they open when only the CSRF cookie comes along", async () => {
    const slug = await addSlug();
    for (const path of socketAddresses.map((address) => address.replace(":slug", slug))) {
      expect(await statusOf(connect(path, { Cookie: `csrftoken=${"a".repeat(32)}` }))).toBe(401);
      const good = connect(path, { Cookie: await launch() });
      expect(await statusOf(good)).toBe(101);
      good.terminate();
    }
  });

  it("W11 are closed within a second when the token is taken away", async () => {
    const slug = await addSlug();
    const cookie = await launch();
    const open = connect(`/ws/workspaces/${slug}/`, { Cookie: cookie });
    expect(await statusOf(open)).toBe(101);
    const before = token();
    const asked = performance.now();
    rmSync(tokenFile());
    const [code] = await once(open, "close");
    expect(code).toBe(4401);
    expect(performance.now() - asked).toBeLessThan(1500);
    expect(token()).not.toBe(before);
    expect((await get("/api/task-runs/", `Cookie: ${cookie}`)).status).toBe(401);
    expect((await get("/api/task-runs/", `Authorization: Bearer ${before}`)).status).toBe(401);
    writeFileSync(tokenFile(), "short\n");
    expect((await get("/api/task-runs/", "Authorization: Bearer short")).status).toBe(401);
  });
});

describe("H30 listening beyond loopback", () => {
  const outer = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ internal, family }) => !internal && family === "IPv4")?.address;

  it.each(["0.0.0.0", "::", "192.0.2.1", "example.org"])("on %s is refused without HTTPS", async (name) => {
    await expect(startTestServer({}, { host: name })).rejects.toMatchObject({
      code: "invalid-usage",
      hint: expect.stringContaining("--https"),
    });
  });

  it.skipIf(outer === undefined)("asks for the token, under the machine's own names, with a certificate for them", async () => {
    const open = await startTestServer({}, { host: "0.0.0.0", tls: true });
    const ca = readFileSync(join(open.folder, "data", "https-cert.pem"));
    const key = readFileSync(join(open.folder, "data", "access-token"), "utf8").trim();
    const ask = (address: string, headers: Record<string, string>): Promise<number> =>
      new Promise((resolve, reject) => {
        // Node would look for a name in the certificate that the Host header gives.
        const identity = headers["Host"] === undefined ? {} : { checkServerIdentity: () => undefined };
        const options = { host: address, port: open.port, path: "/api/health/", ca, headers, agent: false, ...identity };
        const asked = httpsRequest(options, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        });
        asked.on("error", reject).end();
      });
    const bearer = { Authorization: `Bearer ${key}` };
    for (const address of [outer ?? "", "127.0.0.1"]) {
      expect(await ask(address, {})).toBe(401);
      expect(await ask(address, bearer)).toBe(200);
      expect(await ask(address, { ...bearer, Host: "evil.example" })).toBe(403);
      expect(await ask(address, { ...bearer, Origin: "https://evil.example" })).toBe(403);
      expect(await ask(address, { ...bearer, Referer: "https://evil.example/page" })).toBe(403);
    }
    expect(open.url).toBe(`https://${outer}:${open.port}`);
    expect(open.addressOf("/")).toMatch(/\?launch=/);
    await open.stop();
  });
});

describe("a launch code", () => {
  it("is good for ten minutes and for its own token", () => {
    const code = makeLaunchCode("key", 1000);
    expect(readLaunchCode("key", code)).toBe(601_000);
    expect(readLaunchCode("other", code)).toBeNull();
    expect(readLaunchCode("key", code.replace(/^./, "z"))).toBeNull();
    for (const odd of ["", ".", "a.b", "..", "é".repeat(50)]) expect(readLaunchCode("key", odd)).toBeNull();
  });
});

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { perform } from "../operations/perform.ts";
import { writeProject } from "../operations/a-desk.ts";
import { sendRaw, startTestServer, toText, type RawRequest } from "./a-running-server.ts";

let server: Awaited<ReturnType<typeof startTestServer>>;
beforeAll(async () => {
  server = await startTestServer();
  const { slug } = await perform(server.desk, "addWorkspace", { project_path: writeProject(server.folder, "library") });
  const workspace = await server.desk.store.workspaces.bySlug(slug);
  await server.desk.scans.settled(workspace!.id);
});
afterAll(async () => {
  if (server.problems.length > 0) throw new AggregateError(server.problems, "The server had bugs.");
  await server.stop();
});

const token = "a".repeat(32);
const headers = (): readonly string[] => [`Host: 127.0.0.1:${server.port}`, `Cookie: csrftoken=${token}`, `X-CSRFToken: ${token}`];
const send = (request: RawRequest) =>
  sendRaw(server.port, toText({ ...request, headers: [...headers(), ...(request.headers ?? [])] })).then((answer) => ({
    ...answer,
    json: (): Record<string, unknown> => JSON.parse(answer.body),
  }));
const json = "Content-Type: application/json";
const form = "Content-Type: application/x-www-form-urlencoded";
const post = (body: string, type = json, target = "/api/workspaces/") => send({ method: "POST", target, headers: [type], body });

it("takes no JSON that is not UTF-8: a damaged text is not stored as another one", async () => {
  const head = toText({ method: "POST", target: "/api/workspaces/", headers: [...headers(), json, "Content-Length: 21"] });
  const body = Buffer.from('{"project_path":"/\u00ff"}', "latin1");
  expect(body).toHaveLength(21);
  const answer = await sendRaw(server.port, Buffer.concat([Buffer.from(head), body]));
  expect([answer.status, JSON.parse(answer.body).error.message]).toEqual([400, "The body is not UTF-8."]);
});

describe("an address", () => {
  it.each([
    ["POST", "/api/openapi.json"],
    ["OPTIONS", "/api/openapi.json/"],
    ["POST", "/api/task-runs/1/fixture/file/"],
  ])("takes no %s where only GET is answered: 405 with Allow for %s", async (method, target) => {
    const answer = await send({ method, target });
    expect(answer.status).toBe(405);
    expect(answer.headers).toMatch(/^allow: GET, HEAD$/im);
  });

  it.each(["/api/workspaces/library/status/", "/api/workspaces/library/status", "/api/health/", "/api/health", "/api/openapi.json"])(
    "%s answers JSON with the safety headers",
    async (target) => {
      const answer = await send({ target });
      expect(answer.status).toBe(200);
      expect(answer.headers).toMatch(/content-type: application\/json/i);
      for (const header of ["X-Content-Type-Options: nosniff", "Cross-Origin-Resource-Policy: same-origin", "frame-ancestors 'none'"]) {
        expect(answer.headers).toContain(header);
      }
    },
  );

  it.each([
    ["GET", "/api/task-runs/abc/", 404],
    ["GET", "/api/task-runs/0/", 404],
    ["GET", "/api/task-runs/-1/", 404],
    ["GET", "/api/task-runs/1e3/", 404],
    ["GET", "/api/task-runs/99999999999999999999999/", 404],
    ["GET", "/api/task-runs/2147483600/", 404],
    ["GET", "/api/workspaces/nobody/status/", 404],
    ["GET", "/api/workspaces/LIBRARY/status/", 404],
    ["GET", "/api/workspaces/%252e%252e/status/", 404],
    ["GET", "/api/nothing/", 404],
    ["GET", "/api", 404],
    ["GET", "/nothing", 404],
    ["GET", "/assets/../package.json", 400],
    ["GET", "/assets/%2e%2e/package.json", 400],
    ["POST", "/api/workspaces/library/status/", 405],
    ["PUT", "/api/workspaces/library/status/", 405],
    ["DELETE", "/api/task-runs/", 405],
    ["OPTIONS", "/api/task-runs/", 405],
    ["GET", "/api/task-runs/?before=x", 400],
    ["GET", "/api/task-runs/?nonsense=1", 400],
    ["GET", "/api/presets/?workspace=nobody", 404],
  ])("%s %s is refused with %d, as JSON", async (method, target, status) => {
    const answer = await send({ method, target });
    expect({ status: answer.status, body: answer.json() }).toMatchObject({
      status,
      body: { error: { code: expect.any(String), message: expect.any(String) } },
    });
  });

  it("says with 405 what is allowed", async () => {
    expect((await send({ method: "PUT", target: "/api/workspaces/" })).headers).toMatch(/^Allow: POST, GET, HEAD$/m);
  });

  it("answers HEAD without a body", async () => {
    const answer = await send({ method: "HEAD", target: "/api/health/" });
    expect(answer).toMatchObject({ status: 200, body: "" });
  });
});

describe("the status", () => {
  const target = "/api/workspaces/library/status/";
  it("hands out a readable cookie to a client that has none, and to no other", async () => {
    const bare = await sendRaw(server.port, toText({ target, headers: [`Host: 127.0.0.1:${server.port}`] }));
    expect(bare.headers).toMatch(/^Set-Cookie: csrftoken=[A-Za-z0-9]{32}; Path=\/; SameSite=Lax$/m);
    expect((await send({ target })).headers).not.toContain("Set-Cookie");
  });

  it("answers 304 to a client that has it", async () => {
    const etag = /^ETag: (.+)$/m.exec((await send({ target })).headers)?.[1]?.trim() ?? "";
    expect(etag).toMatch(/^"[\w-]+"$/);
    expect(await send({ target, headers: [`If-None-Match: ${etag}`] })).toMatchObject({ status: 304, body: "" });
    expect(await send({ target, headers: [`If-None-Match: "other", W/${etag}`] })).toMatchObject({ status: 304 });
    expect(await send({ target, headers: ['If-None-Match: "other"'] })).toMatchObject({ status: 200 });
  });
});

describe("a body", () => {
  it.each([
    ["JSON that is none", "{", 400],
    ["JSON that is a list", "[]", 400],
    ["a key twice", '{"project_path": "/a", "project_path": "/b"}', 400],
    ["a key twice, once escaped", '{"name": "a", "n\\u0061me": "b"}', 400],
    ["__proto__", '{"__proto__": {"polluted": true}}', 400],
    ["constructor, deep down", '{"a": {"constructor": 1}}', 400],
    ["a depth of 100,000", `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`, 400],
    ["an unknown field", '{"project_path": "/nowhere", "colour": "red"}', 400],
    ["a NUL in a path", '{"project_path": "/a\\u0000b"}', 400],
  ])("of %s is refused", async (_name, body, status) => {
    const answer = await post(body);
    expect({ status: answer.status, body: answer.json() }).toMatchObject({ status, body: { error: { code: expect.any(String) } } });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it.each([
    ["text/plain", "text/plain"],
    ["nothing", ""],
    ["XML", "application/xml"],
    ["JSON with another name", "text/json"],
  ])("declared as %s is refused with 415", async (_name, type) => {
    expect((await post('{"project_path": "/a"}', type === "" ? "X-None: 1" : `Content-Type: ${type}`)).status).toBe(415);
  });

  it("that is compressed is refused with 415", async () => {
    expect((await send({ method: "POST", target: "/api/workspaces/", headers: [json, "Content-Encoding: gzip"], body: "x" })).status).toBe(
      415,
    );
  });

  it("of more than 1 MiB is refused before it is read", async () => {
    const start = toText({ method: "POST", target: "/api/workspaces/", headers: [...headers(), json, "Content-Length: 104857600"] });
    expect((await sendRaw(server.port, `${start}{"project_path":`)).status).toBe(413);
  });

  it("of endless chunks is refused at 1 MiB", async () => {
    const start = toText({ method: "POST", target: "/api/workspaces/", headers: [...headers(), json, "Transfer-Encoding: chunked"] });
    const chunk = `10000\r\n${" ".repeat(0x10000)}\r\n`;
    expect((await sendRaw(server.port, start + chunk.repeat(40))).status).toBe(413);
  });

  it("as multipart works, but for files", async () => {
    const part = (name: string, value: string, more = "") =>
      `--B\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
    const type = "Content-Type: multipart/form-data; boundary=B";
    expect((await post(`${part("project_path", "/nowhere")}--B--\r\n`, type)).json()).toMatchObject({ error: { code: "path-not-found" } });
    expect((await post(`${part("project_path", "x", '; filename="x"')}--B--\r\n`, type)).status).toBe(400);
    expect((await post("no parts", type)).status).toBe(400);
  });

  it("names every fault of a form by field", async () => {
    const answer = await post("workspace=nobody&preset=migrate&colour=red", form, "/api/task-runs/");
    expect(answer.status).toBe(400);
    const one = [expect.any(String)];
    expect(answer.json()).toMatchObject({ errors: { workspace: one, preset: one, confirm_safe: one } });
  });
});

describe("a request that Node itself refuses", () => {
  it.each([
    ["20 KB of headers", () => toText({ headers: [...headers(), `X-Long: ${"x".repeat(20_000)}`] }), 431],
    ["an address of 100,000 characters", () => toText({ target: `/${"x".repeat(100_000)}`, headers: headers() }), 431],
    ["3,000 headers", () => toText({ headers: [...headers(), ...Array.from({ length: 3000 }, (_, n) => `X-${n}: 1`)] }), 431],
    ["300 headers", () => toText({ headers: [...headers(), ...Array.from({ length: 300 }, (_, n) => `X-${n}: 1`)] }), 400],
    ["no HTTP at all", () => "hello\r\n\r\n", 400],
  ])("for %s gets %s as JSON", async (_name, text, status) => {
    const answer = await sendRaw(server.port, text());
    expect({ status: answer.status, body: JSON.parse(answer.body) }).toMatchObject({ status, body: { error: { code: "bad-request" } } });
  });
});

describe("the page", () => {
  it("says how to build it while it is not there, and hands out the cookie", async () => {
    const answer = await sendRaw(server.port, toText({ headers: [`Host: 127.0.0.1:${server.port}`] }));
    expect(answer).toMatchObject({ status: 503, body: expect.stringContaining("npm run build") });
    expect(answer.headers).toContain("Set-Cookie: csrftoken=");
  });

  it("is served with its files once it is built, and nothing beside them", async () => {
    mkdirSync(join(server.folder, "web", "assets"), { recursive: true });
    writeFileSync(join(server.folder, "web", "index.html"), "<!doctype html><title>DJDesk</title>");
    writeFileSync(join(server.folder, "web", "assets", "page-abc.js"), "1");
    writeFileSync(join(server.folder, "secret.txt"), "secret");
    for (const target of ["/", "/w/library/schema", "/w/library/"]) {
      const answer = await send({ target });
      expect(answer).toMatchObject({ status: 200, body: expect.stringContaining("DJDesk") });
      expect(answer.headers).toContain("script-src 'self'");
    }
    const script = await send({ target: "/assets/page-abc.js" });
    expect(script).toMatchObject({ status: 200, body: "1" });
    expect(script.headers).toMatch(/immutable/);
    for (const target of ["/secret.txt", "/assets/secret.txt", "/assets/", "/index.html/x"])
      expect((await send({ target })).status).toBe(404);
  });

  it("has its guide beside it", async () => {
    const status = await perform(server.desk, "readStatus", { slug: "library" });
    const own = status.doc_links.filter(({ url }) => url.startsWith("/"));
    expect(own.length).toBeGreaterThan(1);
    for (const { url } of own) expect(await send({ target: url })).toMatchObject({ status: 200, body: expect.stringContaining("<h1") });
    expect((await send({ target: "/docs/style.css" })).headers).toMatch(/text\/css/);
    expect((await send({ target: "/docs/" })).body).toContain('<link rel="icon" href="/favicon.svg"');
    expect((await send({ target: "/docs/nothing/" })).status).toBe(404);
  });
});

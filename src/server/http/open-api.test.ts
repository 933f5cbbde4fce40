import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { sendRaw, startTestServer, toText } from "../a-running-server.ts";

let server: Awaited<ReturnType<typeof startTestServer>>;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const token = "a".repeat(32);
const trusted = [`Cookie: csrftoken=${token}`, `X-CSRFToken: ${token}`];
const json = "Content-Type: application/json";
const send = (method: string, target: string, headers: readonly string[], body?: string) =>
  sendRaw(
    server.port,
    toText({ method, target, headers: [`Host: 127.0.0.1:${server.port}`, ...headers], ...(body === undefined ? {} : { body }) }),
  );

const documentShape = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.object({ responses: z.record(z.string(), z.unknown()) }))),
});
const documented = async (method: string, path: string): Promise<readonly string[]> => {
  const { paths } = documentShape.parse(JSON.parse((await send("GET", "/api/openapi.json", [])).body));
  return Object.keys(paths[path]?.[method.toLowerCase()]?.responses ?? {});
};

interface Case {
  readonly method: string;
  readonly path: string;
  /** Where the path has names in it. */
  readonly target?: string;
  readonly headers: readonly string[];
  readonly body?: string;
  readonly status: number;
}

const cancel = { method: "POST", path: "/api/task-runs/{id}/cancel/", target: "/api/task-runs/1/cancel/" };
const forget = { method: "DELETE", path: "/api/workspaces/{slug}/", target: "/api/workspaces/nobody/" };
const add = { method: "POST", path: "/api/workspaces/" };
const download = { path: "/api/task-runs/{id}/fixture/file/", target: "/api/task-runs/1/fixture/file/" };

describe("the OpenAPI document", () => {
  it.each<Case>([
    { ...forget, headers: [], status: 403 },
    { ...forget, headers: trusted, status: 404 },
    { ...cancel, headers: [], status: 403 },
    { ...add, headers: [...trusted, "Content-Type: text/plain"], body: "x", status: 415 },
    { ...add, headers: [...trusted, json], body: `{"name":"${"x".repeat(1024 * 1024)}"}`, status: 413 },
    { method: "POST", path: "/api/samples/", headers: [...trusted, json], body: "[", status: 400 },
    { method: "GET", path: "/api/health/", target: "/api/health/?nonsense=1", headers: [], status: 400 },
    { method: "GET", path: "/api/health/", headers: ["Origin: http://evil.example"], status: 403 },
    { method: "GET", ...download, headers: [], status: 404 },
  ])("tells that $method $path may be answered with $status", async ({ method, path, target, headers, body, status }) => {
    expect((await send(method, target ?? path, headers, body)).status).toBe(status);
    expect(await documented(method, path)).toContain(String(status));
  });
});

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

describe("the OpenAPI document", () => {
  it.each([
    ["DELETE", "/api/workspaces/{slug}/", "/api/workspaces/nobody/", [], undefined, 403],
    ["DELETE", "/api/workspaces/{slug}/", "/api/workspaces/nobody/", trusted, undefined, 404],
    ["POST", "/api/task-runs/{id}/cancel/", "/api/task-runs/1/cancel/", [], undefined, 403],
    ["POST", "/api/workspaces/", "/api/workspaces/", [...trusted, "Content-Type: text/plain"], "x", 415],
    ["POST", "/api/workspaces/", "/api/workspaces/", [...trusted, json], `{"name":"${"x".repeat(1024 * 1024)}"}`, 413],
    ["POST", "/api/samples/", "/api/samples/", [...trusted, json], "[", 400],
    ["GET", "/api/health/", "/api/health/?nonsense=1", [], undefined, 400],
    ["GET", "/api/health/", "/api/health/", ["Origin: http://evil.example"], undefined, 403],
    ["GET", "/api/task-runs/{id}/fixture/file/", "/api/task-runs/1/fixture/file/", [], undefined, 404],
  ])("tells of what is answered to %s %s (%s)", async (method, path, target, headers, body, status) => {
    expect((await send(method, target, headers, body)).status).toBe(status);
    expect(await documented(method, path)).toContain(String(status));
  });
});

import { execFile } from "node:child_process";
import { Agent } from "node:http";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { startTestServer } from "../../src/server/a-running-server.ts";
import { isLetThrough } from "../support/ask-csrf.ts";
import { makeCsrfRequests, type CsrfRequest } from "../support/csrf-requests.ts";
import { djangoPython, whyNoDjango } from "../support/django.ts";

/** Django's own verdicts: one request with several cookies is let through when it would be with one of them. */
const judge = `
import io, json, sys
from django.conf import settings
settings.configure(SECRET_KEY="x", ALLOWED_HOSTS=["*"], LOGGING_CONFIG=None)
import django
django.setup()
from django.core.handlers.wsgi import WSGIRequest
from django.middleware.csrf import CsrfViewMiddleware

def view(request): pass
middleware = CsrfViewMiddleware(view)

def passes(asked, cookie):
    body = asked["body"].encode()
    pairs = ([] if cookie is None else ["csrftoken=" + cookie]) + ([asked["besides"]] if asked["besides"] else [])
    environ = {
        "REQUEST_METHOD": asked["method"], "PATH_INFO": "/", "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000",
        "HTTP_HOST": "127.0.0.1:8000", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body)),
    }
    if pairs: environ["HTTP_COOKIE"] = "; ".join(pairs).strip()
    if asked["header"] is not None: environ["HTTP_X_CSRFTOKEN"] = asked["header"].strip()
    if asked["origin"] is not None: environ["HTTP_ORIGIN"] = asked["origin"].replace("PORT", "8000")
    if asked["contentType"] is not None: environ["CONTENT_TYPE"] = asked["contentType"]
    request = WSGIRequest(environ)
    middleware.process_request(request)
    return middleware.process_view(request, view, (), {}) is None

print(json.dumps([any(passes(each, cookie) for cookie in (each["cookies"] or [None])) for each in json.load(open(sys.argv[1]))]))
`;

const count = 10_000;
const recorded = 400;
let server: Awaited<ReturnType<typeof startTestServer>>;
let folder: string;
beforeAll(async () => {
  server = await startTestServer();
  folder = mkdtempSync(join(tmpdir(), "djdesk-csrf-"));
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const askDjango = async (requests: readonly CsrfRequest[]): Promise<readonly boolean[]> => {
  const file = join(folder, "requests.json");
  writeFileSync(file, JSON.stringify(requests));
  const { stdout } = await promisify(execFile)(await djangoPython(), ["-c", judge, file], { maxBuffer: 1 << 24 });
  return z.array(z.boolean()).parse(JSON.parse(stdout));
};

describe.skipIf((await whyNoDjango()) !== null)("H15 the protection against forged requests", () => {
  it(`lets the same through as Django's own middleware, of ${count} requests`, async () => {
    const requests = makeCsrfRequests(count, 20_261);
    const django = await askDjango(requests);
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    const ours: boolean[] = [];
    for (let start = 0; start < count; start += 100) {
      ours.push(...(await Promise.all(requests.slice(start, start + 100).map((each) => isLetThrough(server.port, agent, each)))));
    }
    agent.destroy();
    expect(requests.filter((_, index) => ours[index] !== django[index])).toEqual([]);
    const passed = django.filter(Boolean).length;
    expect(passed).toBeGreaterThan(count / 10);
    expect(passed).toBeLessThan(count / 2);
  });

  it("has verdicts of Django at hand for tests without it", async () => {
    const requests = makeCsrfRequests(recorded, 7);
    const verdicts = await askDjango(requests);
    const lines = requests.map((request, index) => JSON.stringify({ ...request, passes: verdicts[index] }));
    await expect(`[\n${lines.join(",\n")}\n]\n`).toMatchFileSnapshot("../../src/server/gate/csrf-verdicts.json");
  });
});

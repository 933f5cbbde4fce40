import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operations } from "../../contract/operations/index.ts";
import { sendRaw, startTestServer, toText, type RawRequest } from "../a-running-server.ts";

let server: Awaited<ReturnType<typeof startTestServer>>;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const token = "a".repeat(32);
const send = (request: RawRequest) => sendRaw(server.port, toText(request));
const host = (): string => `Host: 127.0.0.1:${server.port}`;
const csrf = [`Cookie: csrftoken=${token}`, `X-CSRFToken: ${token}`];
const form = "Content-Type: application/x-www-form-urlencoded";

const targetOf = (path: string): string => path.replace(":slug", "library").replace(":id", "1");
const addresses = [
  ...Object.values(operations).map(({ name, method, path }) => ({ name, method, target: targetOf(path) })),
  { name: "page", method: "GET", target: "/" },
  { name: "openapi", method: "GET", target: "/api/openapi.json" },
  { name: "guide", method: "GET", target: "/docs/" },
  { name: "nothing", method: "GET", target: "/nothing" },
];

/** What must be refused at every address, before the address is looked at. */
const attacks: readonly { readonly attack: string; readonly status: number; readonly change: (request: RawRequest) => RawRequest }[] = [
  { attack: "a foreign host", status: 403, change: (r) => ({ ...r, headers: ["Host: evil.example", ...csrf] }) },
  { attack: "our address with another port", status: 403, change: (r) => ({ ...r, headers: ["Host: 127.0.0.1:1", ...csrf] }) },
  { attack: "localhost with a dot", status: 403, change: (r) => ({ ...r, headers: [`Host: localhost.:${server.port}`, ...csrf] }) },
  {
    attack: "a user in the host",
    status: 400,
    change: (r) => ({ ...r, headers: [`Host: 127.0.0.1:${server.port}@evil.example`, ...csrf] }),
  },
  { attack: "an empty host", status: 400, change: (r) => ({ ...r, headers: ["Host: ", ...csrf] }) },
  { attack: "two hosts", status: 400, change: (r) => ({ ...r, headers: [host(), "Host: evil.example", ...csrf] }) },
  { attack: "two equal hosts", status: 400, change: (r) => ({ ...r, headers: [host(), host(), ...csrf] }) },
  { attack: "HTTP/1.0 without a host", status: 400, change: (r) => ({ ...r, version: "1.0", headers: csrf }) },
  {
    attack: "an absolute target of another host",
    status: 400,
    change: (r) => ({ ...r, target: `http://evil.example${r.target ?? ""}`, headers: [host(), ...csrf] }),
  },
  {
    attack: "an absolute target of our own",
    status: 400,
    change: (r) => ({ ...r, target: `http://127.0.0.1:${server.port}${r.target ?? ""}`, headers: [host(), ...csrf] }),
  },
  { attack: "two slashes", status: 400, change: (r) => ({ ...r, target: `/${r.target ?? ""}`, headers: [host(), ...csrf] }) },
  { attack: "a fragment", status: 400, change: (r) => ({ ...r, target: `${r.target ?? ""}#x`, headers: [host(), ...csrf] }) },
  { attack: "a backslash", status: 400, change: (r) => ({ ...r, target: `${r.target ?? ""}\\x`, headers: [host(), ...csrf] }) },
  { attack: "a hidden slash", status: 400, change: (r) => ({ ...r, target: `${r.target ?? ""}..%2f`, headers: [host(), ...csrf] }) },
  { attack: "a step up", status: 400, change: (r) => ({ ...r, target: `${r.target ?? ""}/../`, headers: [host(), ...csrf] }) },
  { attack: "a NUL", status: 400, change: (r) => ({ ...r, target: `${r.target ?? ""}%00`, headers: [host(), ...csrf] }) },
  { attack: "broken escapes", status: 400, change: (r) => ({ ...r, target: `${r.target ?? ""}%zz`, headers: [host(), ...csrf] }) },
  { attack: "a foreign origin", status: 403, change: (r) => ({ ...r, headers: [host(), "Origin: http://evil.example", ...csrf] }) },
  { attack: "the origin null", status: 403, change: (r) => ({ ...r, headers: [host(), "Origin: null", ...csrf] }) },
  {
    attack: "the origin of a dev server",
    status: 403,
    change: (r) => ({ ...r, headers: [host(), "Origin: http://127.0.0.1:8000", ...csrf] }),
  },
  {
    attack: "the right origin by the wrong scheme",
    status: 403,
    change: (r) => ({ ...r, headers: [host(), `Origin: https://127.0.0.1:${server.port}`, ...csrf] }),
  },
  {
    attack: "the right origin and a wrong host",
    status: 403,
    change: (r) => ({ ...r, headers: ["Host: evil.example", `Origin: http://127.0.0.1:${server.port}`, ...csrf] }),
  },
  {
    attack: "another site by Sec-Fetch-Site",
    status: 403,
    change: (r) => ({ ...r, headers: [host(), "Sec-Fetch-Site: cross-site", ...csrf] }),
  },
  { attack: "a sibling site", status: 403, change: (r) => ({ ...r, headers: [host(), "Sec-Fetch-Site: same-site", ...csrf] }) },
];

describe.each(addresses)("$method $target ($name)", ({ method, target }) => {
  it.each(attacks)("refuses $attack with $status", async ({ status, change }) => {
    const answer = await send(change({ method, target }));
    expect({ status: answer.status, headers: answer.headers }).toMatchObject({ status });
    expect(answer.headers.toLowerCase()).not.toContain("access-control");
    expect(answer.headers.toLowerCase()).not.toContain("set-cookie");
    const hint: unknown = answer.body === "" ? "Node itself refused it." : JSON.parse(answer.body).error.hint;
    expect(hint).toEqual(expect.any(String));
  });
});

const unsafe = addresses.filter(({ method }) => method !== "GET");

describe.each(unsafe)("$method $target against forged requests", ({ method, target }) => {
  const good = token;
  it.each([
    ["no cookie and no header", []],
    ["the cookie alone", [`Cookie: csrftoken=${good}`]],
    ["the header alone", [`X-CSRFToken: ${good}`]],
    ["an empty header", [`Cookie: csrftoken=${good}`, "X-CSRFToken: "]],
    ["a header of another session", [`Cookie: csrftoken=${good}`, `X-CSRFToken: ${"b".repeat(32)}`]],
    ["a token of the wrong length", ["Cookie: csrftoken=abc", "X-CSRFToken: abc"]],
    ["a token with bad characters", [`Cookie: csrftoken=${"é".repeat(16)}`, `X-CSRFToken: ${"-".repeat(32)}`]],
    ["a cookie of another name", [`Cookie: sessionid=${good}`, `X-CSRFToken: ${good}`]],
    ["a cookie of another port's name", [`Cookie: csrftoken_1=${good}`, `X-CSRFToken: ${good}`]],
  ])("refuses %s with 403", async (_name, headers) => {
    const answer = await send({ method, target, headers: [host(), ...headers] });
    expect({ status: answer.status, body: JSON.parse(answer.body) }).toMatchObject({
      status: 403,
      body: { error: { code: "csrf-failed" } },
    });
  });
});

/** Django's own masking: the mask, then the secret shifted by it. */
const mask = (secret: string): string => {
  const alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  const pad = "Zx9".repeat(11).slice(0, 32);
  const cipher = Array.from(
    secret,
    (letter, index) => alphabet[(alphabet.indexOf(letter) + alphabet.indexOf(pad[index]!)) % alphabet.length],
  );
  return pad + cipher.join("");
};

describe("a token is accepted", () => {
  const secret = "Abc123xyz".repeat(4).slice(0, 32);
  const post = (headers: readonly string[], body = "x=1") =>
    send({ method: "POST", target: "/api/workspaces/", headers: [host(), form, ...headers], body });
  it.each([
    ["bare in cookie and header", secret, secret],
    ["masked in the header", secret, mask(secret)],
    ["masked in the cookie", mask(secret), secret],
  ])("%s", async (_name, cookie, header) => {
    expect((await post([`Cookie: csrftoken=${cookie}`, `X-CSRFToken: ${header}`])).status).toBe(400);
  });
  it("in a form field", async () => {
    const answer = await post([`Cookie: csrftoken=${secret}`], `csrfmiddlewaretoken=${secret}&x=1`);
    expect({ status: answer.status, body: JSON.parse(answer.body) }).toMatchObject({
      status: 400,
      body: { errors: { x: expect.anything(), project_path: expect.anything() } },
    });
  });
  it("beside the cookie of another server on the same host", async () => {
    const other = "q".repeat(64);
    expect((await post([`Cookie: csrftoken=${other}; csrftoken_${server.port}=${secret}`, `X-CSRFToken: ${secret}`])).status).toBe(400);
  });
  it("when it came from our own page", async () => {
    expect(
      (
        await post([
          `Origin: http://127.0.0.1:${server.port}`,
          "Sec-Fetch-Site: same-origin",
          `Cookie: csrftoken=${secret}`,
          `X-CSRFToken: ${secret}`,
        ])
      ).status,
    ).toBe(400);
  });
});

describe("the cookie of a page", () => {
  const cookiesOf = async (...headers: string[]): Promise<string[]> =>
    [...(await send({ target: "/", headers: [host(), ...headers] })).headers.matchAll(/^Set-Cookie: (\w+)=/gm)].flatMap(
      ([, name]) => name ?? [],
    );
  it("is one for curl, so that a jar holds one token", async () => {
    expect(await cookiesOf()).toEqual(["csrftoken"]);
    expect(await cookiesOf(`Cookie: csrftoken=${token}`)).toEqual([]);
  });
  it("is one of our own as well for a browser, which may hold another server's", async () => {
    const own = `csrftoken_${server.port}`;
    expect(await cookiesOf("Sec-Fetch-Mode: navigate")).toEqual(["csrftoken", own]);
    expect(await cookiesOf("Sec-Fetch-Mode: navigate", `Cookie: csrftoken=${token}`)).toEqual([own]);
    expect(await cookiesOf("Sec-Fetch-Mode: navigate", `Cookie: ${own}=${token}`)).toEqual([]);
  });
  it("leaves alone what is no token", async () => {
    expect(await cookiesOf("Cookie: csrftoken=short")).toEqual([`csrftoken_${server.port}`]);
  });
});

describe("an upgrade", () => {
  const upgrade = ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="];
  it.each(attacks)("is refused for $attack with $status", async ({ status, change }) => {
    const changed = change({ target: "/ws/workspaces/library/" });
    expect((await send({ ...changed, headers: [...(changed.headers ?? []), ...upgrade] })).status).toBe(status);
  });
  it.each(["/ws/", "/ws/workspaces/", "/ws/workspaces/nobody/", "/api/health/", "/"])("to %s is refused with 404", async (target) => {
    expect((await send({ target, headers: [host(), ...upgrade] })).status).toBe(404);
  });
});

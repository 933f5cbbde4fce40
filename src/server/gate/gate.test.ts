import { spawn } from "node:child_process";
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { operations } from "../../contract/operations/index.ts";
import { sendRaw, setUpServer, toText, type RawRequest } from "../a-running-server.ts";
import { socketAddresses } from "../sockets/sockets.ts";

const { server, send, host } = setUpServer();

const token = "a".repeat(32);
const csrf = [`Cookie: csrftoken=${token}`, `X-CSRFToken: ${token}`];
const upgrade = ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="];

interface Address {
  readonly name: string;
  readonly method: string;
  readonly target: string;
  /** What the request must have to be one for this address. */
  readonly further: readonly string[];
}

const targetOf = (path: string): string => path.replace(":slug", "library").replace(":id", "1");
/** From the tables that the server itself routes by: a new route or socket is in it. */
const addresses: readonly Address[] = [
  ...Object.values(operations).map(({ name, method, path }) => ({ name, method, target: targetOf(path), further: [] })),
  ...socketAddresses.map((path) => ({ name: "socket", method: "GET", target: targetOf(path), further: upgrade })),
  ...["/", "/w/library/", "/api/openapi.json", "/docs/", "/assets/page.js", "/nothing"].map((target) => ({
    name: "page",
    method: "GET",
    target,
    further: [],
  })),
];

/** What must be refused at every address, before the address is looked at. */
const attacks: readonly { readonly attack: string; readonly status: number; readonly change: (request: RawRequest) => RawRequest }[] = [
  { attack: "H01 W03 a foreign host", status: 403, change: (r) => ({ ...r, headers: ["Host: evil.example", ...csrf] }) },
  { attack: "H02 our address with another port", status: 403, change: (r) => ({ ...r, headers: ["Host: 127.0.0.1:1", ...csrf] }) },
  { attack: "H03 an empty host", status: 400, change: (r) => ({ ...r, headers: ["Host: ", ...csrf] }) },
  { attack: "H04 HTTP/1.0 without a host", status: 400, change: (r) => ({ ...r, version: "1.0", headers: csrf }) },
  { attack: "H05 two hosts", status: 400, change: (r) => ({ ...r, headers: [host(), "Host: evil.example", ...csrf] }) },
  { attack: "H05 two equal hosts", status: 400, change: (r) => ({ ...r, headers: [host(), host(), ...csrf] }) },
  { attack: "H06 our address as a user", status: 400, change: (r) => ({ ...r, headers: [`${host()}@evil.example`, ...csrf] }) },
  { attack: "H06 a user before us", status: 400, change: (r) => ({ ...r, headers: [host().replace(" ", " evil@"), ...csrf] }) },
  {
    attack: "H07 an absolute target of another host",
    status: 400,
    change: (r) => ({ ...r, target: `http://evil.example${r.target ?? ""}`, headers: [host(), ...csrf] }),
  },
  {
    attack: "H07 an absolute target of our own",
    status: 400,
    change: (r) => ({ ...r, target: `http://127.0.0.1:${server().port}${r.target ?? ""}`, headers: [host(), ...csrf] }),
  },
  {
    attack: "H08 a foreign host that a proxy vouches for",
    status: 403,
    change: (r) => ({
      ...r,
      headers: [
        "Host: evil.example",
        `X-Forwarded-Host: 127.0.0.1:${server().port}`,
        "X-Forwarded-For: 127.0.0.1",
        "X-Forwarded-Proto: http",
        `Forwarded: for=127.0.0.1;host="127.0.0.1:${server().port}"`,
        ...csrf,
      ],
    }),
  },
  { attack: "H09 W01 a foreign origin", status: 403, change: (r) => ({ ...r, headers: [host(), "Origin: http://evil.example", ...csrf] }) },
  { attack: "H10 W02 the origin null", status: 403, change: (r) => ({ ...r, headers: [host(), "Origin: null", ...csrf] }) },
  { attack: "H09 an empty origin", status: 403, change: (r) => ({ ...r, headers: [host(), "Origin: ", ...csrf] }) },
  {
    attack: "H09 two origins",
    status: 403,
    change: (r) => ({ ...r, headers: [host(), `Origin: http://127.0.0.1:${server().port}`, "Origin: http://evil.example", ...csrf] }),
  },
  {
    attack: "H11 the origin of a dev server",
    status: 403,
    change: (r) => ({ ...r, headers: [host(), "Origin: http://127.0.0.1:8000", ...csrf] }),
  },
  {
    attack: "H11 our origin by another of our names",
    status: 403,
    change: (r) => ({ ...r, headers: [host(), `Origin: http://localhost:${server().port}`, ...csrf] }),
  },
  {
    attack: "H11 the right origin by the wrong scheme",
    status: 403,
    change: (r) => ({ ...r, headers: [host(), `Origin: https://127.0.0.1:${server().port}`, ...csrf] }),
  },
  {
    attack: "H12 the right origin and a wrong host",
    status: 403,
    change: (r) => ({ ...r, headers: ["Host: evil.example", `Origin: http://127.0.0.1:${server().port}`, ...csrf] }),
  },
  { attack: "H21 a fragment", status: 400, change: (r) => ({ ...r, target: `${r.target ?? ""}#x`, headers: [host(), ...csrf] }) },
  ...["localhost.", "127.1", "0.0.0.0", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "[::]", "127.0.0.2"].map((name) => ({
    attack: `H22 this machine as ${name}`,
    status: 403,
    change: (r: RawRequest) => ({ ...r, headers: [`Host: ${name}:${server().port}`, ...csrf] }),
  })),
  { attack: "H22 our address without a port", status: 403, change: (r) => ({ ...r, headers: ["Host: 127.0.0.1", ...csrf] }) },
  {
    attack: "H22 a port of too many digits",
    status: 400,
    change: (r) => ({ ...r, headers: [host().replace(/:(\d+)$/, ":000$1"), ...csrf] }),
  },
  { attack: "H23 two slashes", status: 400, change: (r) => ({ ...r, target: `/${r.target ?? ""}`, headers: [host(), ...csrf] }) },
  { attack: "H23 a backslash", status: 400, change: (r) => ({ ...r, target: `${r.target ?? ""}\\x`, headers: [host(), ...csrf] }) },
  {
    attack: "H23 an encoded backslash",
    status: 400,
    change: (r) => ({ ...r, target: `${r.target ?? ""}%5cx`, headers: [host(), ...csrf] }),
  },
  { attack: "H23 a hidden slash", status: 400, change: (r) => ({ ...r, target: `${r.target ?? ""}..%2f`, headers: [host(), ...csrf] }) },
  { attack: "H23 a step up", status: 400, change: (r) => ({ ...r, target: `${r.target ?? ""}/../`, headers: [host(), ...csrf] }) },
  {
    attack: "H23 an encoded step up",
    status: 400,
    change: (r) => ({ ...r, target: `${r.target ?? ""}/%2e%2e/`, headers: [host(), ...csrf] }),
  },
  { attack: "H23 a NUL", status: 400, change: (r) => ({ ...r, target: `${r.target ?? ""}%00`, headers: [host(), ...csrf] }) },
  { attack: "H23 broken escapes", status: 400, change: (r) => ({ ...r, target: `${r.target ?? ""}%zz`, headers: [host(), ...csrf] }) },
  {
    attack: "H23 escapes that are no UTF-8",
    status: 400,
    change: (r) => ({ ...r, target: `${r.target ?? ""}%c0%af`, headers: [host(), ...csrf] }),
  },
  {
    attack: "H27 another site by Sec-Fetch-Site",
    status: 403,
    change: (r) => ({ ...r, headers: [host(), "Sec-Fetch-Site: cross-site", ...csrf] }),
  },
  { attack: "H27 a sibling site", status: 403, change: (r) => ({ ...r, headers: [host(), "Sec-Fetch-Site: same-site", ...csrf] }) },
  { attack: "H27 two sites", status: 403, change: (r) => ({ ...r, headers: [host(), "Sec-Fetch-Site: none, cross-site", ...csrf] }) },
  {
    attack: "H19 20 KB of headers",
    status: 431,
    change: (r) => ({ ...r, headers: [host(), ...csrf, `X-Long: ${"x".repeat(20_000)}`] }),
  },
  {
    attack: "H19 3,000 headers",
    status: 431,
    change: (r) => ({ ...r, headers: [host(), ...csrf, ...Array.from({ length: 3000 }, (_, n) => `X-${n}: 1`)] }),
  },
  {
    attack: "H19 300 short headers",
    status: 400,
    change: (r) => ({ ...r, headers: [host(), ...csrf, ...Array.from({ length: 300 }, (_, n) => `X-${n}: 1`)] }),
  },
  {
    attack: "H19 an address of 100,000 characters",
    status: 431,
    change: (r) => ({ ...r, target: `${r.target ?? ""}?${"x".repeat(100_000)}`, headers: [host(), ...csrf] }),
  },
];

const asRequest = ({ method, target, further }: Address, change: (request: RawRequest) => RawRequest): RawRequest => {
  const changed = change({ method, target });
  return { ...changed, headers: [...(changed.headers ?? []), ...further] };
};

describe.each(addresses)("$method $target ($name)", (address) => {
  it.each(attacks)("refuses $attack with $status", async ({ status, change }) => {
    const answer = await send(asRequest(address, change));
    expect({ status: answer.status, headers: answer.headers }).toMatchObject({ status });
    expect(answer.headers.toLowerCase()).not.toContain("access-control");
    expect(answer.headers.toLowerCase()).not.toContain("set-cookie");
    const hint: unknown = answer.body === "" ? "Node itself refused it." : JSON.parse(answer.body).error.hint;
    expect(hint).toEqual(expect.any(String));
    expect(answer.body).not.toContain("evil");
  });

  it("H20 is neither framed nor loaded by another site, refused or not", async () => {
    for (const headers of [[host(), ...csrf], ["Host: evil.example"]]) {
      const answer = await send(asRequest(address, (request) => ({ ...request, headers })));
      const missing = [
        /^Content-Security-Policy: .*frame-ancestors 'none'/im,
        /^X-Frame-Options: DENY/im,
        /^X-Content-Type-Options: nosniff/im,
        /^Cross-Origin-Resource-Policy: same-origin/im,
        /^Referrer-Policy: no-referrer/im,
      ].filter((header) => !header.test(answer.headers));
      expect(missing).toEqual([]);
      expect(answer.headers.toLowerCase()).not.toContain("access-control");
    }
  });
});

describe("H08 what a proxy may have added", () => {
  it("neither lets in nor keeps out", async () => {
    const headers = [host(), "X-Forwarded-Host: evil.example", "X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https"];
    expect((await send({ target: "/api/health/", headers: [...headers, "Forwarded: for=203.0.113.9;host=evil.example"] })).status).toBe(
      200,
    );
  });
});

const asNobody = `
import encodings.idna, json, os, socket, sys
os.setgroups([]); os.setgid(65534); os.setuid(65534)
port, requests = json.load(sys.stdin)
for text in requests:
    with socket.create_connection(("127.0.0.1", port)) as s:
        s.sendall(text.encode("latin1"))
        s.settimeout(5)
        data = b""
        while b"\\r\\n\\r\\n" not in data:
            chunk = s.recv(65536)
            if not chunk: break
            data += chunk
        print(data.split(b"\\r\\n")[0].decode("latin1"))
`;

describe.runIf(process.platform === "linux" && process.getuid?.() === 0)("H26 a process of another user", () => {
  it("is refused at every address, with a good token too", async () => {
    const requests = addresses.map((address) => toText(asRequest(address, (request) => ({ ...request, headers: [host(), ...csrf] }))));
    const child = spawn("python3", ["-c", asNobody], { stdio: ["pipe", "pipe", "inherit"] });
    child.stdin.end(JSON.stringify([server().port, requests]));
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
    await new Promise((resolve) => child.once("close", resolve));
    const statuses = said.trim().split("\n");
    expect(Object.fromEntries(addresses.map(({ method, target }, index) => [`${method} ${target}`, statuses[index]]))).toEqual(
      Object.fromEntries(addresses.map(({ method, target }) => [`${method} ${target}`, expect.stringMatching(/^HTTP\/1\.1 403 /)])),
    );
  });
});

describe.runIf(process.platform === "linux" && process.getuid?.() === 0)("H26 a connection of another user that asks nothing", () => {
  it("is closed within two seconds, and one of our own is not", async () => {
    const own = connect(server().port, "127.0.0.1");
    const wait = `import os, socket, time
"127.0.0.1".encode("idna")
os.setuid(65534)
held = socket.create_connection(("127.0.0.1", ${server().port}))
held.settimeout(8)
start = time.time()
print(held.recv(1) == b"" and time.time() - start < 3)`;
    const child = spawn("python3", ["-c", wait], { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
    await new Promise((resolve) => child.once("close", resolve));
    expect(said.trim()).toBe("True");
    expect(own.destroyed).toBe(false);
    own.destroy();
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
    ["a token that was rotated away", [`Cookie: csrftoken=${"c".repeat(32)}`, `X-CSRFToken: ${good}`]],
    ["a token of the wrong length", ["Cookie: csrftoken=abc", "X-CSRFToken: abc"]],
    ["a token that is one letter short", [`Cookie: csrftoken=${good.slice(1)}`, `X-CSRFToken: ${good.slice(1)}`]],
    ["a token with bad characters", [`Cookie: csrftoken=${"é".repeat(16)}`, `X-CSRFToken: ${"-".repeat(32)}`]],
    ["a cookie of another name", [`Cookie: sessionid=${good}`, `X-CSRFToken: ${good}`]],
    ["a cookie of another port's name", [`Cookie: csrftoken_1=${good}`, `X-CSRFToken: ${good}`]],
  ])("H15 refuses %s with 403", async (_name, headers) => {
    const answer = await send({ method, target, headers: [host(), ...headers] });
    expect({ status: answer.status, body: JSON.parse(answer.body) }).toMatchObject({
      status: 403,
      body: { error: { code: "csrf-failed" } },
    });
  });

  it("H15 is not reached by GET or HEAD", async () => {
    for (const safe of ["GET", "HEAD"]) {
      const answer = await sendRaw(server().port, toText({ method: safe, target, headers: [host(), ...csrf] }), 200);
      // The address may be that of another operation, which only reads.
      const reads = Object.values(operations).some((other) => other.method === "GET" && targetOf(other.path) === target);
      expect(answer.status === 405).toBe(!reads);
    }
  });

  it("H16 refuses what a form of another site could send as JSON, with 415", async () => {
    const answer = await send({ method, target, headers: [host(), ...csrf, "Content-Type: text/plain"], body: '{"a": 1}' });
    expect(answer.status).toBe(415);
  });

  it("H17 refuses a body of 100 MB before it is read, and endless chunks at 1 MiB, with 413", async () => {
    const json = [host(), ...csrf, "Content-Type: application/json"];
    const large = toText({ method, target, headers: [...json, "Content-Length: 104857600"] });
    expect((await sendRaw(server().port, `${large}{`)).status).toBe(413);
    const chunked = toText({ method, target, headers: [...json, "Transfer-Encoding: chunked"] });
    expect((await sendRaw(server().port, chunked + `10000\r\n${" ".repeat(0x10000)}\r\n`.repeat(20))).status).toBe(413);
  });

  it.each([
    ["a depth of 100,000", `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`],
    ["a key twice", '{"a": 1, "a": 2}'],
    ["__proto__", '{"__proto__": {"polluted": true}}'],
    ["constructor", '{"a": {"constructor": {"prototype": {"polluted": true}}}}'],
    ["a list", "[]"],
    ["half an object", "{"],
  ])("H18 refuses JSON with %s with 400", async (_name, body) => {
    const answer = await send({ method, target, headers: [host(), ...csrf, "Content-Type: application/json"], body });
    expect(answer.status).toBe(400);
    expect("polluted" in {}).toBe(false);
  });
});

describe("an upgrade", () => {
  it.each(["/ws/", "/ws/workspaces/", "/ws/workspaces/nobody/", "/ws/workspaces/a/b/", "/api/health/", "/"])(
    "to %s is refused with 404",
    async (target) => {
      expect((await send({ target, headers: [host(), ...upgrade] })).status).toBe(404);
    },
  );
});

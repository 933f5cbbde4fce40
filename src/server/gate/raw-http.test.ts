import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { once } from "node:events";
import { sendRaw, startTestServer } from "../a-running-server.ts";

let server: Awaited<ReturnType<typeof startTestServer>>;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const token = "a".repeat(32);
const host = (): string => `Host: 127.0.0.1:${server.port}`;
const csrf = `Cookie: csrftoken=${token}\r\nX-CSRFToken: ${token}`;
const hidden = (): string => `GET /api/health/ HTTP/1.1\r\n${host()}\r\n\r\n`;

/** All that comes back on one connection until the server closes it or is silent; `status` of each answer. */
const converse = (text: string, silenceMs = 700) =>
  new Promise<{ readonly statuses: readonly number[]; readonly closed: boolean; readonly text: string }>((resolve) => {
    const socket = connect(server.port, "127.0.0.1", () => socket.write(text, "latin1"));
    let received = "";
    const finish = (closed: boolean): void => {
      socket.destroy();
      const statuses = [...received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
      resolve({ statuses, closed, text: received });
    };
    socket.setTimeout(silenceMs, () => finish(false));
    socket.on("data", (chunk) => (received += chunk.toString("latin1")));
    socket.on("end", () => finish(true));
    socket.on("error", () => finish(true));
  });

describe("H24 a request that two readers could cut apart differently", () => {
  const post = (headers: string, body: string): string =>
    `POST /api/workspaces/ HTTP/1.1\r\n${host()}\r\n${csrf}\r\nContent-Type: application/json\r\n${headers}\r\n\r\n${body}`;
  it.each([
    ["a length and chunks", () => post("Content-Length: 4\r\nTransfer-Encoding: chunked", `0\r\n\r\n${hidden()}`)],
    ["chunks and a length", () => post("Transfer-Encoding: chunked\r\nContent-Length: 4", `0\r\n\r\n${hidden()}`)],
    ["two lengths", () => post("Content-Length: 2\r\nContent-Length: 40", `{}${hidden()}`)],
    ["two lengths in one header", () => post("Content-Length: 2, 40", `{}${hidden()}`)],
    ["a signed length", () => post("Content-Length: +2", `{}${hidden()}`)],
    ["a hexadecimal length", () => post("Content-Length: 0x2", `{}${hidden()}`)],
    ["an odd coding", () => post("Transfer-Encoding: xchunked", `0\r\n\r\n${hidden()}`)],
    ["a coding that is not undone", () => post("Transfer-Encoding: gzip, chunked", `0\r\n\r\n${hidden()}`)],
    ["a coding in a second header", () => post("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", `0\r\n\r\n${hidden()}`)],
    ["chunks that are not last", () => post("Transfer-Encoding: chunked, identity", `0\r\n\r\n${hidden()}`)],
    ["a space before the colon", () => post("Content-Length : 2", `{}${hidden()}`)],
    ["a space before the colon of chunks", () => post("Transfer-Encoding : chunked", `0\r\n\r\n${hidden()}`)],
    ["a folded header", () => post("X-Folded: a\r\n Transfer-Encoding: chunked\r\nContent-Length: 2", `{}${hidden()}`)],
    ["a bare CR in a header", () => post("X-Odd: a\rTransfer-Encoding: chunked\r\nContent-Length: 2", `{}${hidden()}`)],
    ["a NUL in a header", () => post("X-Odd: a\0b\r\nContent-Length: 2", `{}${hidden()}`)],
    ["a chunk of a negative size", () => post("Transfer-Encoding: chunked", `-1\r\n\r\n${hidden()}`)],
    ["a chunk of a size beyond numbers", () => post("Transfer-Encoding: chunked", `fffffffffffffffff\r\n\r\n${hidden()}`)],
    ["a chunk without its end", () => post("Transfer-Encoding: chunked", `2\r\n{}${hidden()}`)],
  ])("is refused with 400 for %s, and nothing after it is answered", async (_name, text) => {
    const { statuses, closed } = await converse(text());
    expect({ statuses, closed }).toEqual({ statuses: [400], closed: true });
  });

  it("is refused for lines without CR", async () => {
    const { statuses } = await converse(`GET /api/health/ HTTP/1.1\n${host()}\n\n`);
    expect(statuses).toEqual([400]);
  });
});

describe("H28 a request of another kind", () => {
  it.each([
    ["OPTIONS *", "OPTIONS * HTTP/1.1", 400],
    ["CONNECT", "CONNECT evil.example:443 HTTP/1.1", 400],
    ["an authority as target", "GET evil.example:443 HTTP/1.1", 400],
    ["TRACE", "TRACE /api/health/ HTTP/1.1", 405],
    ["PROPFIND", "PROPFIND / HTTP/1.1", 405],
    ["a method that does not exist", "BREW / HTTP/1.1", 400],
    ["the preface of HTTP/2", "PRI * HTTP/2.0", 400],
    ["HTTP/0.9", "GET /", 400],
    ["a version beyond 1", "GET / HTTP/9.9", 400],
    ["an empty target", "GET  HTTP/1.1", 400],
    ["spaces in the target", "GET /api /health/ HTTP/1.1", 400],
  ])("such as %s is refused", async (_name, line, status) => {
    const { statuses, text } = await converse(`${line}\r\n${host()}\r\n${csrf}\r\n\r\n`);
    expect(statuses).toEqual([status]);
    expect(text).not.toContain("TRACE /");
  });

  it("such as one with an expectation is refused, and the body is asked for only behind the gate", async () => {
    const post = (name: string, expectation: string): string =>
      `POST /api/workspaces/ HTTP/1.1\r\nHost: ${name}\r\n${csrf}\r\nContent-Type: application/json\r\nContent-Length: 2\r\nExpect: ${expectation}\r\n\r\n`;
    expect((await converse(post("evil.example", "100-continue"))).statuses).toEqual([403]);
    expect((await converse(post(`127.0.0.1:${server.port}`, "magic"))).statuses).toEqual([400]);
    expect((await converse(`${post(`127.0.0.1:${server.port}`, "100-continue")}{}`)).statuses).toEqual([100, 400]);
  });
});

it("says as JSON that a request has no Host header", async () => {
  const { statuses, text } = await converse("GET /api/health/ HTTP/1.1\r\n\r\n");
  expect(statuses).toEqual([400]);
  expect(text).toContain('"message":"The request has no Host header."');
});

describe("H29 requests in one go on one connection", () => {
  it("are each judged by themselves", async () => {
    const bad = `GET /api/health/ HTTP/1.1\r\nHost: evil.example\r\n\r\n`;
    const { statuses } = await converse(hidden() + bad + hidden());
    expect(statuses).toEqual([200, 403, 200]);
  });

  it("end at one whose body is not read", async () => {
    const large = `POST /api/workspaces/ HTTP/1.1\r\n${host()}\r\n${csrf}\r\nContent-Type: text/plain\r\nContent-Length: 100000\r\n\r\n`;
    const { statuses, closed } = await converse(large + hidden() + hidden());
    expect({ statuses, closed }).toEqual({ statuses: [415], closed: true });
  });
});

describe("slow clients", () => {
  /** Writes a piece every so often; answers when the server has answered or closed. */
  const drip = (pieces: readonly string[], everyMs: number) =>
    new Promise<{ readonly status: number; readonly afterMs: number }>((resolve) => {
      const started = performance.now();
      const socket = connect(server.port, "127.0.0.1");
      let index = 0;
      const timer = setInterval(() => socket.writable && socket.write(pieces[index++ % pieces.length] ?? ""), everyMs);
      const finish = (text: string): void => {
        clearInterval(timer);
        socket.destroy();
        resolve({ status: Number(/ (\d{3}) /.exec(text)?.[1] ?? 0), afterMs: performance.now() - started });
      };
      socket.on("data", (chunk) => finish(chunk.toString()));
      socket.on("end", () => finish(""));
      socket.on("error", () => finish(""));
    });

  it("H25 H17 that send a header or a byte now and then get 408, and others are served meanwhile", async () => {
    const start = `GET /api/health/ HTTP/1.1\r\n${host()}\r\n`;
    const body = `POST /api/workspaces/ HTTP/1.1\r\n${host()}\r\n${csrf}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n`;
    const slow = Promise.all([
      ...Array.from({ length: 100 }, () => drip([start, ...Array.from({ length: 99 }, (_, n) => `X-${n}: 1\r\n`)], 500)),
      ...Array.from({ length: 100 }, () => drip([body, ...Array.from({ length: 99 }, () => " ")], 500)),
    ]);
    const state = { ended: false };
    void slow.then(() => (state.ended = true));
    let slowest = 0;
    const before = process.memoryUsage.rss();
    while (!state.ended) {
      const asked = performance.now();
      expect((await sendRaw(server.port, hidden())).status).toBe(200);
      slowest = Math.max(slowest, performance.now() - asked);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    const answers = await slow;
    expect(answers.slice(0, 100).filter(({ status, afterMs }) => status !== 408 || afterMs > 13_000)).toEqual([]);
    expect(answers.slice(100).filter(({ status, afterMs }) => status !== 408 || afterMs > 23_000)).toEqual([]);
    expect(slowest).toBeLessThan(2000);
    expect(process.memoryUsage.rss() - before).toBeLessThan(100 << 20);
  });
});

describe("a client that says that it will send no more", () => {
  /** Sends, closes its own direction at once, and reads until the server has closed the other. */
  const sendAndEnd = async (texts: readonly string[]): Promise<string> => {
    const socket = connect({ port: server.port, host: "127.0.0.1", allowHalfOpen: true });
    let received = "";
    socket.on("data", (chunk) => (received += chunk.toString("latin1")));
    for (const text of texts) socket.write(text);
    socket.end();
    await once(socket, "end", { signal: AbortSignal.timeout(10_000) });
    return received;
  };
  const post = (body: string, length = body.length): string =>
    `POST /api/workspaces/ HTTP/1.1\r\n${host()}\r\n${csrf}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`;

  it("gets its answer", async () => {
    expect(await sendAndEnd([hidden()])).toMatch(/^HTTP\/1\.1 200 [^]*"product":"djdesk"/);
  });

  it("gets the answers to all that it asked", async () => {
    const answers = await sendAndEnd([hidden(), hidden(), post('{"project_path": "/nowhere"}')]);
    expect([...answers.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status)).toEqual(["200", "200", "400"]);
  });

  it("is told that half a request is none", async () => {
    expect(await sendAndEnd([post("{", 20)])).toMatch(/^HTTP\/1\.1 400 /);
  });

  it("is let go of when it has asked for nothing", async () => {
    expect(await sendAndEnd([])).toBe("");
  });
});

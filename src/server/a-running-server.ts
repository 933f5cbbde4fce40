/** A real server on a real desk in a folder of its own, and raw requests to it: for tests. */
import { mkdtempSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { openDesk, type OpenDeskOptions } from "../operations/open-desk.ts";
import { startServer, type StartServerOptions } from "./start-server.ts";

export const startTestServer = async (options: Partial<OpenDeskOptions> = {}, more: Partial<StartServerOptions> = {}) => {
  const folder = mkdtempSync(join(tmpdir(), "djdesk-server-"));
  const problems: unknown[] = [];
  const desk = await openDesk({
    dataFolder: join(folder, "data"),
    role: "server",
    version: "0.0.0-test",
    watch: false,
    onError: (error) => problems.push(error),
    ...options,
  });
  const server = await startServer({
    desk,
    host: "127.0.0.1",
    port: 0,
    webFolder: join(folder, "web"),
    onBug: (error) => problems.push(error),
    ...(more.host === undefined ? { access: "owner" as const } : {}),
    ...more,
  });
  return {
    desk,
    folder,
    problems,
    ...server,
    async stop(): Promise<void> {
      await server.close();
      await desk.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export interface RawAnswer {
  readonly status: number;
  readonly headers: string;
  readonly body: string;
}

/** Sends these bytes and reads until the server closes or is silent for a moment. */
export const sendRaw = (port: number, text: string | Buffer, silenceMs = 1500): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    const socket: Socket = connect(port, "127.0.0.1", () => socket.write(text));
    let received = "";
    const finish = (): void => {
      socket.destroy();
      const [head = "", ...rest] = received.split("\r\n\r\n");
      resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 0), headers: head, body: rest.join("\r\n\r\n") });
    };
    socket.setTimeout(silenceMs, finish);
    socket.on("data", (chunk) => {
      received += chunk.toString("utf8");
      const length = /^content-length: (\d+)/im.exec(received)?.[1];
      const body = received.split("\r\n\r\n").slice(1).join("\r\n\r\n");
      if (length !== undefined && Buffer.byteLength(body) >= Number(length)) finish();
    });
    socket.on("end", finish);
    socket.on("error", (error) => (received === "" ? reject(error) : finish()));
  });

export interface RawRequest {
  readonly method?: string;
  readonly target?: string;
  readonly version?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
}

export const toText = ({ method = "GET", target = "/", version = "1.1", headers = [], body = "" }: RawRequest): string =>
  [
    `${method} ${target} HTTP/${version}`,
    ...headers,
    ...(body === "" ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]),
    "",
    body,
  ].join("\r\n");

/** One server for all tests of a file, and requests to it. */
export const setUpServer = (options: Partial<OpenDeskOptions> = {}) => {
  let running: Awaited<ReturnType<typeof startTestServer>> | undefined;
  beforeAll(async () => {
    running = await startTestServer(options);
  });
  afterAll(() => running?.stop());
  const server = () => {
    if (running === undefined) throw new Error("The server is not up yet.");
    return running;
  };
  return {
    server,
    send: (request: RawRequest) => sendRaw(server().port, toText(request)),
    /** The header that names the server as its user's browser would. */
    host: (): string => `Host: 127.0.0.1:${server().port}`,
  };
};

import { once } from "node:events";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DatabaseProtocol } from "./database-server.ts";
import { forwardDatabases, type Forwarding } from "./forward-databases.ts";

let folder = "";
let forwarding: Forwarding | undefined;
let server: Server | undefined;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-forward-")));
});
afterEach(() => {
  forwarding?.close();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A server that notes what it hears and answers each piece of it. */
const listening = async (where: { path: string } | { port: number; host: string }, answer: (socket: Socket, heard: string) => void) => {
  const heard: string[] = [];
  server = createServer((socket) => {
    answer(socket, "");
    socket
      .on("error", () => undefined)
      .on("data", (bytes) => {
        heard.push(bytes.toString("latin1"));
        answer(socket, bytes.toString("latin1"));
      });
  }).listen(where);
  await once(server, "listening");
  const address = server.address();
  return { heard, port: typeof address === "object" && address !== null ? address.port : 0 };
};

const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
const startup = Buffer.concat([Buffer.from([0, 0, 0, 18, 0, 3, 0, 0]), Buffer.from("user\0ann\0\0")]);
const prelogin = Buffer.from([0x12, 1, 0, 8, 0, 0, 0, 0]);
const tnsConnect = Buffer.from([0, 8, 0, 0, 1, 0, 0, 0]);
const command = Buffer.from("\r\nFLUSHALL\r\nGET /api/workspaces/ HTTP/1.1\r\n\r\n");

/** Sends all at once through the way and answers what came back until the end. */
const ask = async (socket: string, ...messages: readonly Buffer[]): Promise<string> => {
  const client = connect(socket);
  let answered = "";
  client.on("error", () => undefined).on("data", (bytes: Buffer) => (answered += bytes.toString("latin1")));
  client.write(Buffer.concat(messages));
  await Promise.race([once(client, "close"), new Promise((resolve) => setTimeout(resolve, 300))]);
  client.destroy();
  return answered;
};

const openings: readonly (readonly [DatabaseProtocol, Buffer])[] = [
  ["postgresql", sslRequest],
  ["postgresql", startup],
  ["mysql", Buffer.alloc(0)],
  ["mssql", prelogin],
  ["oracle", tnsConnect],
];

/** Servers that are no databases, each with an answer to whatever it hears. */
const strangers: Readonly<Record<string, string>> = {
  "an HTTP server": "HTTP/1.1 400 Bad Request\r\n\r\n",
  "a cache of inline commands": "-ERR unknown command\r\n",
  "a cache that answers ERROR": "ERROR\r\n",
  "a cache that answers STORED": "STORED\r\n",
  "a server that says nothing": "",
  "a server that repeats": "*",
};

describe.each(Object.entries(strangers))("the way to %s that is named as a database", (_, answer) => {
  it.for(openings)("X22 carries nothing of a client that begins as %s does", async ([protocol, opening]) => {
    const { heard, port } = await listening({ port: 0, host: "127.0.0.1" }, (socket, said) => {
      if (said !== "") socket.write(answer === "*" ? Buffer.from(said, "latin1") : answer);
    });
    forwarding = await forwardDatabases([{ kind: "tcp", host: "127.0.0.1", port, protocol }], { folder, project: "/nowhere" });
    await ask(forwarding.relays[0]?.socket ?? "", opening, command);
    expect(heard.join("")).toBe(opening.toString("latin1"));
  });

  it("carries nothing of a client that begins as no database's does", async () => {
    const { heard, port } = await listening({ port: 0, host: "127.0.0.1" }, () => undefined);
    forwarding = await forwardDatabases([{ kind: "tcp", host: "127.0.0.1", port, protocol: "postgresql" }], {
      folder,
      project: "/nowhere",
    });
    await ask(forwarding.relays[0]?.socket ?? "", command);
    expect(heard).toEqual([]);
  });
});

it("X22 a Unix socket that is named as a database is led to, and is as deaf when it is none", async () => {
  const path = join(folder, "docker.sock");
  const { heard } = await listening({ path }, () => undefined);
  forwarding = await forwardDatabases([{ kind: "path", path, protocol: "mysql" }], { folder, project: "/nowhere" });
  expect(forwarding.sockets.map(({ to }) => to)).toEqual([path]);
  await ask(forwarding.sockets[0]?.from ?? "", command);
  expect(heard).toEqual([]);
});

it("all that a database and its client say is carried, in pieces too", async () => {
  const { heard, port } = await listening({ port: 0, host: "127.0.0.1" }, (socket, said) => {
    if (said.startsWith("\0\0\0\u0008")) socket.write("N");
    else if (said.includes("ann")) socket.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0]));
  });
  forwarding = await forwardDatabases([{ kind: "tcp", host: "127.0.0.1", port, protocol: "postgresql" }], { folder, project: "/nowhere" });
  const client = connect(forwarding.relays[0]?.socket ?? "");
  client.write(sslRequest.subarray(0, 3));
  await new Promise((resolve) => setTimeout(resolve, 20));
  client.write(sslRequest.subarray(3));
  expect(String(await once(client, "data"))).toBe("N");
  client.write(startup);
  expect((await once(client, "data"))[0]).toEqual(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0]));
  client.destroy();
  expect(heard.join("")).toBe(Buffer.concat([sslRequest, startup]).toString("latin1"));
});

it("a run that connects without end leaves the desk its files", async () => {
  const accepted: Socket[] = [];
  const { port } = await listening({ port: 0, host: "127.0.0.1" }, (socket, said) => {
    if (said === "") accepted.push(socket);
  });
  forwarding = await forwardDatabases([{ kind: "tcp", host: "127.0.0.1", port, protocol: "mysql" }], { folder, project: "/nowhere" });
  const clients = Array.from({ length: 600 }, () => connect(forwarding?.relays[0]?.socket ?? "").on("error", () => undefined));
  await expect.poll(() => clients.filter((client) => client.closed).length, { timeout: 5000 }).toBeGreaterThan(300);
  expect(accepted.length).toBeLessThan(300);
  for (const client of clients) client.destroy();
});

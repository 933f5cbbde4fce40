/**
 * The server: listens, lets requests and upgrades through the gate, answers them from the desk. It does no work itself.
 * A bug in a handler is caught here, once, and told to the caller by its number only.
 */
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { toErrorBody } from "../contract/error-body.ts";
import { Refusal, treatments } from "../contract/errors.ts";
import { codeOf } from "../kit/message-of.ts";
import { randomText } from "../kit/random-text.ts";
import type { Desk } from "../operations/desk/desk.ts";
import { readOrMakeCertificate } from "./certificate.ts";
import { createCsrfGate } from "./gate/csrf.ts";
import { createPeerGate, type PeerGate } from "./gate/peer.ts";
import { createRequestGate, type Passed } from "./gate/request-gate.ts";
import { send, toBug, toRefusal } from "./http/answer.ts";
import { handleRequest, type HandlerTools } from "./http/handle-request.ts";
import { createGuidePages } from "./pages/guide-pages.ts";
import { createWebFiles } from "./pages/web-files.ts";
import { createSockets, type Sockets } from "./sockets/sockets.ts";

export interface StartServerOptions {
  readonly desk: Desk;
  /** A loopback address or name. */
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** HTTPS with a certificate of this machine's own. */
  readonly tls?: boolean;
  /** Folder of the built page. */
  readonly webFolder: string;
  /** Told of bugs, with the number that the caller was told. */
  readonly onBug: (error: unknown, id: string) => void;
}

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /** Stops listening, closes sockets; does not close the desk. */
  close(): Promise<void>;
}

const loopbackHosts = new Set(["127.0.0.1", "localhost", "::1", "[::1]"]);
const limits = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 1000,
};

/** Refuses a host beyond loopback and a port that is taken. */
export const startServer = async (options: StartServerOptions): Promise<RunningServer> => {
  const { desk, host, port } = options;
  if (!loopbackHosts.has(host)) {
    throw new Refusal(
      "invalid-usage",
      `DJDesk listens on this machine only, not on ${host}: it would let others run your projects' commands.`,
      {
        hint: "Leave --host out, or reach the machine through an SSH tunnel: ssh -L 8765:127.0.0.1:8765 HOST.",
      },
    );
  }
  const tls = options.tls === true;
  const server = tls
    ? createHttpsServer({ ...limits, ...(await readOrMakeCertificate(desk.dataFolder, desk.clock.now())) })
    : createHttpServer(limits);
  server.maxHeadersCount = 0;
  const actualPort = await listen(server, host.replace(/^\[|\]$/g, ""), port);
  const scheme = tls ? "https" : "http";
  const tools: HandlerTools = {
    desk,
    csrf: createCsrfGate(actualPort, tls),
    web: createWebFiles(options.webFolder),
    guide: createGuidePages(fileURLToPath(new URL("../../docs/guide", import.meta.url))),
  };
  const sockets = createSockets(desk, (error) => options.onBug(error, randomText(8)));
  const pass = createGate(createPeerGate(process.getuid?.() ?? null), createRequestGate({ scheme, port: actualPort }));
  server.on("request", (request, response) => void answer({ tools, pass, onBug: options.onBug }, request, response));
  server.on("upgrade", (request, socket: Socket, head) => void upgrade({ sockets, pass, onBug: options.onBug }, request, { socket, head }));
  server.on("clientError", answerBrokenRequest);
  const url = `${scheme}://${host === "::1" ? "[::1]" : host}:${actualPort}`;
  desk.announce(url);
  return { url, port: actualPort, close: () => close(server, sockets) };
};

const listen = (server: Server, host: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once("error", (error) => reject(toListenRefusal(error, host, port)));
    server.listen({ host, port, exclusive: true }, () => {
      server.removeAllListeners("error");
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });

const toListenRefusal = (error: Error, host: string, port: number): Error => {
  switch (codeOf(error)) {
    case "EADDRINUSE":
      return new Refusal("port-in-use", `Port ${port} on ${host} is in use by another program.`, { cause: error });
    case "EACCES":
      return new Refusal("port-in-use", `Port ${port} may only be opened by the system's administrator.`, { cause: error });
    case "EADDRNOTAVAIL":
      return new Refusal("invalid-usage", `This machine has no address ${host}.`, { cause: error });
    case null:
    default:
      return error;
  }
};

type Gate = (request: IncomingMessage) => Promise<Passed> | Passed;

/** Peer first; without waiting when the connection is known. */
const createGate = (peers: PeerGate, passRequest: (request: IncomingMessage) => Passed): Gate => {
  const decide = (isOwn: boolean, request: IncomingMessage): Passed => {
    if (!isOwn) throw new Refusal("foreign-peer", "The connection does not come from the user who started this server.");
    return passRequest(request);
  };
  return (request) => {
    const isOwn = peers.isOwn(request.socket);
    return typeof isOwn === "boolean" ? decide(isOwn, request) : isOwn.then((known) => decide(known, request));
  };
};

interface AnswerTools {
  readonly tools: HandlerTools;
  readonly pass: Gate;
  readonly onBug: StartServerOptions["onBug"];
}

const answer = async ({ tools, pass, onBug }: AnswerTools, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  try {
    const passed = pass(request);
    send(request, response, await handleRequest(tools, request, passed instanceof Promise ? await passed : passed));
  } catch (error) {
    send(request, response, error instanceof Refusal ? toRefusal(error) : reportBug(error, onBug));
  }
};

const reportBug = (error: unknown, onBug: StartServerOptions["onBug"]) => {
  const id = randomText(8);
  onBug(error, id);
  return toBug(id);
};

interface UpgradeTools {
  readonly sockets: Sockets;
  readonly pass: Gate;
  readonly onBug: StartServerOptions["onBug"];
}

const upgrade = async (
  { sockets, pass, onBug }: UpgradeTools,
  request: IncomingMessage,
  { socket, head }: { readonly socket: Socket; readonly head: Buffer },
): Promise<void> => {
  socket.on("error", () => socket.destroy());
  try {
    await sockets.accept(request, socket, { head, passed: await pass(request) });
  } catch (error) {
    if (error instanceof Refusal) writeRefusal(socket, error);
    else {
      onBug(error, randomText(8));
      socket.destroy();
    }
  }
};

/** A whole HTTP answer on a bare socket, which is then closed. */
const writeRefusal = (socket: Socket, refusal: Refusal, status = treatments[refusal.code].httpStatus): void => {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(toErrorBody(refusal));
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nContent-Type: application/json; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
};

/** What Node's parser refuses never becomes a request. */
const answerBrokenRequest = (error: Error, socket: Socket): void => {
  const code = codeOf(error);
  if (code === "ECONNRESET") socket.destroy();
  else if (code === "HPE_HEADER_OVERFLOW")
    writeRefusal(socket, new Refusal("bad-request", "The request's headers or address are too long."), 431);
  else if (code === "ERR_HTTP_REQUEST_TIMEOUT") writeRefusal(socket, new Refusal("bad-request", "The request took too long."), 408);
  else writeRefusal(socket, new Refusal("bad-request", "The request is not valid HTTP."));
};

const close = async (server: Server, sockets: Sockets): Promise<void> => {
  sockets.close();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
};
